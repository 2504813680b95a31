import type { Protection } from "../protocol/protocol.ts";
import { texts as chatTexts } from "../protocol/texts.ts";

/** What the client's screen says. Names and other words from outside have been checked or cleaned by the caller. */
export const texts = {
  plainBanner: `PLAINTEXT: ${chatTexts.inTheClear}`,
  tlsBanner: (protection: Protection & { kind: "tls" }, verified: string) =>
    `${protection.version} · ${protection.cipher} · ${verified}`,
  offlineBanner: "NOT CONNECTED",
  pinned: "server has the certificate you pinned",
  verifiedBySystem: (name: string) => `server "${name}" verified by a CA of this system`,
  verifiedByCa: (name: string) => `server "${name}" verified by the class CA`,
  verifiedItself: "server has the self-signed certificate that you trust",
  notVerified: "server NOT VERIFIED (--insecure)",

  joined: (name: string) => `${name} joined`,
  left: (name: string) => `${name} left`,
  renamed: (from: string, to: string) => `${from} is now called ${to}`,
  here: (names: readonly string[]) => `here: ${names.join(", ")}`,
  toOne: (to: string) => `(only to ${to}) >`,
  fromOne: "(only to you) >",

  changing: "changing the encryption…",
  lost: (why: string, seconds: number) => `the connection is lost (${why}). Trying again in ${seconds} s`,
  lostWhy: "the server closed it",
  notMoved: (why: string) => `nothing was changed: ${why}`,
  keptUntilConnected: "not connected: your line is kept. Press Enter again when the connection is back",
  nowPlain: `from now on in the clear: ${chatTexts.inTheClear}`,
  nowLayers: (recipe: string) =>
    `your messages go through the layers (${recipe}). Names and commands are in the clear. /wire shows your last line`,
  nowTls: (protection: Protection & { kind: "tls" }) =>
    `from now on over ${protection.version}, ${protection.cipher}. /cert shows the certificate`,
  noCertificate: "in the clear, a server shows no certificate. F2 changes to TLS if the server accepts both",
  alreadyEncrypted: "this connection is encrypted already. /plain changes back",
  alreadyPlain: "this connection is in the clear already. /encrypt changes to TLS",

  unread: (count: number) => `── ${count} new ──`,
  newBelow: (count: number) =>
    count === 0 ? "earlier lines. Esc goes to the newest" : `${count} new below. Esc goes there`,
  statusHere: (name: string, here: number) => `${name} · ${here} here`,
  choices: (names: readonly string[]) => names.join("  "),
  keys: {
    toggle: { help: "change between plain and TLS (server --both)", footer: "encrypt" },
    toPlain: "plain again",
    send: { help: "send the line" },
    complete: { help: "complete a name or a command" },
    earlierLines: { help: "lines that you sent before" },
    pageUp: { help: "to earlier lines", footer: "earlier" },
    pageDown: { help: "to newer lines" },
    bottom: { help: "to the newest line" },
    byWords: { help: "move one word to the left or right" },
    ends: { help: "move to the start or end of the line" },
    eraseWord: { help: "erase a word" },
    eraseBefore: { help: "erase to the start of the line" },
    eraseAfter: { help: "erase to the end of the line" },
    help: { help: "these keys", footer: "keys" },
    quit: { help: "leave", footer: "quit" },
  },
  commandsTitle: "Commands",
  mouseTitle: "Mouse",
  mouseActions: [
    ["wheel", "to earlier and newer lines"],
    ["click", "on a key below: presses it"],
    ["Shift", "hold it to select text with the mouse"],
  ],
  localHelp: [
    "/encrypt, /plain  change to TLS, and back (also F2, Ctrl-T)",
    "/cert  show the server's certificate",
    "/seal NAME TEXT  write to one person; the server cannot read it (start with lab chat --seal)",
    "/wire  show the bytes of your last message, before and after encryption",
  ],
  goodbyeLocal: "You have left the chat.",
} as const;
