import { grouped } from "../../../terminal/grouped.ts";
import type { Advice } from "../../../terminal/lab-error.ts";
import { printable } from "../../../terminal/printable.ts";
import type { ChatCode } from "./trial.ts";

/** Longest line that is quoted. */
const MAX_QUOTED = 60;

function quoted(text: string): string {
  const clean = printable(text.replaceAll("\n", "⏎"));
  return clean.length > MAX_QUOTED ? `"${clean.slice(0, MAX_QUOTED)}…"` : `"${clean}"`;
}

/** Texts of the audit of a chat server. Texts from the server are cleaned here. */
export const chatTexts = {
  sent: (line: string) => `one client sent ${quoted(line)}`,
  heard: (line: string) => (line === "" ? "the other client got nothing" : `the other client got ${quoted(line)}`),
  letterBroken: "byte 1,024 of a line was the first byte of ñ: this letter arrived broken",
  letterLost: "byte 1,024 of a line was the first byte of ñ: this line did not arrive",
  crowd: (joined: number, good: number, wanted: number) =>
    `of ${wanted} clients that came at once, ${joined} could join and ${good} got the messages of all others`,
  passedOn: (bytes: number) => `the server passed on ${grouped(bytes)} bytes of one line without an end`,
  notServed: "while one client sent a line without an end, another client got no message",
  stalled: (bytes: number) =>
    `one client read nothing while another sent ${grouped(bytes)} bytes, and then a third got no message`,
  nobodyGetsIn: "after that, no client could join and talk",
  noChat: (host: string, port: number): Advice => [
    `${printable(host)} port ${port} does not behave like a chat: a message of one client does not reach the other.`,
    "Is a chat server running there? The first line must be a name, and each other line must go to all others: docs/chat-protocol.md",
  ],
  good: "Nothing is wrong: the server passed every trial.",
  findings: (number: number) => `${number} ${number === 1 ? "finding" : "findings"}.`,
  ended: (number: number) =>
    number === 1
      ? "Then the chat stopped, so one trial was not made. Fix this, start the server again, and audit again."
      : `Then the chat stopped, so ${number} trials were not made. Fix this, start the server again, and audit again.`,
  outcomes: { good: "good", finding: "finding", "not tried": "not tried" },
  protection: "protection",
  tls: "TLS",
  plain: "none: anyone on the path can read it",
  trials: {
    "foreign-name": "a line in someone else's name",
    "taken-name": "a name that is taken",
    "invented-notice": "a notice that the server did not make",
    "terminal-escapes": "terminal escapes",
    "two-in-one": "two messages in one send",
    "cut-character": "a letter cut at 1,024 bytes",
    "endless-line": "a line of 1 MiB",
    crowd: "twenty clients at once",
    "stalled-reader": "a client that stops reading",
    "silent-handshake": "a silent client before TLS",
    "text-to-tls": "a line of text to the TLS port",
  } satisfies Readonly<Record<ChatCode, string>>,
} as const;
