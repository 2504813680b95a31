import { grouped } from "../../../terminal/grouped.ts";
import type { Advice } from "../../../terminal/lab-error.ts";
import { printable } from "../../../terminal/printable.ts";
import type { ChatCode } from "./trial.ts";

/** Longest line that is quoted. */
const MAX_QUOTED = 60;

function quoted(text: string): string {
  const clean = printable(text.replace(/\n/g, "⏎"));
  return clean.length > MAX_QUOTED ? `"${clean.slice(0, MAX_QUOTED)}…"` : `"${clean}"`;
}

/** What the audit of a chat server says. Texts from it are cleaned here. */
export const chatTexts = {
  sent: (line: string) => `one client sent ${quoted(line)}`,
  heard: (line: string) => (line === "" ? "the other got nothing" : `the other got ${quoted(line)}`),
  letterBroken: "the letter ñ, whose first byte was the line's 1,024th, arrived broken",
  letterLost: "a line with the letter ñ, whose first byte was the line's 1,024th, did not arrive",
  crowd: (joined: number, good: number, wanted: number) =>
    `of ${wanted} clients that came at once, ${joined} got in and ${good} heard all the others`,
  passedOn: (bytes: number) => `${grouped(bytes)} bytes of one line without an end were passed on to others`,
  notServed: "while one client sent a line without an end, another one got no message",
  stalled: (bytes: number) =>
    `one client read nothing while another sent ${grouped(bytes)} bytes; then a third got no message`,
  nobodyGetsIn: "afterwards, nobody could come in and talk",
  noChat: (host: string, port: number): Advice => [
    `${printable(host)} port ${port} does not behave like a chat: what one client says does not reach the other.`,
    "The first line is a name, every other line goes to all others. Is it a chat server, and does it run? docs/chat-protocol.md",
  ],
  good: "Nothing is wrong: the server passed every trial.",
  findings: (number: number) => `${number} ${number === 1 ? "finding" : "findings"}.`,
  ended: (number: number) =>
    number === 1
      ? "Then the chat stood still; one trial could not be made. Fix this, start the server again, and audit again."
      : `Then the chat stood still; ${number} trials could not be made. Fix this, start the server again, and audit again.`,
  outcomes: { good: "good", finding: "finding", "not tried": "not tried" },
  protection: "protection",
  tls: "TLS",
  plain: "none: everyone on the path reads it",
  trials: {
    "foreign-name": "a line in someone else's name",
    "taken-name": "a name that is taken",
    "invented-notice": "a notice that the server did not make",
    "terminal-escapes": "terminal escapes",
    "two-in-one": "two messages in one send",
    "cut-character": "a letter cut at 1,024 bytes",
    "endless-line": "a line of 1 MiB",
    crowd: "twenty at once",
    "stalled-reader": "a client that stops reading",
    "silent-handshake": "a silent client before TLS",
    "text-to-tls": "a line of text to the TLS port",
  } satisfies Readonly<Record<ChatCode, string>>,
} as const;
