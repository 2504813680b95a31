import type { Advice } from "../../../terminal/lab-error.ts";
import { printable } from "../../../terminal/printable.ts";
import type { ClientVerdict } from "./show-certificate.ts";

function did(verdict: ClientVerdict | undefined): string {
  if (verdict === undefined) return "not tried";
  if (verdict.did === "speaks") return "accepted: it sent something";
  if (verdict.did === "stays") return "accepted: it finished the handshake and stayed";
  return verdict.said === "" ? "refused: it left without a word" : `refused: ${printable(verdict.said)}`;
}

/** What the audit of a client says. Texts from the client are cleaned here. */
export const clientTexts = {
  did,
  verdict: (name: string, verdict: ClientVerdict | undefined) => `${name}: ${did(verdict)}`,
  begin: (port: number, ca: string): readonly string[] => [
    `The server listens on 127.0.0.1, port ${port}. Each connection gets another certificate.`,
    "Your client must look for the name localhost, and trust this file:",
    `  ${printable(ca)}`,
    `Such as: lab chat --tls --name ana --port ${port} --ca ${printable(ca)}`,
    "Start it again after each verdict. Ctrl-C ends the audit and reports.",
    "",
  ],
  now: (number: number, of: number, name: string) => `${number} of ${of}, ${name}: start your client now.`,
  portTaken: (port: number, code: string): Advice => [
    `Port ${port} cannot be opened (${code}).`,
    "Leave --port out to take a free one, or give another number above 1023.",
  ],
  target: (port: number) => `your client, on port ${port}`,
  summary: (findings: number, missing: number) => {
    const rest = missing === 0 ? "" : ` ${missing} of the certificates were not tried.`;
    if (findings > 0) return `${findings} ${findings === 1 ? "finding" : "findings"}.${rest}`;
    return missing === 0 ? "Nothing is wrong: it accepts what is good, and nothing else." : `No finding so far.${rest}`;
  },
} as const;
