import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { shellQuoted } from "../shell-quoted.ts";
import { inTwoLines } from "../texts.ts";

/** What is told of servers elsewhere. Texts from them are cleaned here. */
export const texts = {
  noAnswer: (host: string, port: number, seconds: number) =>
    new LabError(
      `${printable(host)} port ${port} did not answer with TLS within ${seconds} seconds.`,
      "Is it a TLS server? A server that speaks in the clear waits in silence for a line.",
    ),
  handshakeFailed: (host: string, port: number, error: NodeJS.ErrnoException) => {
    const where = `${printable(host)} port ${port}`;
    const [message, hint] = handshakeFailures[error.code ?? ""] ?? [
      `the handshake failed (${printable(error.code ?? error.message)})`,
      "Look at it with OpenSSL: openssl s_client -connect HOST:PORT",
    ];
    return new LabError(`No TLS with ${where}: ${message}.`, hint);
  },
  portUnfit: (text: string) =>
    new LabError(
      `"${printable(text)}" is no port: those go from 1 to 65535.`,
      "Write it like this: localhost:12345",
      2,
    ),
  noCaSent: (host: string, port: number) =>
    new LabError(
      `The server ${printable(host)} port ${port} does not send its CA's certificate.`,
      "Bring the CA's file by another way, such as a USB stick, and name it: lab chat --tls --ca FILE",
    ),
  fetched: (subject: string, fingerprint: string) => [
    `The server sent this CA certificate: ${printable(subject)}`,
    "Anybody between you and the server could have sent another one instead. Its fingerprint (SHA-256) is:",
    ...inTwoLines(fingerprint),
    "Have the owner of the server read theirs aloud (lab certs init shows it), and compare.",
  ],
  askSame: "Are they the same, every digit? [y/N] ",
  fetchedDiffer: new LabError(
    "The fingerprint is not the one expected. Somebody may be posing as the server. Nothing was written.",
    "Check with the owner of the server which fingerprint is right.",
  ),
  fetchedNotCompared: (target: string) =>
    new LabError(
      "Nobody confirmed the fingerprint; nothing was written.",
      `When you have compared it: lab certs fetch ${shellQuoted(target)} --fingerprint SHA256`,
    ),
  fetchedKept: (path: string) => [
    `The CA's certificate is in ${printable(path)}: from now on what it signs is believed here.`,
    "Use it:",
    `  lab chat --tls --name NAME --host HOST --ca ${shellQuoted(path)}`,
  ],
} as const;

const noCommonSuite = [
  "no common cipher suite (alert handshake_failure)",
  "Let both speak the default cipher suites: leave out --ciphers.",
] as const;

const inTheClear = [
  "it speaks in the clear",
  "Connect without TLS, or start the server with TLS: lab server --tls",
] as const;

/** What went wrong and what to try, by the error codes of Node and OpenSSL. */
const handshakeFailures: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  ECONNREFUSED: ["nobody listens there", "Start the server first, and check host and port."],
  ENOTFOUND: ["no such host", "Check the spelling of the host's name."],
  EAI_AGAIN: ["the name could not be looked up", "Check the network connection."],
  EHOSTUNREACH: ["the host cannot be reached", "Check the network connection and the address."],
  ENETUNREACH: ["the network cannot be reached", "Check the network connection and the address."],
  ETIMEDOUT: ["the host did not answer", "Check the address, and whether a firewall is in the way."],
  ECONNRESET: ["the server closed the connection", "Is it a TLS server? The server's own messages may tell why."],
  ERR_SSL_WRONG_VERSION_NUMBER: inTheClear,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: inTheClear,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: [
    "no common TLS version (alert protocol_version)",
    "Let both speak TLS 1.2 or 1.3.",
  ],
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: noCommonSuite,
  "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE": noCommonSuite, // The same, in the words of OpenSSL 3.2 and later.
};
