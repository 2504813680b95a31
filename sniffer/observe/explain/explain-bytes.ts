import { linkType } from "../../wire/decode/link-types.ts";
import type { Field } from "../../wire/decode/reader.ts";
import { recordsFrom } from "../../wire/tls/record-reader.ts";
import {
  type Explanation,
  explainFrame,
  explainHandshakeMessage,
  explainTcpSegment,
  explainText,
  explainTlsRecord,
  type FrameBytes,
} from "./explain-frame.ts";
import { type BytesKind, frameLinkType, isRecord, isText, recogniseBytes } from "./recognise-bytes.ts";
import { remarksOnBytes } from "./remarks-on-bytes.ts";

/** Explained bytes: their kind, their fields, and what cannot be known about them. */
export interface ExplainedPart {
  readonly kind: BytesKind;
  /** Offsets into all the bytes. */
  readonly start: number;
  readonly end: number;
  readonly fields: readonly Field[];
  readonly problem?: string;
  /** In sentences. */
  readonly remarks: readonly string[];
}

/** Explains bytes with the sniffer's own decoders, layer by layer. `kind` overrides the recognised kind. */
export function explainBytes(bytes: Uint8Array, kind: BytesKind = recogniseBytes(bytes)): readonly ExplainedPart[] {
  return explainRange(bytes, 0, bytes.length, kind);
}

/** Explains a frame of a capture; its link type is known. */
export function explainCapturedFrame(frame: FrameBytes): readonly ExplainedPart[] {
  return explainLayers(frame, "frame");
}

function explainRange(bytes: Uint8Array, start: number, end: number, kind: BytesKind): ExplainedPart[] {
  const range = { start, end };
  switch (kind) {
    case "frame":
      return explainLayers(whole(bytes, frameLinkType(bytes) ?? linkType.ETHERNET), kind);
    case "packet":
      return explainLayers(whole(bytes, linkType.RAW), kind);
    case "segment": {
      const explanation = explainTcpSegment(bytes, range);
      const data = explanation.fields.find(({ label }) => label === "Data");
      const part = partOf(kind, bytes, start, data?.start ?? end, explanation);
      return data === undefined ? [part] : [part, ...explainData(bytes, data.start, data.end)];
    }
    case "record":
      return explainRecords(bytes, start, end);
    case "message":
      return [partOf(kind, bytes, start, end, explainHandshakeMessage(bytes, {}, range))];
    case "text":
      return [partOf(kind, bytes, start, end, explainText(bytes, range))];
    case "unknown":
      return [partOf(kind, bytes, start, end, { fields: [] })];
  }
}

function whole(bytes: Uint8Array, linkType: number): FrameBytes {
  return { bytes, linkType, originalLength: bytes.length };
}

function explainLayers(frame: FrameBytes, kind: BytesKind): ExplainedPart[] {
  const { bytes } = frame;
  const explanation = explainFrame(frame);
  const { packet } = explanation;
  const data = packet.ip?.fragment === undefined ? explanation.fields.find(({ label }) => label === "Data") : undefined;
  const part = partOf(kind, bytes, 0, bytes.length, explanation);
  return data === undefined ? [part] : [part, ...explainData(bytes, data.start, data.end)];
}

/** The data of a segment, if their first bytes show what they are. */
function explainData(bytes: Uint8Array, start: number, end: number): ExplainedPart[] {
  const data = bytes.subarray(start, end);
  const kind = isRecord(data, 0) ? "record" : isText(data) ? "text" : "unknown";
  return explainRange(bytes, start, end, kind);
}

/** Records one after the other, up to the first bytes that are not a record. */
function explainRecords(bytes: Uint8Array, start: number, end: number): ExplainedPart[] {
  const records = recordsFrom(bytes.subarray(0, end), start);
  // A user may call bytes a record although they are not: they are explained as one all the same.
  const parts = (records.length > 0 ? records : [{ start, end }]).map((record) => {
    const range = { start: record.start, end: Math.min(end, record.end) };
    return partOf("record", bytes, range.start, range.end, explainTlsRecord(bytes, {}, range));
  });
  const at = parts.at(-1)!.end;
  if (at < end) parts.push(partOf("unknown", bytes, at, end, { fields: [] }));
  return parts;
}

function partOf(
  kind: BytesKind,
  bytes: Uint8Array,
  start: number,
  end: number,
  { fields, problem }: Explanation,
): ExplainedPart {
  const remarks = remarksOnBytes(kind, bytes.subarray(start, end));
  return { kind, start, end, fields, ...(problem !== undefined && { problem }), remarks };
}
