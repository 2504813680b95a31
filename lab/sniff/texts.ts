import { grouped } from "../../terminal/grouped.ts";
import type { Advice } from "../../terminal/lab-error.ts";

/** The options for keys. */
export const keyOptionTexts = {
  keylog: "open TLS with the secrets in this key log (can be used more than once)",
  key: "open TLS with the server's private key, if the key exchange was RSA",
  passphraseFile: "the key's passphrase is the first line of this file",
  psk: "open TLS with this pre-shared key",
  accessKeyFile: "open home-made layers with the access key in the first line of this file",
  noSecrets: "do not use the secrets inside a pcapng file",
} as const;

/** Texts of `lab sniff`, besides the observations. */
export const texts = {
  capturing: (device: string, filter: string | undefined) =>
    `capturing ${filter === undefined ? "everything" : filter} on ${device}. Ctrl-C ends the capture. To see packets: lab server --plain, and in another terminal lab chat --plain --name ana`,
  inSandbox:
    "this is a sandbox: only programs in the sandbox are captured. Start server and chat in other terminals, after: lab sandbox",
  ended: (packets: number, file: string | undefined) =>
    `captured ${grouped(packets)} ${packets === 1 ? "packet" : "packets"}${file === undefined ? "" : `, kept in ${file}`}`,
  cut: "warning: the capture ends inside a packet. All packets before it are complete",
  devicesHead: "Devices of this machine:",
  loopback: "loopback: packets from this machine to itself",
  other: "can have other people's packets, too",
  devicesFoot: (loopback: string) => `Start with: lab sniff ${loopback}`,
  noDevice: (name: string) => `there is no device ${name}`,
  noDeviceHint: "See the devices with: lab sniff",
  consent: (name: string) =>
    `${name} is not the loopback device: its packets may belong to other people, and reading them may be a crime`,
  consentHint: (name: string) =>
    `If the network is yours, or its owner allows it: lab sniff --device-i-may-capture ${name}`,
  twoDevices: "give only one device",

  badPsk: "the value of --psk is not hexadecimal digits, and not a file with them: the lab does not use it",
  keyThatSigns: (path: string, type: string) =>
    `${path} is an ${type.toUpperCase()} key: this kind of key only signs, and decrypts nothing. Use a key log: --keylog FILE`,
  keyIsKeyLog: (path: string) => `${path} is a key log, not a private key. Try: --keylog ${path}`,
  noKeyFile: (path: string): Advice => [
    `there is no file ${path}`,
    "The server's key is the file after --key in the command that started the server. See the keys here: ls work/certs",
  ],
  keyIsPkcs12: (path: string, quoted: string): Advice => [
    `${path} is PKCS #12 (.p12, .pfx): certificates and a key in one file`,
    `Take the key out: openssl pkcs12 -in ${quoted} -nocerts -noenc -out server-key.pem`,
  ],
  keyIsNoKey: (path: string): Advice => [`${path} contains no private key`, "Give the key file of the server."],
  wrongPassphrase: (path: string): Advice => [
    `the passphrase does not open ${path}`,
    "Type it again, or write it in a file: --passphrase-file FILE",
  ],
  withoutKey: "Without this key, the lab shows the encrypted records.",

  deviceAndFile: "give a device or a file, not both",
  deviceAndFileHint: "lab sniff lo   or   lab sniff -r FILE",
  filterOfFile: "--filter is for captures from a device, not for files",
  filterOfFileHint: "For a file, use --where, for example: lab sniff -r FILE --where 'port 12345'",
  noSource: "give a device, or a file with -r",
  noSourceHint: "lab sniff lo   or   lab sniff -r FILE   (lab sniff alone lists the devices)",
  jsonAndText: "--json and --text cannot be used together",
  jsonAndTextHint: "Lines for people: --text   for programs: --json",
  hexWithoutJson: "--hex adds the bytes to JSON: it needs --json",
  hexWithoutJsonHint: "lab sniff -r FILE --json --hex   or, on a terminal, lab sniff -r FILE",
  summaryOfAll: "--summary is about the whole capture: it cannot be combined with --where, --connection or --hex",
  summaryOfAllHint: "To count the matches of a query: lab assert FILE 'text from ana count >= 3'",
  forceOfNothing: "--force lets -w replace a file: it needs -w",
  forceOfNothingHint: "lab sniff lo -w FILE --force",
  noConnection: (connection: number, all: number) =>
    `there is no connection ${connection}: this capture has ${all === 0 ? "none" : all === 1 ? "one, number 0" : `${all}, numbered 0 to ${all - 1}`}`,
  nothingChosen: "nothing in this capture matches the query",
  noConnectionHint: "See them with: lab sniff -r FILE --summary",
  emptyQuery: "--where needs a query",
  whereExample: "For example: lab sniff -r FILE --text --where 'text from ana'",
};
