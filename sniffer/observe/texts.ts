import { grouped } from "../../terminal/grouped.ts";
import {
  type FragmentProblem,
  MAX_FRAGMENTED_PACKETS,
  MAX_PACKET_BYTES,
  MAX_PIECES,
} from "../wire/stream/ip-fragments.ts";
import type { StrayReason } from "../wire/stream/tcp-event.ts";
import { MAX_MESSAGE_LENGTH } from "../wire/tls/handshake-reader.ts";
import { handshakeType } from "../wire/tls/names.ts";
import type { TlsProblem } from "../wire/tls/tls-part.ts";
import type { ClosedFacts } from "./closed-facts.ts";
import { endpointText } from "./endpoint.ts";
import type { ConflictVersion } from "./observation.ts";
import type { ConnectionSummary } from "./summary.ts";

const count = (value: number, thing: string) => `${grouped(value)} ${thing}${value === 1 ? "" : "s"}`;

/** Longest part of a version that is printed, in characters. */
const MAX_VERSION_SHOWN = 40;

/** One of two versions: "hola", or 0x68656c6c… if it is not text. */
function version({ hex, text }: ConflictVersion): string {
  const whole = text === undefined ? `0x${hex}` : `"${text}"`;
  return whole.length > MAX_VERSION_SHOWN ? `${whole.slice(0, MAX_VERSION_SHOWN)}…` : whole;
}

