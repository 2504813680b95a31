import type { Advice } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { shellQuoted } from "../../terminal/shell-quoted.ts";
import { inTwoLines } from "../texts.ts";

/** Why a handshake failed, and what to try. */
const failures = {
  refused: ["no server listens there", "Start the server first, and check host and port."],
  noSuchHost: ["no such host", "Check the spelling of the host's name."],
  noLookup: ["the name could not be looked up", "Check the network connection."],
  hostUnreachable: ["the host cannot be reached", "Check the network connection and the address."],
  networkUnreachable: ["the network cannot be reached", "Check the network connection and the address."],
  noAnswer: ["the host did not answer", "Check the address, and whether a firewall blocks the connection."],
  closed: ["the server closed the connection", "Is it a TLS server? The server's own messages may say why."],
  inTheClear: ["it speaks in the clear", "Connect without TLS, or start the server with TLS: lab server --tls"],
  noCommonVersion: ["no common TLS version", "Let both speak TLS 1.2 or 1.3."],
  noCommonSuite: ["no common cipher suite", "Let both speak the default cipher suites: leave out --ciphers."],
} as const satisfies Readonly<Record<string, Advice>>;

/** Texts about servers elsewhere. Texts from them are cleaned here. */
export const texts = {
  noAnswer: (host: string, port: number, seconds: number): Advice => [
    `${printable(host)} port ${port} did not answer with TLS within ${seconds} seconds.`,
    "Is it a TLS server? A server without TLS waits for a line and sends nothing.",
  ],
  handshakeFailed: (host: string, port: number, [reason, hint]: Advice, alert: string | undefined): Advice => [
    `No TLS with ${printable(host)} port ${port}: ${reason}${alert === undefined ? "" : ` (alert ${alert})`}.`,
    hint,
  ],
  failures,
  otherFailure: (reason: string): Advice => [
    `the handshake failed (${printable(reason)})`,
    "Look at it with OpenSSL: openssl s_client -connect HOST:PORT",
  ],
  portUnfit: (text: string): Advice => [
    `"${printable(text)}" is not a port: ports go from 1 to 65535.`,
    "Write it like this: localhost:12345",
  ],
  noCaSent: (host: string, port: number): Advice => [
    `The server ${printable(host)} port ${port} does not send its CA's certificate.`,
    "Bring the CA's file in another way, such as a USB stick, and name it: lab chat --tls --ca FILE",
  ],
  fetched: (subject: string, fingerprint: string): readonly string[] => [
    `The server sent this CA certificate: ${printable(subject)}`,
    "An attacker in the middle could have sent another one instead. Its fingerprint (SHA-256) is:",
    ...inTwoLines(fingerprint),
    "Ask the owner of the server to read theirs aloud (lab certs init shows it), and compare.",
  ],
  askSame: "Is every digit the same? [y/N] ",
  fetchedDiffer: [
    "The fingerprint is not the expected one. There may be an attacker in the middle. Nothing was written.",
    "Ask the owner of the server which fingerprint is right.",
  ],
  fetchedNotCompared: (target: string): Advice => [
    "You did not confirm the fingerprint. Nothing was written.",
    `When you have compared it: lab certs fetch ${shellQuoted(target)} --fingerprint SHA256`,
  ],
  fetchedKept: (path: string): readonly string[] => [
    `The CA's certificate is in ${printable(path)}: from now on you trust what it signs.`,
    "Use it:",
    `  lab chat --tls --name NAME --host HOST --ca ${shellQuoted(path)}`,
  ],
} as const;
