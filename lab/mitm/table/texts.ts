/** Texts of the table of attacks and clients. */
export const texts = {
  running: "Running every attack against every client: real servers, real clients, real packets …",
  privateNetwork: "You are not allowed to capture here: the table runs in a private network of its own.",
  notCaptured: (why: string) => `No packets are saved: ${why}`,

  attacks: {
    "self-signed": "self-signed",
    "own-ca": "own CA",
    "wrong-name": "wrong name",
    "stolen-ca": "stolen CA",
    strip: "TLS removed",
  },
  clients: {
    insecure: "--insecure",
    verifying: "verifies",
    pinned: "has a pin",
    "prefers-tls": "prefers TLS",
  },
  connected: { tls: "over TLS", plain: "in the clear", no: "left" },
  read: { changed: "READ, CHANGED", "as said": "READ", nothing: "READ, STOPPED" },
  notRead: "not read",
  alert: (name: string) => name,
  noAlert: "no TLS here",

  legend: [
    "READ, CHANGED: the attacker read the words and changed one.",
    "left: the client left before it sent a line. Then: the client's alert.",
    "prefers TLS: the client verifies, but speaks in the clear if TLS fails.",
  ],
  openssl: (agreeing: number, cells: number) =>
    `openssl s_client decided the same about TLS in ${agreeing} of ${cells} cells.`,
  noOpenssl: "openssl is not installed: nothing to compare with.",
  saidNothing: (cells: number, records: number) =>
    `In ${cells} cells the client refused TLS: it sent ${records} records of application data.`,
  captures: (cells: number) => `The packets of all ${cells} cells are saved, with their keys. For example:`,
  lookAt: (path: string) => `  lab sniff -r ${path}`,
} as const;