/** All texts of this folder. */
export const texts = {
  capture: (format: string, linkType: string, precision: string, device: string) =>
    `capture: ${format}, link type ${linkType}, times in ${precision}${device === "" ? "" : `, interface ${device}`}`,
  comment: (packet: number | undefined, text: string) =>
    packet === undefined ? `comment: ${text}` : `comment on packet ${packet}: ${text}`,
  problem: (packet: number | undefined, layer: string, message: string) =>
    packet === undefined ? `problem: ${message}` : `problem in packet ${packet} (${layer}): ${message}`,
  fault: (error: unknown) => `this is a bug in the lab: ${error instanceof Error ? error.message : String(error)}`,
  cutBySnapLength: (message: string) => `${message}: the frame was cut by the snap length`,
  tooManyConnections: (most: number, connection: number) =>
    `more than ${most} connections at a time: stopped following connection ${connection}`,
  tooMuchHeld: (connection: number) => `too much out-of-order data: stopped following connection ${connection}`,
  stray(reason: StrayReason | "late", offset: number): string {
    switch (reason) {
      case "outside-window":
        return "outside the receiver's window: not a part of the stream";
      case "before-first":
        return `${count(-offset, "byte")} before the first byte that was captured`;
      case "late":
        return "captured after its gap was reported";
    }
  },
  conflict: (length: number, shown: ConflictVersion, other: ConflictVersion) =>
    `conflict: ${version(shown)} (packet ${shown.packet}, shown) or ${version(other)} (packet ${other.packet}), for the same ${count(length, "byte")}`,
  unknownBytes: {
    "after-gap": "TLS, record boundary unknown after a gap",
    "part-of-header": "TLS, the beginning of a record's header",
  },
  tlsProblem(problem: TlsProblem): string {
    switch (problem.code) {
      case "no-record-follows":
        return "the bytes after the last TLS record are not a TLS record";
      case "ends-inside-record":
        return `the stream ends inside a TLS record, after ${problem.bytes} of its bytes`;
      case "message-lost":
        return "a handshake message is lost in the gap";
      case "message-incomplete":
        return "a handshake message is incomplete: bytes of its record are missing";
      case "message-too-long":
        return `${handshakeType.nameOf(problem.type)} of ${problem.length} bytes is longer than ${MAX_MESSAGE_LENGTH}: the lab did not read it`;
      case "malformed":
        return `${problem.what}: ${problem.message}`;
    }
  },
  secretsInside: "the capture",
  badLine: (source: string, line: number) =>
    `line ${grouped(line)} of ${source} is not a line of a key log. The lab uses the other lines`,
  closed(facts: ClosedFacts): string {
    const { label, source, line, suite } = facts;
    switch (facts.reason) {
      case "no-keys":
        return "no key log was given";
      case "no-line":
        return `the key log has no line for random ${facts.random?.slice(0, 8)}…`;
      case "only-tls12-lines":
        return "the key log has only lines for TLS 1.2";
      case "no-such-secret":
        return `the key log has no ${label}`;
      case "no-handshake":
        return "its handshake is not in the capture";
      case "resumed":
        return "it continues an earlier session that is not in the capture";
      case "lost-bytes":
        return "bytes before it, or in it, are missing";
      case "not-available":
        return facts.compressed ? "its records are compressed" : `the lab cannot open ${suite}`;
      case "damaged-line":
        return `line ${line} of ${source} is damaged`;
      case "no-early-secret":
        return "early data (0-RTT), and the key log has no CLIENT_EARLY_TRAFFIC_SECRET";
      case "forward-secrecy":
        return "forward secrecy: the private key only signed, and Diffie-Hellman made the secret";
      case "other-private-key":
        return "its key exchange was for another private key";
      case "not-authentic":
        return facts.others
          ? "its tag does not match: some of its bytes changed"
          : "its tag does not match: the secret is wrong, or some bytes changed";
    }
  },
  /** What helps: the command, if there is one. */
  helps(facts: ClosedFacts): string {
    switch (facts.reason) {
      case "no-keys":
        return "a key log: lab sniff -r FILE --keylog KEYS";
      case "no-line":
        return `the key log of this run: grep -c ${facts.random?.slice(0, 16)} KEYS counts its lines`;
      case "only-tls12-lines":
        return "the key log of the other end: lab server --keylog KEYS";
      case "no-such-secret":
        return "a complete key log: some programs write only the secrets of the handshake";
      case "no-handshake":
        return "start the capture before the connection: lab sniff lo -w FILE";
      case "resumed":
        return "capture the first connection, too, or restart client and server";
      case "lost-bytes":
        return "a capture without loss (lab sniff -r FILE --summary counts the gaps)";
      case "not-available":
        return facts.compressed ? "a client or server without TLS compression" : "another cipher: lab server --ciphers";
      case "damaged-line":
        return "copy the key log again";
      case "no-early-secret":
        return "the client's key log";
      case "forward-secrecy":
        return "a key log: lab server --keylog KEYS, then lab sniff -r FILE --keylog KEYS";
      case "other-private-key":
        return "the key of the certificate in the capture (lab certs show FILE shows a certificate)";
      case "not-authentic":
        return facts.others ? "a new capture" : "a new capture and its own key log";
    }
  },
  fragmentProblem(problem: FragmentProblem): string {
    switch (problem.code) {
      case "beyond-ip":
        return `a fragment reaches to byte ${problem.end}, beyond ${grouped(MAX_PACKET_BYTES)}`;
      case "overlap":
        return "fragments overlap partly, or go beyond the end: the receiver drops the packet";
      case "too-many-pieces":
        return `more than ${MAX_PIECES} fragments of one packet: the lab dropped it`;
      case "too-many-packets":
        return `more than ${MAX_FRAGMENTED_PACKETS} fragmented packets at a time: the lab dropped the oldest one`;
      case "too-many-bytes":
        return "too many bytes of unfinished packets: the lab dropped the oldest one";
    }
  },
  unfinishedPackets: (packets: number) =>
    `${count(packets, "packet")} came in fragments, and some of the fragments are missing`,
  record: (type: string, length: number, version: string | undefined, state: string, isGuess: boolean) =>
    `TLS record ${type}, ${count(length, "byte")}${version === undefined ? "" : `, says ${version}`}${state}${isGuess ? " (probably)" : ""}`,
  unreadable: ", unreadable",
  stillClosed: (why: string) => `, unreadable: ${why}`,
  openedRecord: (innerType: string, padding: number) =>
    `, opened with the key: ${innerType}${padding > 0 ? ` and ${count(padding, "byte")} of padding` : ""}`,
  opened: (what: string) => `  opened: ${what.trimStart()}`,
  offers: (versions: readonly string[]) => `offers ${versions.join(" and ")}`,
  message: (name: string, length: number, facts: readonly string[]) =>
    `  ${[name, ...facts].join(", ")} (${count(length, "byte")})`,
  hiddenMessage: (name: string, length: number, others: unknown) =>
    `  hidden: probably ${[name, ...(Array.isArray(others) ? others : [])].join(", ")} (${count(length, "byte")} encrypted)`,
  alert: (level: string | undefined, description: string | undefined, isGuess: boolean) =>
    isGuess ? `  hidden: probably alert ${description}` : `  alert ${level} ${description}`,
  connection: (state: string, ends: string | undefined) =>
    `connection ${state}${ends === undefined ? "" : `: ${ends}`}`,
  ends: (client: string, server: string, isGuess: boolean) =>
    `client ${client}, server ${server}${isGuess ? " (a guess)" : ""}`,
  gap: (bytes: number, reason: string) => `${count(bytes, "byte")} missing: ${reason}`,
  binary: (length: number, entropy: number, strings: readonly string[] | undefined, note: string | undefined) =>
    `binary, ${count(length, "byte")}, entropy ${entropy.toFixed(2)} bits per byte${note === undefined ? "" : ` (${note})`}${strings === undefined ? "" : `, contains ${strings.map((text) => `"${text}"`).join(" ")}`}`,
  summary: (
    packets: number,
    connections: number,
    bytes: number,
    duration: number,
    gaps: number,
    gapBytes: number,
    conflicts: number,
    problems: number,
  ) =>
    [
      `summary: ${count(packets, "packet")}, ${count(connections, "connection")}, ${count(bytes, "byte")} in ${duration.toFixed(6)} s`,
      gaps > 0 && `${count(gaps, "gap")} (${count(gapBytes, "byte")} missing)`,
      conflicts > 0 && count(conflicts, "conflict"),
      problems > 0 && count(problems, "problem"),
    ]
      .filter(Boolean)
      .join(", "),
  summaryConnection: (
    { connection, client, server, guess, state, packets, bytes }: ConnectionSummary,
    facts: readonly string[],
  ) =>
    `  connection ${connection}: ${endpointText(client)} > ${endpointText(server)}${guess ? " (direction guessed)" : ""}, ${state}, ${count(packets, "packet")}, ` +
    `${count(bytes.client, "byte")} from the client, ${grouped(bytes.server)} from the server` +
    facts.map((fact) => `\n    ${fact}`).join(""),
  serverName: (name: string) => `server name ${name}`,
  openedRecords: (records: number, lines: number) =>
    `${count(records, "record")} opened with the key, with ${count(lines, "line")} of text`,
  openedLines: (lines: number) => `${count(lines, "line")} of home-made layers opened with the access key`,
  closedRecords: (records: number, why: string) => `${count(records, "encrypted record")} stayed closed: ${why}`,
  textLines: (lines: number) => `${count(lines, "line")} of readable text`,
  conflicts: (conflicts: number) => `${count(conflicts, "conflict")}: the same bytes sent with different contents`,
  gaps: (gaps: number, bytes: number) => `${count(gaps, "gap")}, ${count(bytes, "byte")} missing`,
};
