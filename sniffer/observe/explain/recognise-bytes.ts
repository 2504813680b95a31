import { etherType } from "../../wire/decode/ether-types.ts";
import { linkType } from "../../wire/decode/link-types.ts";
import { readPacket } from "../../wire/decode/packet.ts";
import { Reader } from "../../wire/decode/reader.ts";
import { handshakeType } from "../../wire/tls/names.ts";
import { isTypeInUse, recordHeaderAt } from "../../wire/tls/record-reader.ts";
import { classify } from "../classify.ts";
import { explainTcpSegment } from "./explain-frame.ts";

export type BytesKind = "frame" | "packet" | "segment" | "record" | "message" | "text" | "unknown";

/** Link types to try for bytes of unknown origin. */
const likelyLinkTypes = [linkType.ETHERNET, linkType.LINUX_SLL, linkType.LINUX_SLL2, linkType.NULL];

/** Recognises bytes by their contents: lengths that agree, and numbers that are in use. */
export function recogniseBytes(bytes: Uint8Array): BytesKind {
  if (isRecord(bytes, 0)) return "record";
  if (isMessage(bytes)) return "message";
  if (frameLinkType(bytes) !== undefined) return "frame";
  if (isPacket(bytes)) return "packet";
  if (isText(bytes)) return "text";
  return isSegment(bytes) ? "segment" : "unknown";
}

/** The link type of a whole frame; undefined if the bytes are not a frame with IP or ARP. */
export function frameLinkType(bytes: Uint8Array): number | undefined {
  return likelyLinkTypes.find((type) => {
    const packet = readPacket(new Reader(bytes), type, bytes.length);
    if (packet.error !== undefined) return false;
    return packet.ip !== undefined
      ? packet.lengthError === undefined
      : type === linkType.ETHERNET && packet.etherType === etherType.ARP;
  });
}

/** Whether a TLS record begins here: its type and version are in use, and it is whole or the last one. */
export function isRecord(bytes: Uint8Array, at: number): boolean {
  const header = recordHeaderAt(bytes, at);
  return header !== undefined && isTypeInUse(header.type) && header.length > 0;
}

/** Text of one line or more: UTF-8 whose only control characters are line ends, tabs and terminal codes. */
export function isText(bytes: Uint8Array): boolean {
  return classify(bytes) === undefined;
}

/** A handshake message contains its own length: RFC 8446 section 4. */
function isMessage(bytes: Uint8Array): boolean {
  if (bytes.length < 4 || !handshakeType.isKnown(bytes[0]!)) return false;
  return 4 + ((bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!) === bytes.length;
}

function isPacket(bytes: Uint8Array): boolean {
  const packet = readPacket(new Reader(bytes), linkType.RAW, bytes.length);
  return packet.error === undefined && packet.ip !== undefined && packet.lengthError === undefined;
}

/** Nothing marks a TCP header. Its length must fit, its reserved bits must be 0, and its options must be readable. */
function isSegment(bytes: Uint8Array): boolean {
  if (explainTcpSegment(bytes).problem !== undefined || (bytes[12]! & 0x0e) !== 0) return false;
  const ports = ((bytes[0]! << 8) | bytes[1]!) > 0 && ((bytes[2]! << 8) | bytes[3]!) > 0;
  const flags = bytes[13]! & 0x3f;
  return ports && flags !== 0 && (flags & 3) !== 3 && (flags & 6) !== 6;
}
