import type { Advice } from "../../../terminal/lab-error.ts";
import { printable } from "../../../terminal/printable.ts";
import type { ClientVerdict } from "./show-certificate.ts";

function did(verdict: Omit<ClientVerdict, "seen"> | undefined): string {
  if (verdict === undefined) return "not tried";
  if (verdict.did === "speaks") return "accepted: it sent data";
  if (verdict.did === "stays") return "accepted: it finished the handshake and stayed";
  return verdict.said === ""
    ? "refused: it closed the connection without an alert"
    : `refused: ${printable(verdict.said)}`;
}

/** Texts of the audit of a client. Texts from the client are cleaned here. */
export const clientTexts = {
  did,
  verdict: (name: string, verdict: ClientVerdict | undefined) => `${name}: ${did(verdict)}`,
  begin: (port: number, ca: string): readonly string[] => [
    `The server listens on 127.0.0.1, port ${port}. Each connection gets a different certificate.`,
    "Your client must expect the name localhost and trust this CA file:",
    `  ${printable(ca)}`,
    `For example: lab chat --tls --name ana --port ${port} --ca ${printable(ca)}`,
    "Start it again after each verdict. Ctrl-C ends the audit and prints the report.",
    "",
  ],
  now: (number: number, of: number, name: string) => `${number} of ${of}, ${name}: start your client now.`,
  portTaken: (port: number, code: string): Advice => [
    `Port ${port} cannot be opened (${code}).`,
    "Leave out --port to use a free port, or give another number above 1023.",
  ],
  target: (port: number) => `your client, on port ${port}`,
  summary: (findings: number, missing: number) => {
    const rest = missing === 0 ? "" : ` ${missing} of the certificates ${missing === 1 ? "was" : "were"} not tried.`;
    if (findings > 0) return `${findings} ${findings === 1 ? "finding" : "findings"}.${rest}`;
    return missing === 0
      ? "Nothing is wrong: your client accepts the good certificate and refuses all others."
      : `No finding so far.${rest}`;
  },
} as const;
