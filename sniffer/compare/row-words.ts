import { hex } from "../wire/decode/reader.ts";
import type { RecordPart } from "../wire/tls/plaintext-length.ts";
import { RECORD_HEADER_LENGTH } from "../wire/tls/record-reader.ts";
import type { AlignedMessage } from "./align-messages.ts";
import type { ComparedCapture, RecordContent, WireMessage } from "./compared-capture.ts";
import type { Comparison } from "./comparison.ts";
import { texts } from "./texts.ts";

/** One row of the comparison in words, the same for every output. Untrusted text. */
export interface RowWords {
  /** Who sends to whom: "ana → server". */
  readonly direction: string;
  readonly first: readonly CellWords[];
  readonly second: readonly CellWords[];
  /** How the two agree. */
  readonly fit: string | undefined;
}

/** One message on one wire. */
export interface CellWords {
  readonly place: string;
  /** What an eavesdropper reads: the line, or that it is unreadable. */
  readonly content: string;
  readonly isReadable: boolean;
  /** The beginning of the bytes as they were on the wire, in hexadecimal. */
  readonly hex: string;
  /** How the bytes add up: "46 bytes = header 5 + content 24 + content type 1 + tag 16". */
  readonly lengths: string;
}

/** Puts rows into texts. */
export function rowWords(comparison: Comparison): (row: AlignedMessage) => RowWords {
  const firstNames = speakersOf(comparison.first);
  const speakers = [firstNames, counterpartNames(comparison, firstNames)] as const;
  return (row) => {
    const [message, names] = row.first.length > 0 ? [row.first[0]!, speakers[0]] : [row.second[0]!, speakers[1]];
    const client = names.get(message.connection) ?? `client ${message.connection}`;
    return {
      direction: message.from === "client" ? `${client} → server` : `server → ${client}`,
      first: row.first.map(cellWords),
      second: row.second.map(cellWords),
      fit: row.fit === undefined ? undefined : texts.fits[row.fit],
    };
  };
}

function cellWords(message: WireMessage): CellWords {
  const { content, bytes, packet, time } = message;
  const place = texts.packet(packet, time);
  if (content.kind === "record") {
    const header = recordHeader(content);
    return {
      place,
      content: `${content.contentType}, ${texts.unreadable}`,
      isReadable: false,
      hex: `${spaced(header)} ${spaced(content.sample)}`,
      lengths: `${texts.bytes(bytes)} = ${recordLengths(content)}`,
    };
  }
  return {
    place,
    content: content.kind === "text" ? content.text : texts.binary,
    isReadable: content.kind === "text",
    hex: spaced(content.sample),
    lengths: texts.bytes(bytes),
  };
}

/** The header of a record as it was sent: RFC 8446 section 5.1. Only application_data records are messages. */
function recordHeader({ length, recordVersion }: RecordContent): Uint8Array {
  const version = recordVersions[recordVersion] ?? 0;
  return new Uint8Array([23, version >> 8, version & 255, length >> 8, length & 255]);
}

const recordVersions: Readonly<Record<string, number>> = {
  "SSL 3.0": 0x0300,
  "TLS 1.0": 0x0301,
  "TLS 1.1": 0x0302,
  "TLS 1.2": 0x0303,
  "TLS 1.3": 0x0304,
};

/** Padding and text are encrypted together: only their sum is known. */
function recordLengths({ plaintext: { parts }, length }: RecordContent): string {
  const text = parts.reduce((left, { bytes = 0 }) => left - bytes, length);
  const inOrder = parts.filter(({ kind }) => kind !== "padding");
  const before = inOrder.filter(({ kind }) => kind === "nonce" || kind === "iv");
  const after = inOrder.filter(({ kind }) => kind !== "nonce" && kind !== "iv");
  const named = (part: RecordPart) => `${texts.parts[part.kind]} ${part.bytes}`;
  const isPadded = parts.length > inOrder.length;
  const label = parts.length === 0 ? texts.parts.fragment : isPadded ? texts.parts.paddedText : texts.parts.text;
  return [
    `${texts.parts.header} ${RECORD_HEADER_LENGTH}`,
    ...before.map(named),
    `${label} ${text}`,
    ...after.map(named),
  ].join(" + ");
}

function spaced(bytes: Uint8Array): string {
  return (hex(bytes).match(/../g) ?? []).join(" ");
}

/** The names of a capture's clients, where they were readable. Untrusted text. */
function speakersOf({ connections }: ComparedCapture): ReadonlyMap<number, string> {
  return new Map(connections.flatMap(({ connection, name }) => (name === undefined ? [] : [[connection, name]])));
}

/** The names of the second capture's clients: their own, or those of the connections they are compared with. */
function counterpartNames(
  { second, messages }: Comparison,
  firstNames: ReadonlyMap<number, string>,
): ReadonlyMap<number, string> {
  const names = new Map(speakersOf(second));
  for (const { first, second } of messages) {
    const name = first[0] === undefined ? undefined : firstNames.get(first[0].connection);
    if (name !== undefined && second[0] !== undefined && !names.has(second[0].connection)) {
      names.set(second[0].connection, name);
    }
  }
  return names;
}
