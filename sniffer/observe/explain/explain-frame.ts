import { grouped } from "../../../terminal/grouped.ts";
import type { Frame } from "../../capture/frame.ts";
import { type Packet, readPacket, undecodedPacket } from "../../wire/decode/packet.ts";
import { DecodeError, type Field, Reader } from "../../wire/decode/reader.ts";
import { readTcpHeader } from "../../wire/decode/tcp.ts";
import { readTcpOptions } from "../../wire/decode/tcp-options.ts";
import { readContents, readHandshakeMessage, readRecord, type TlsContext } from "../../wire/tls/read-record.ts";
import { type LayersPiece, layersPieces } from "../layers/layers-line.ts";
import { texts as layersTexts, pieceNames } from "../layers/texts.ts";
import { texts } from "../texts.ts";

/** Explained bytes: a tree of fields that covers them, and what was malformed, if anything. */
export interface Explanation {
  /** Offsets into the given bytes. */
  readonly fields: readonly Field[];
  readonly problem?: string;
}

/** An explained frame, with its decoded packet. */
export interface FrameExplanation extends Explanation {
  readonly packet: Packet;
}

/** The parts of a frame that an explanation needs. */
export type FrameBytes = Pick<Frame, "bytes" | "linkType" | "originalLength">;

/** The part of the bytes that is meant. Field offsets stay those of all bytes. */
export interface Range {
  readonly start?: number;
  readonly end?: number;
}

/** Explains a frame: every layer that decodes, its data as one field, and the padding after the data. */
export function explainFrame({ bytes, linkType, originalLength }: FrameBytes): FrameExplanation {
  const reader = Reader.noting(bytes);
  let packet = undecodedPacket(originalLength);
  const problem = problemIn(() => {
    packet = readPacket(reader, linkType, originalLength);
    return packet.error?.message;
  });
  const fields = [...reader.fields];
  if (problem !== undefined) {
    const at = lastByteNoted(fields, reader.offset);
    fields.push(...restOf(at, bytes.length, "Not decoded"));
    return { packet, fields, problem };
  }
  const start = reader.offset;
  const end = Math.max(start, Math.min(packet.dataEnd, bytes.length));
  fields.push(...restOf(start, end, packet.ip?.fragment === undefined ? "Data" : "Part of a packet"));
  fields.push(...restOf(end, bytes.length, "Padding"));
  return { packet, fields, ...(packet.lengthError !== undefined && { problem: packet.lengthError.message }) };
}

/** Explains a TCP segment without the layers below: header, options, data. */
export function explainTcpSegment(bytes: Uint8Array, range: Range = {}): Explanation {
  return explain(bytes, range, "Data", (reader) => {
    reader.group("TCP", () => {
      const { optionsLength } = readTcpHeader(reader);
      readTcpOptions(reader, optionsLength);
    });
  });
}

/** Explains one TLS record with its header, and a handshake message if the record holds a whole one. */
export function explainTlsRecord(bytes: Uint8Array, context: TlsContext = {}, range: Range = {}): Explanation {
  return explain(bytes, range, "Not decoded", (reader) => readRecord(reader, context));
}

/** Explains one whole handshake message, from its type byte on. */
export function explainHandshakeMessage(bytes: Uint8Array, context: TlsContext = {}, range: Range = {}): Explanation {
  return explain(bytes, range, "Not decoded", (reader) => readHandshakeMessage(reader, context));
}

/** Explains the contents of a record with this content type. */
export function explainContents(bytes: Uint8Array, type: number, context: TlsContext, range: Range): Explanation {
  return explain(bytes, range, "Not decoded", (reader) => readContents(reader, type, context));
}

/** Explains readable text line by line, each with its line end. */
export function explainText(bytes: Uint8Array, range: Range = {}): Explanation {
  return explain(bytes, range, "Text", (reader) => {
    while (reader.left > 0) {
      const at = bytes.indexOf(0x0a, reader.offset);
      const end = at < 0 || at >= reader.end ? reader.end : at + 1;
      const hasEnd = end > reader.offset && bytes[end - 1] === 0x0a;
      const endLength = hasEnd ? (end - reader.offset > 1 && bytes[end - 2] === 0x0d ? 2 : 1) : 0;
      const length = end - reader.offset - endLength;
      const pieces = layersPieces(Buffer.from(bytes.subarray(reader.offset, reader.offset + length)).toString());
      reader.group(pieces === undefined ? "Line" : "Line of layers", () => {
        if (pieces === undefined) reader.text("Text", length);
        else for (const piece of pieces) readPiece(reader, piece);
        if (endLength > 0) reader.take("Line end", endLength, () => (endLength === 2 ? "CR LF" : "LF"));
      });
    }
  });
}

/** A part of a line of home-made layers, as it is written. */
function readPiece(reader: Reader, piece: LayersPiece): void {
  const label = piece.kind === undefined ? "Text" : pieceNames[piece.kind];
  reader.take(label, Buffer.byteLength(piece.text), () => layersTexts.value(piece));
}

type Read = (reader: Reader) => unknown;

function explain(bytes: Uint8Array, { start = 0, end = bytes.length }: Range, rest: string, read: Read): Explanation {
  const reader = Reader.noting(bytes, start, end);
  let isWhole = false;
  const problem = problemIn(() => {
    const found = read(reader);
    isWhole = true;
    return found;
  });
  const at = isWhole ? reader.offset : lastByteNoted(reader.fields, start);
  return {
    fields: [...reader.fields, ...restOf(at, end, isWhole ? rest : "Not decoded")],
    ...(problem !== undefined && { problem }),
  };
}

/** The only place that catches the errors of decoders: returns the problem that `work` returned or threw, if any. */
function problemIn(work: () => unknown): string | undefined {
  try {
    const problem = work();
    return typeof problem === "string" ? problem : undefined;
  } catch (error) {
    return error instanceof DecodeError ? error.message : texts.fault(error);
  }
}

/** One field for the bytes from `start` to `end`; no field without bytes. */
function restOf(start: number, end: number, label: string): Field[] {
  if (end <= start) return [];
  const value = end - start === 1 ? "1 byte" : `${grouped(end - start)} bytes`;
  return [{ label, start, end, value, children: [] }];
}

/** The end of the fields that were read before an error. */
function lastByteNoted(fields: readonly Field[], start: number): number {
  return fields.reduce((last, field) => Math.max(last, field.end), start);
}
