/** Texts of the attacker's screen. */
export const texts = {
  title: "IN THE MIDDLE",
  left: "client ↔ attacker",
  right: "attacker ↔ server",
  shown: "shows",
  real: "sees",
  noCertificate: "no certificate: in the clear",
  stripped: "TLS removed: in the clear",
  signedBy: (subject: string, issuer: string) => `${subject}, by ${issuer}`,
  waiting: ["No client yet.", "In another terminal, start a client that connects to the attacker's port:"],
  toServer: " → ",
  toClient: " ← ",
  counts: (clients: number, read: number, changed: number, left: number) =>
    `${clients} ${clients === 1 ? "client" : "clients"}, ${read} ${read === 1 ? "line" : "lines"} read, ${changed} changed, ${left} refused`,
  kept: (folder: string) => `packets: ${folder}`,
  newer: "↓ newer lines below: End",
  help: [
    "Left: what the client sends and gets. Right: what the server gets and sends.",
    "Red: the attacker read it. Bold: the attacker changed it. Green: a client that refused the attacker.",
    "Over TLS there are two handshakes, and each leg has its own keys.",
  ],
  keys: {
    up: { help: "an earlier line" },
    down: { help: "a later line" },
    pageUp: { help: "a page up", footer: "earlier" },
    pageDown: { help: "a page down", footer: "later" },
    first: { help: "the first line" },
    last: { help: "the newest line, and follow new ones" },
    help: { help: "this page", footer: "help" },
    quit: { help: "end the attack", footer: "end" },
  },
} as const;
