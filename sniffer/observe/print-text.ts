import { printable } from "../../terminal/printable.ts";
import type { Timestamp } from "../capture/frame.ts";
import { conflictText } from "./conflicts.ts";
import { endpointText } from "./endpoint.ts";
import { layersPieces } from "./layers/layers-line.ts";
import { texts as layersTexts } from "./layers/texts.ts";
import type {
  Observation,
  PacketObservation,
  TextObservation,
  TlsMessageObservation,
  TlsRecordObservation,
} from "./observation.ts";
import { RecentMap } from "./recent-map.ts";
import type { SummaryObservation } from "./summary.ts";
import { texts } from "./texts.ts";

/** Most connections whose printed state is remembered. */
const MAX_CONNECTIONS = 20_000;

const wideHead = "conn packet        time      delta  from    what";
const narrowHead = "conn packet     time  from    what";

/**
 * Observations as lines for people, similar to ssldump: connection, packet, seconds since the first packet, seconds
 * since the connection's line before, sender, contents. All text from outside is cleaned. In a narrow form, times are
 * in milliseconds, and the times between lines are left out, so that most lines fit into 80 columns.
 */
export class TextPrinter {
  /** The head of the columns. */
  readonly head: string;
  private readonly isNarrow: boolean;
  private start: Timestamp | undefined;
  private readonly last: number[] = [];
  private packet = 0;
  private lastOther = 0;
  /** For each connection: its ends and the version of its records, as last printed. A change is printed again. */
  private readonly ends = new RecentMap<number, string>(MAX_CONNECTIONS);
  private readonly versions = new RecentMap<number, string>(MAX_CONNECTIONS);
  /** The time of the last row, as a number and as text: several rows can be about one packet. */
  private micros = -1;
  private time = "";

  constructor({ isNarrow = false } = {}) {
    this.isNarrow = isNarrow;
    this.head = isNarrow ? narrowHead : wideHead;
  }

  /** Counts times from here, not from the first line. Useful if not every line is printed. */
  countFrom(time: Timestamp): void {
    this.start ??= time;
  }

  /** The line for an observation, without its line end. */
  line(observation: Observation): string {
    switch (observation.kind) {
      case "packet":
        return this.row(
          observation.connection,
          observation.number,
          observation.time,
          observation.from,
          packetText(observation),
        );
      case "connection": {
        const { connection, packet, time, state, client, server, guess = false } = observation;
        const ends = texts.ends(endpointText(client), endpointText(server), guess);
        return this.row(
          connection,
          packet,
          time,
          undefined,
          texts.connection(state, news(this.ends, connection, ends)),
        );
      }
      case "gap":
      case "conflict":
      case "text":
      case "binary":
      case "tls-message":
      case "tls-alert": {
        const { connection, packet, time, from } = observation;
        return this.row(connection, packet, time, from, whatText(observation));
      }
      case "tls-record": {
        const { connection, packet, time, from, version } = observation;
        const newVersion = news(this.versions, connection, version);
        return this.row(connection, packet, time, from, recordText(observation, newVersion));
      }
      case "capture":
        return texts.capture(
          observation.format,
          observation.linkType,
          observation.precision,
          printable(observation.device ?? ""),
        );
      case "comment":
        return texts.comment(observation.packet, printable(observation.text));
      case "problem":
        return texts.problem(observation.packet, observation.layer, printable(observation.message));
      case "summary":
        return summaryText(observation);
    }
  }

  private row(
    connection: number | undefined,
    packet: number,
    time: Timestamp,
    from: string | undefined,
    what: string,
  ): string {
    this.start ??= time;
    const micros = Math.round(
      (time.seconds - this.start.seconds) * 1e6 + (time.nanoseconds - this.start.nanoseconds) / 1e3,
    );
    if (micros !== this.micros) {
      this.micros = micros;
      this.time = this.isNarrow ? (micros / 1e6).toFixed(3).padStart(8) : seconds(micros, 11);
    }
    const left = `${connection === undefined ? "   -" : padded(connection, 4)} ${padded(packet, 6)} ${this.time}`;
    const right = senders[from ?? "nobody"] + what;
    if (this.isNarrow) return `${left}  ${right}`;
    // An unfinished line is known later than its packet: it does not follow the row before it.
    if (packet < this.packet) return `${left}             ${right}`;
    this.packet = packet;
    const before = connection === undefined ? this.lastOther : (this.last[connection] ?? micros);
    if (connection === undefined) this.lastOther = micros;
    else this.last[connection] = micros;
    return `${left} ${micros === before ? "  0.000000" : seconds(micros - before, 10)}  ${right}`;
  }
}

/** The text, if it differs from the last one of this connection. */
function news(printed: RecentMap<number, string>, connection: number, text: string): string | undefined {
  if (printed.get(connection) === text) return undefined;
  printed.set(connection, text);
  return text;
}

const senders: Readonly<Record<string, string>> = { client: "client  ", server: "server  ", nobody: "        " };

function packetText({
  protocol,
  flags,
  payload,
  source,
  destination,
  connection,
  notes,
  length,
}: PacketObservation): string {
  const noted = notes === undefined ? "" : `  (${notes.join(", ")})`;
  if (connection !== undefined) return `${protocol} ${flags!.join(" ")}, ${payload} bytes${noted}`;
  const between = source && destination ? ` ${endpointText(source)} > ${endpointText(destination)}` : "";
  return `${protocol}${between}, ${length} bytes${noted}`;
}

