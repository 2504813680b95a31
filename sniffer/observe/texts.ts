import { MAX_MESSAGE_LENGTH } from "../wire/tls/handshake-reader.ts";
import { handshakeType } from "../wire/tls/names.ts";
import type { TlsProblem } from "../wire/tls/tls-part.ts";
import type { ConnectionSummary } from "./observation.ts";

const count = (value: number, thing: string) => `${value.toLocaleString("en")} ${thing}${value === 1 ? "" : "s"}`;

/** Everything this folder says to people. */
export const texts = {
  capture: (format: string, linkType: string, precision: string, device: string) =>
    `capture: ${format}, link type ${linkType}, times in ${precision}${device === "" ? "" : `, interface ${device}`}`,
  comment: (packet: number | undefined, text: string) =>
    packet === undefined ? `comment: ${text}` : `comment on packet ${packet}: ${text}`,
  problem: (packet: number | undefined, layer: string, message: string) =>
    packet === undefined ? `problem: ${message}` : `problem in packet ${packet} (${layer}): ${message}`,
  fault: (error: unknown) =>
    `the lab failed here, and reports this as a fault of its own: ${error instanceof Error ? error.message : String(error)}`,
  cutBySnapLength: (message: string) => `${message}: the frame was cut by the snap length`,
  tooManyConnections: (most: number, connection: number) =>
    `more than ${most} connections at a time: connection ${connection} was let go`,
  tooMuchHeld: (connection: number) => `too much waits to be put in order: connection ${connection} was let go`,
  stray: {
    "outside-window": "outside the receiver's window: no part of the stream",
    "before-first": "sent before the first byte that was captured",
  },
  unknownBytes: {
    "after-gap": "TLS, record boundary unknown after a gap",
    "part-of-header": "TLS, the beginning of a record's header",
  },
  tlsProblem(problem: TlsProblem): string {
    switch (problem.code) {
      case "no-record-follows":
        return "the bytes after the last TLS record begin no other";
      case "ends-inside-record":
        return `the stream ends inside a TLS record, after ${problem.bytes} of its bytes`;
      case "message-lost":
        return "a handshake message is lost in the gap";
      case "message-incomplete":
        return "a handshake message is incomplete: bytes of its record are missing";
      case "message-too-long":
        return `${handshakeType.nameOf(problem.type)} of ${problem.length} bytes is longer than ${MAX_MESSAGE_LENGTH} and was not read`;
      case "malformed":
        return `${problem.what}: ${problem.message}`;
    }
  },
  unfinishedPackets: (packets: number) =>
    `${count(packets, "packet")} came in fragments, and some of the fragments are missing`,
  record: (type: string, length: number, version: string | undefined, isEncrypted: boolean, isGuess: boolean) =>
    `TLS record ${type}, ${count(length, "byte")}${version === undefined ? "" : `, says ${version}`}${isEncrypted ? ", unreadable" : ""}${isGuess ? " (probably)" : ""}`,
  offers: (versions: readonly string[]) => `offers ${versions.join(" and ")}`,
  message: (name: string, length: number, facts: readonly string[]) =>
    `  ${[name, ...facts].join(", ")} (${length} bytes)`,
  hiddenMessage: (name: string, length: number, others: unknown) =>
    `  hidden: probably ${[name, ...(Array.isArray(others) ? others : [])].join(", ")} (${length} bytes encrypted)`,
  alert: (level: string | undefined, description: string | undefined, isGuess: boolean) =>
    isGuess ? `  hidden: probably alert ${description}` : `  alert ${level} ${description}`,
  connection: (state: string, client: string, server: string, isGuess: boolean) =>
    `connection ${state}: client ${client}, server ${server}${isGuess ? " (a guess)" : ""}`,
  gap: (bytes: number, reason: string) => `${count(bytes, "byte")} missing: ${reason}`,
  binary: (length: number, entropy: number, strings: readonly string[] | undefined, note: string | undefined) =>
    `binary, ${count(length, "byte")}, entropy ${entropy.toFixed(2)} bits a byte${note === undefined ? "" : ` (${note})`}${strings === undefined ? "" : `, in it: ${strings.map((text) => `"${text}"`).join(" ")}`}`,
  summary: (
    packets: number,
    connections: number,
    bytes: number,
    duration: number,
    gaps: number,
    gapBytes: number,
    problems: number,
  ) =>
    [
      `summary: ${count(packets, "packet")}, ${count(connections, "connection")}, ${count(bytes, "byte")} in ${duration.toFixed(6)} s`,
      gaps > 0 && `${count(gaps, "gap")} of ${count(gapBytes, "byte")}`,
      problems > 0 && count(problems, "problem"),
    ]
      .filter(Boolean)
      .join(", "),
  summaryConnection: (
    { connection, client, server, guess, state, packets, bytes }: ConnectionSummary,
    facts: readonly string[],
  ) =>
    `  connection ${connection}: ${client} > ${server}${guess ? " (direction guessed)" : ""}, ${state}, ${count(packets, "packet")}, ` +
    `${bytes.client.toLocaleString("en")} bytes from the client, ${bytes.server.toLocaleString("en")} from the server` +
    facts.map((fact) => `\n    ${fact}`).join(""),
  serverName: (name: string) => `server name ${name}`,
  textLines: (lines: number) => `${count(lines, "line")} of readable text`,
  gaps: (gaps: number, bytes: number) => `${count(gaps, "gap")}, ${count(bytes, "byte")} missing`,
};
