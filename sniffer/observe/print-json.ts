import type { Timestamp } from "../capture/frame.ts";
import { hex } from "../wire/decode/reader.ts";
import type { Writable } from "../wire/decode/writable.ts";
import { endpointText } from "./endpoint.ts";
import type { ConnectionObservation, Observation, PacketObservation, TlsRecordObservation } from "./observation.ts";
import type { ConnectionSummary } from "./summary.ts";

/**
 * An observation as one line of JSON, without the line end; docs/observations.md shows every kind. Kept bytes become
 * `hex`.
 */
export function jsonLine(observation: Observation): string {
  if (observation.kind === "packet" && observation.connection !== undefined) return segmentLine(observation);
  if (observation.kind === "tls-record" && observation.bytes === undefined && observation.depth === undefined) {
    return recordLine(observation);
  }
  return anyLine(observation);
}

/** The plain way, for every kind. The quick ways below print the same; a test compares them. */
export function anyLine(observation: Observation): string {
  switch (observation.kind) {
    case "packet": {
      const { source, destination } = observation;
      const ends = source && destination && { source: endpointText(source), destination: endpointText(destination) };
      return safeJson({ ...observation, time: timeText(observation.time), ...ends });
    }
    case "connection":
      return safeJson({ ...withEnds(observation), time: timeText(observation.time) });
    case "summary":
      return safeJson({ ...observation, perConnection: observation.perConnection.map(withEnds) });
    default:
      return safeJson("time" in observation ? withTime(observation) : observation);
  }
}

/** With its endpoints as text, and its keys in the same order. */
function withEnds<T extends ConnectionObservation | ConnectionSummary>(connection: T): object {
  return { ...connection, client: endpointText(connection.client), server: endpointText(connection.server) };
}

function withTime<T extends { readonly time: Timestamp }>(observation: T): object {
  const time = timeText(observation.time);
  if (!("offset" in observation) || !("kind" in observation) || observation.kind === "gap") {
    return { ...observation, time };
  }
  // Not printed: how a record was opened, and the guess without the key.
  const { bytes, plaintext, opening, taken, ...rest } = observation as Writable<Partial<TlsRecordObservation>>;
  return {
    ...rest,
    time,
    ...(bytes !== undefined && { hex: hex(bytes) }),
    ...(plaintext !== undefined && { plaintext: hex(plaintext) }),
  };
}

/**
 * Characters that JSON allows but that a terminal may obey or hide: C1 controls, marks of direction, separators,
 * invisible characters.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|\p{M}{4}\p{M}+/gu;

/** JSON that is safe to print: the same value, with more escapes. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(unsafe, escaped);
}

function escaped(characters: string): string {
  let text = "";
  for (let at = 0; at < characters.length; at++) {
    text += `\\u${characters.charCodeAt(at).toString(16).padStart(4, "0")}`;
  }
  return text;
}

/**
 * Nine of ten lines are segments and records. They are written out here, which is five times as fast. No value here
 * needs escapes.
 */
function segmentLine(packet: PacketObservation): string {
  const { flags, notes } = packet;
  return (
    `{"kind":"packet","number":${packet.number},"time":"${timeText(packet.time)}","connection":${packet.connection},"from":"${packet.from}",` +
    `"protocol":"TCP","source":"${endpointText(packet.source!)}","destination":"${endpointText(packet.destination!)}","length":${packet.length},"captured":${packet.captured},` +
    `"flags":[${flags!.length === 0 ? "" : `"${flags!.join('","')}"`}],"sequence":${packet.sequence},"acknowledgment":${packet.acknowledgment},` +
    `"window":${packet.window},"payload":${packet.payload}${notes === undefined ? "" : `,"notes":${JSON.stringify(notes)}`}}`
  );
}

function recordLine(record: TlsRecordObservation): string {
  const { contentType, firstPacket, guess, captured, unfinished, opened, innerContentType, padding, closed } = record;
  return (
    `{"kind":"tls-record","connection":${record.connection},"from":"${record.from}","packet":${record.packet},"time":"${timeText(record.time)}",` +
    `"offset":${record.offset},"contentType":"${contentType}","version":"${record.version}",` +
    `"header":"${record.header}","length":${record.length},"encrypted":${record.encrypted}` +
    `${firstPacket === undefined ? "" : `,"firstPacket":${firstPacket}`}${guess === undefined ? "" : `,"guess":true`}` +
    `${captured === undefined ? "" : `,"captured":${captured}`}${unfinished === undefined ? "" : `,"unfinished":true`}` +
    `${opened === undefined ? "" : `,"opened":true,"innerContentType":"${innerContentType}"`}` +
    `${padding === undefined ? "" : `,"padding":${padding}`}${closed === undefined ? "" : `,"closed":${safeJson(closed)}`}}`
  );
}

/** Seconds since 1970 with six decimals, or nine if the capture has nanoseconds: "1763689000.123456". */
function timeText({ seconds, nanoseconds }: Timestamp): string {
  const isWholeMicros = nanoseconds % 1000 === 0;
  const fraction = isWholeMicros ? String(1e6 + nanoseconds / 1000) : String(1e9 + nanoseconds);
  return `${seconds}.${fraction.slice(1)}`;
}
