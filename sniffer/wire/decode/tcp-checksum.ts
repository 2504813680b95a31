import { ipProtocol } from "./ip-protocols.ts";
import type { Packet } from "./packet.ts";

/**
 * The verdict on a TCP checksum: "right" · "wrong" · "not computed": left to the network card, as on loopback ·
 * "unknown": the segment was not captured whole.
 */
export type ChecksumVerdict = "right" | "wrong" | "not computed" | "unknown";

/** Offset of the checksum field in the TCP header. */
const checksumAt = 16;

/**
 * Checks the checksum of a segment (RFC 9293 section 3.1) and of its IPv4 header (RFC 791 section 3.1). A receiver
 * drops the packet if either is wrong. The segment's sum covers a pseudo header (addresses, protocol, length) and the
 * segment. `header` holds the IP header, `bytes` the segment. They differ if the packet was built from fragments.
 */
export function judgeChecksum(
  { ip, tcp, dataStart, dataEnd }: Packet,
  header: Uint8Array,
  bytes: Uint8Array,
): ChecksumVerdict {
  const start = dataStart - 20 - tcp!.optionsLength;
  const length = dataEnd - start;
  if (dataEnd > bytes.length || length < 20) return "unknown";
  const addresses =
    ip!.version === 4
      ? (ip!.source >>> 16) + (ip!.source & 0xffff) + (ip!.destination >>> 16) + (ip!.destination & 0xffff)
      : sumOf(header, ip!.sourceAt, ip!.destinationAt + 16);
  const pseudo = addresses + ipProtocol.TCP + length;
  const field = (bytes[start + checksumAt]! << 8) | bytes[start + checksumAt + 1]!;
  // A sender that leaves the sum to the card writes the pseudo header's sum (Linux; others without the length), or
  // zero.
  const isLeftToCard = field === 0 || field === folded(pseudo) || field === folded(pseudo - length);
  if (isLeftToCard) return "not computed";
  if (ip!.version === 4 && isHeaderWrong(header, ip!.headerAt)) return "wrong";
  return folded(pseudo + sumOf(bytes, start, dataEnd)) === 0xffff ? "right" : "wrong";
}

/** Whether the checksum of an IPv4 header is wrong. 0 means that it is left to the card. */
function isHeaderWrong(frame: Uint8Array, start: number): boolean {
  const length = (frame[start]! & 0x0f) * 4;
  const isLeftToCard = frame[start + 10] === 0 && frame[start + 11] === 0;
  return !isLeftToCard && folded(sumOf(frame, start, start + length)) !== 0xffff;
}

/** The sum of 16-bit words; an odd last byte counts as if a zero followed (RFC 1071). */
function sumOf(bytes: Uint8Array, start: number, end: number): number {
  let sum = 0;
  const even = end - ((end - start) & 1);
  for (let at = start; at < even; at += 2) sum += (bytes[at]! << 8) | bytes[at + 1]!;
  return even === end ? sum : sum + (bytes[even]! << 8);
}

/** Adds the carries until the sum has 16 bits. */
function folded(sum: number): number {
  let rest = sum;
  while (rest > 0xffff) rest = (rest % 0x10000) + Math.floor(rest / 0x10000);
  return rest;
}
