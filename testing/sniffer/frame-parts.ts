import type { Frame } from "../../sniffer/capture/frame.ts";
import { etherType } from "../../sniffer/wire/decode/ether-types.ts";

// Parts for handmade packets. Checksums are zero, as on loopback.

/** Bytes from hexadecimal; spaces are only for people. */
export function hexBytes(text: string): Buffer {
  return Buffer.from(text.replace(/\s+/g, ""), "hex");
}

export function u16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

function u24(value: number): Buffer {
  return u32(value).subarray(1);
}

/** Bytes after their length in one, two or three bytes. */
export function with8(...parts: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

export function with16(...parts: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(parts);
  return Buffer.concat([u16(bytes.length), bytes]);
}

export function with24(...parts: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(parts);
  return Buffer.concat([u24(bytes.length), bytes]);
}

const macAddresses = hexBytes("0200 0000 0001 0200 0000 0002");

/** `tags` are 802.1Q tags, each with the type that announces it. */
export function ethernet(
  payload: Uint8Array,
  type: number = etherType.IPv4,
  tags: readonly (readonly [type: number, tag: number])[] = [],
): Buffer {
  const tagged = tags.map(([announced, tag]) => Buffer.concat([u16(announced), u16(tag)]));
  return Buffer.concat([macAddresses, ...tagged, u16(type), payload]);
}

interface Ipv4Parts {
  readonly protocol?: number;
  readonly source?: readonly number[];
  readonly destination?: readonly number[];
  readonly options?: Uint8Array;
  readonly identification?: number;
  /** In bytes; a multiple of 8. */
  readonly fragmentOffset?: number;
  readonly hasMore?: boolean;
  readonly totalLength?: number;
}

export function ipv4(payload: Uint8Array, parts: Ipv4Parts = {}): Buffer {
  const { options = Buffer.alloc(0), fragmentOffset = 0 } = parts;
  const headerLength = 20 + options.length;
  // Written in place: the fuzzers make millions of them.
  const bytes = Buffer.alloc(headerLength + payload.length);
  bytes[0] = 0x40 | (headerLength / 4);
  bytes.writeUInt16BE((parts.totalLength ?? headerLength + payload.length) & 0xffff, 2);
  bytes.writeUInt16BE((parts.identification ?? 1) & 0xffff, 4);
  bytes.writeUInt16BE(((parts.hasMore ? 0x2000 : 0) | (fragmentOffset / 8)) & 0xffff, 6);
  bytes[8] = 64;
  bytes[9] = parts.protocol ?? 6;
  bytes.set(parts.source ?? [10, 0, 0, 1], 12);
  bytes.set(parts.destination ?? [10, 0, 0, 2], 16);
  bytes.set(options, 20);
  bytes.set(payload, headerLength);
  return bytes;
}

const client6 = hexBytes("fd00 0000 0000 0000 0000 0000 0000 0001");
const server6 = hexBytes("fd00 0000 0000 0000 0000 0000 0000 0002");

/** `next` is the first next-header value; extension headers are part of `payload`. */
export function ipv6(payload: Uint8Array, next = 6, payloadLength = payload.length): Buffer {
  return Buffer.concat([u32(0x60000000), u16(payloadLength), Buffer.from([next, 64]), client6, server6, payload]);
}

/** The fragment header of IPv6, RFC 8200 section 4.5, and the piece after it. */
export function ipv6Fragment(
  piece: Uint8Array,
  { offset, hasMore, next = 6 }: { offset: number; hasMore: boolean; next?: number },
): Buffer {
  return Buffer.concat([Buffer.from([next, 0]), u16(offset | (hasMore ? 1 : 0)), u32(0x77), piece]);
}

interface TcpParts {
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly sequence?: number;
  readonly acknowledgment?: number;
  readonly flags?: number;
  readonly window?: number;
  readonly options?: Uint8Array;
}

export function tcp(payload: Uint8Array, parts: TcpParts = {}): Buffer {
  const options = parts.options ?? Buffer.alloc(0);
  const headerLength = 20 + options.length;
  const bytes = Buffer.alloc(headerLength + payload.length);
  bytes.writeUInt16BE(parts.sourcePort ?? 40000, 0);
  bytes.writeUInt16BE(parts.destinationPort ?? 12345, 2);
  bytes.writeUInt32BE((parts.sequence ?? 1) >>> 0, 4);
  bytes.writeUInt32BE((parts.acknowledgment ?? 1) >>> 0, 8);
  bytes.writeUInt16BE((((headerLength / 4) << 12) | (parts.flags ?? 0x18)) & 0xffff, 12);
  bytes.writeUInt16BE(parts.window ?? 512, 14);
  bytes.set(options, 20);
  bytes.set(payload, headerLength);
  return bytes;
}

export function udp(payload: Uint8Array, sourcePort = 5353, destinationPort = 53): Buffer {
  return Buffer.concat([u16(sourcePort), u16(destinationPort), u16(8 + payload.length), u16(0), payload]);
}

/** Frames as in a capture; those of one list are numbered from 1, a millisecond apart. */
export function frames(all: readonly Uint8Array[], linkType = 1): Frame[] {
  return all.map((bytes, index) => ({
    kind: "frame",
    number: index + 1,
    time: { seconds: 1_763_689_000, nanoseconds: index * 1_000_000 },
    linkType,
    bytes,
    originalLength: bytes.length,
  }));
}
