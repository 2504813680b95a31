import { ipProtocol } from "./ip-protocols.ts";
import type { IpFragment } from "./ipv4.ts";
import { DecodeError, type Reader } from "./reader.ts";
import { registry } from "./registry.ts";
import { faults, values } from "./texts.ts";

/** An IPv6 header with its extension headers, RFC 8200 sections 3 and 4. */
export interface Ipv6Header {
  readonly version: 6;
  /** The first next-header value that is not an extension header. */
  readonly protocol: number;
  /** Where the addresses are in the frame, 16 bytes each. */
  readonly sourceAt: number;
  readonly destinationAt: number;
  readonly dataEnd: number;
  readonly fragment: IpFragment | undefined;
}

/** Most extension headers followed in one packet; real packets have up to three. */
const MAX_EXTENSION_HEADERS = 16;

/** The headers that may come before the data, by their number in "Next header". */
const extensionHeader = registry(1, {
  "Hop-by-hop options": 0x00,
  "Routing header": 0x2b,
  "Fragment header": 0x2c,
  "Authentication header": 0x33,
  "Destination options": 0x3c,
  "Mobility header": 0x87,
});

/**
 * IPv6, RFC 8200 section 3. `frameEnd` is where the frame ended on the wire.
 *
 *     +-------+---------------+---------------------------------------+
 *     |Version| Traffic class |              Flow label               |
 *     +-------+---------------+-------+---------------+---------------+
 *     |        Payload length         |  Next header  |   Hop limit   |
 *     +-------------------------------+---------------+---------------+
 *     |                   Source address, 16 bytes                    |
 *     |                 Destination address, 16 bytes                 |
 *     +---------------------------------------------------------------+
 */
export function readIpv6(reader: Reader, frameEnd: number): Ipv6Header {
  return reader.group("IPv6", () => {
    const start = reader.offset;
    const first = reader.uint32("Version, traffic class and flow label", versionText);
    if (first >>> 28 !== 6) throw new DecodeError("invalid", faults.version(first >>> 28, 6), start);
    const payloadLength = reader.uint16("Payload length");
    const next = reader.uint8("Next header", ipProtocol);
    reader.uint8("Hop limit");
    const sourceAt = reader.offset;
    readAddress(reader, "Source address");
    const destinationAt = reader.offset;
    readAddress(reader, "Destination address");
    // Length 0 means more than 65,535 bytes (jumbograms, RFC 2675; large offloaded frames). The frame's length counts.
    const dataEnd =
      payloadLength === 0 && next !== ipProtocol["IPv6 no next header"] ? frameEnd : reader.offset + payloadLength;
    const { protocol, fragment } = readExtensionHeaders(reader, next);
    return { version: 6, protocol, sourceAt, destinationAt, dataEnd, fragment };
  });
}

/**
 * The extension headers from `next` on. Stops at the data or at a fragment header. All that follows a fragment header
 * belongs to the whole packet, which only all fragments together give.
 */
export function readExtensionHeaders(
  reader: Reader,
  next: number,
): { readonly protocol: number; readonly fragment: IpFragment | undefined } {
  let protocol = next;
  for (let count = 0; extensionHeader.isKnown(protocol); count++) {
    if (count === MAX_EXTENSION_HEADERS) {
      throw new DecodeError("limit", faults.extensionHeaders(MAX_EXTENSION_HEADERS), reader.offset);
    }
    const { next: following, fragment } = readExtensionHeader(reader, protocol);
    protocol = following;
    // An atomic fragment (RFC 6946) is a whole packet.
    if (fragment !== undefined && !(fragment.offset === 0 && fragment.isLast)) return { protocol, fragment };
  }
  return { protocol, fragment: undefined };
}

interface Extension {
  readonly next: number;
  readonly fragment?: IpFragment;
}

/** RFC 8200 section 4; the length of an authentication header counts differently (RFC 4302 section 2.2). */
function readExtensionHeader(reader: Reader, type: number): Extension {
  return reader.group(extensionHeader.nameOf(type), () => {
    const next = reader.uint8("Next header", ipProtocol);
    if (type !== extensionHeader["Fragment header"]) {
      const length = reader.uint8("Header extension length");
      reader.skip(
        "Contents",
        type === extensionHeader["Authentication header"] ? (length + 2) * 4 - 2 : (length + 1) * 8 - 2,
      );
      return { next };
    }
    reader.uint8("Reserved");
    const offsetAndFlag = reader.uint16("Fragment offset and more flag");
    const identification = reader.uint32("Identification");
    return { next, fragment: { identification, offset: offsetAndFlag & 0xfff8, isLast: (offsetAndFlag & 1) === 0 } };
  });
}

function readAddress(reader: Reader, label: string): void {
  if (reader.isNoting) reader.take(label, 16, (bytes) => ipv6Text(bytes, 0));
  else reader.skip(label, 16);
}

/** The 16-byte address at `offset`, in the form of RFC 5952: `::1`. */
export function ipv6Text(bytes: Uint8Array, offset: number): string {
  const groups: number[] = [];
  for (let at = offset; at < offset + 16; at += 2) groups.push((bytes[at]! << 8) | bytes[at + 1]!);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return `::ffff:${[...bytes.subarray(offset + 12, offset + 16)].join(".")}`;
  }
  const zeros = longestZeroRun(groups);
  const text = (from: number, to: number) =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(":");
  return zeros.length < 2 ? text(0, 8) : `${text(0, zeros.start)}::${text(zeros.start + zeros.length, 8)}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  return best;
}

function versionText(value: number): string {
  return values.ipv6Start(value >>> 28, (value >>> 20) & 0xff, value & 0xfffff);
}
