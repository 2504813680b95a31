import { asciiText, hex } from "../wire/decode/reader.ts";
import type { RecordPart } from "../wire/tls/plaintext-length.ts";
import type { AlignedMessage } from "./align-messages.ts";
import type { ComparedCapture, RecordContent, WireMessage } from "./compared-capture.ts";
import type { Comparison } from "./comparison.ts";
import { texts } from "./texts.ts";

/** One message on one wire. */
export interface CellWords {
  readonly kind: WireMessage["content"]["kind"];
  /** The line, or the first bytes as in a sniffer's text column. */
  readonly read: string;
  /** The line, or that it cannot be read. */
  readonly content: string;
  readonly place: string;
  /** The number of the packet in its capture. */
  readonly packet: number;
  /** What a key opened; an eavesdropper does not have it. */
  readonly opened?: string | undefined;
  /** Bytes on the wire, with line end or record header. */
  readonly bytes: number;
  /** The first bytes on the wire, in hexadecimal. */
  readonly hex: string;
  /** The sum of the bytes: "46 bytes = header 5 + content 24 + content type 1 + tag 16". */
  readonly lengths: string;
}

/** Who sends each row to whom: "ana → server". Untrusted text. */
export function directionsOf(comparison: Comparison): (row: AlignedMessage) => string {
  const firstNames = speakersOf(comparison.first);
  const speakers = [firstNames, counterpartNames(comparison, firstNames)] as const;
  return ({ first, second }) => {
    const [message, names] = first.length > 0 ? [first[0]!, speakers[0]] : [second[0]!, speakers[1]];
    const client = names.get(message.connection) ?? texts.client(message.connection);
    return texts.direction(client, message.from === "client");
  };
}

/** How the two sides of a row do not agree; undefined if they do. */
export function doubtOf({ fit }: AlignedMessage): string | undefined {
  return fit === undefined || fit === "exact" || fit === "same" ? undefined : texts.doubts[fit];
}

/** A message in words, the same for every output. Untrusted text. */
export function cellWords({ content, bytes, packet, time }: WireMessage): CellWords {
  const { kind, sample } = content;
  const shared = { kind, place: texts.packet(packet, time), packet, bytes };
  if (content.kind === "record") {
    return {
      ...shared,
      read: asciiText(sample),
      content: texts.unreadable(content.contentType),
      opened: content.opened,
      hex: hex(Buffer.concat([Buffer.from(content.header, "hex"), sample]), " "),
      lengths: `${texts.bytes(bytes)} = ${recordLengths(content)}`,
    };
  }
  if (content.kind === "layers") {
    const { least, most } = content.plaintext;
    return {
      ...shared,
      read: content.text,
      content: content.text,
      opened: content.opened,
      hex: hex(sample, " "),
      lengths: `${texts.bytes(bytes)}: ${texts.mayHold(least, most)}`,
    };
  }
  const text = content.kind === "text" ? content.text : undefined;
  return {
    ...shared,
    read: text ?? asciiText(sample),
    content: text ?? texts.binary,
    hex: hex(sample, " "),
    lengths: texts.bytes(bytes),
  };
}

/** Padding and text are encrypted together: only their sum is known. */
function recordLengths({ header, plaintext: { parts }, length }: RecordContent): string {
  const text = parts.reduce((left, { bytes = 0 }) => left - bytes, length);
  const inOrder = parts.filter(({ kind }) => kind !== "padding");
  const before = inOrder.filter(({ kind }) => kind === "nonce" || kind === "iv");
  const after = inOrder.filter(({ kind }) => kind !== "nonce" && kind !== "iv");
  const named = (part: RecordPart) => `${texts.parts[part.kind]} ${part.bytes}`;
  const isPadded = parts.length > inOrder.length;
  const label = parts.length === 0 ? texts.parts.fragment : isPadded ? texts.parts.paddedText : texts.parts.text;
  const start = `${texts.parts.header} ${header.length / 2}`;
  return [start, ...before.map(named), `${label} ${text}`, ...after.map(named)].join(" + ");
}

/** The names of a capture's clients, if they were readable. Untrusted text. */
function speakersOf({ connections }: ComparedCapture): ReadonlyMap<number, string> {
  return new Map(connections.flatMap(({ connection, name }) => (name === undefined ? [] : [[connection, name]])));
}

/** The names of the second capture's clients: their own, or those of the paired connections. */
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