type Line = Exclude<
  Observation,
  { kind: "packet" | "connection" | "tls-record" | "capture" | "comment" | "problem" | "summary" }
>;

function recordText(record: TlsRecordObservation, version: string | undefined): string {
  const { contentType, length, guess = false } = record;
  return texts.record(contentType, length, version, recordState(record), guess);
}

function whatText(observation: Line): string {
  return "opened" in observation ? texts.opened(plainText(observation)) : plainText(observation);
}

function plainText(observation: Line): string {
  switch (observation.kind) {
    case "text":
      return `"${printable(observation.text)}"${textNote(observation)}`;
    case "tls-message":
      return messageText(observation);
    case "tls-alert":
      return texts.alert(observation.level, observation.description, observation.guess ?? false);
    case "gap":
      return texts.gap(observation.bytes, observation.reason);
    case "conflict":
      return conflictText(observation);
    case "binary":
      return texts.binary(
        observation.length,
        observation.entropy,
        observation.strings?.map(printable),
        observation.note,
      );
  }
}

/** The encoding of a text, or the parts of a line of home-made layers. */
function textNote({ text, encoding, opened }: TextObservation): string {
  if (encoding !== undefined) return ` (${encoding})`;
  const pieces = opened ? undefined : layersPieces(text);
  const named = pieces?.flatMap((piece) => (piece.bytes === undefined ? [] : [layersTexts.piece(piece)]));
  return named === undefined || named.length === 0 ? "" : ` (${named.join("; ")})`;
}

function recordState({ encrypted, opened, innerContentType, padding, closed }: TlsRecordObservation): string {
  if (opened) return texts.openedRecord(innerContentType!, padding ?? 0);
  if (closed !== undefined) return texts.stillClosed(printable(texts.closed(closed)));
  return encrypted ? texts.unreadable : "";
}

function messageText({
  message,
  length,
  guess,
  version,
  versions,
  suite,
  serverName,
  alpn,
  certificates,
  details,
}: TlsMessageObservation): string {
  if (guess) return texts.hiddenMessage(message, length, details?.with);
  const facts = [
    // The version field of a ClientHello is always TLS 1.2; the offered versions are in an extension (RFC 8446 section
    // 4.2.1).
    message === "client_hello" && versions ? texts.offers(versions) : version,
    suite,
    serverName && `server name ${serverName}`,
    alpn && `ALPN ${alpn.join(" ")}`,
    certificates?.[0]?.subject,
  ];
  return texts.message(
    message,
    length,
    facts.flatMap((fact) => (fact ? [printable(fact)] : [])),
  );
}

function summaryText({
  packets,
  connections,
  bytes,
  gaps,
  gapBytes,
  conflicts,
  problems,
  duration,
  perConnection,
}: SummaryObservation): string {
  const lines = [texts.summary(packets, connections, bytes, duration, gaps, gapBytes, conflicts, problems)];
  for (const connection of perConnection) {
    const records = Object.entries(connection.records).map(([type, count]) => `${count} ${type}`);
    const facts = [
      connection.version,
      connection.suite,
      connection.serverName && texts.serverName(printable(connection.serverName)),
      records.join(", "),
      connection.opened !== undefined && texts.openedRecords(connection.opened, connection.openedLines ?? 0),
      connection.closedReason !== undefined &&
        texts.closedRecords(connection.closed ?? 0, printable(texts.closed(connection.closedReason))),
      connection.opened === undefined &&
        connection.openedLines !== undefined &&
        texts.openedLines(connection.openedLines),
      connection.textLines > 0 && texts.textLines(connection.textLines),
      connection.gaps > 0 && texts.gaps(connection.gaps, connection.gapBytes.client + connection.gapBytes.server),
      connection.conflicts !== undefined && texts.conflicts(connection.conflicts),
    ];
    lines.push(
      texts.summaryConnection(
        connection,
        facts.filter((fact): fact is string => Boolean(fact)),
      ),
    );
  }
  return lines.join("\n");
}

const fractions = Array.from({ length: 1000 }, (_, thousandth) => String(thousandth).padStart(3, "0"));

/** Microseconds as seconds with six decimals, right-aligned. */
function seconds(micros: number, width: number): string {
  // Between a packet without a time and one in a far year there are too many microseconds for an exact number.
  if (!Number.isSafeInteger(micros)) return (micros / 1e6).toFixed(6).padStart(width);
  const isNegative = micros < 0;
  const absolute = Math.abs(micros);
  const whole = Math.floor(absolute / 1e6);
  const rest = absolute - whole * 1e6;
  const thousands = Math.floor(rest / 1000);
  const text = `${isNegative ? "-" : ""}${whole}.${fractions[thousands]}${fractions[rest - thousands * 1000]}`;
  return text.length >= width ? text : spaces[width - text.length] + text;
}

const spaces = Array.from({ length: 16 }, (_, count) => " ".repeat(count));

function padded(value: number, width: number): string {
  const text = String(value);
  return text.length >= width ? text : spaces[width - text.length] + text;
}
