/** Everything `lab sniff` says beside the observations. */
export const texts = {
  capturing: (device: string, filter: string | undefined) =>
    `capturing ${filter === undefined ? "everything" : filter} on ${device}; Ctrl-C ends. To see something: lab server --plain, and in another terminal lab chat --plain --name ana`,
  inSandbox: "this is a sandbox: server and chat are heard here only from terminals where you said: lab sandbox",
  replacing: (file: string) => `the capture that was in ${file} is replaced`,
  ended: (packets: number, file: string | undefined) =>
    `captured ${packets.toLocaleString("en")} packets${file === undefined ? "" : `, kept in ${file}`}`,
  cut: "warning: the capture ends inside a packet; all before it is good",
  devicesHead: "Devices of this machine:",
  loopback: "loopback: this machine talking to itself, yours to read",
  other: "carries other people's data too",
  devicesFoot: "Begin with: lab sniff NAME-OF-THE-LOOPBACK",
  noDevice: (name: string) => `there is no device ${name}`,
  noDeviceHint: "See the devices with: lab sniff",
  consent: (name: string) =>
    `${name} is not the loopback: what passes there may belong to other people, and reading it may be a crime`,
  consentHint: (name: string) =>
    `If the network is yours, or its owner allows it: lab sniff --device-i-may-capture ${name}`,
  twoDevices: "name one device",
};
