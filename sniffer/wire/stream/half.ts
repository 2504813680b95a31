import { type TcpHeader, tcpFlags } from "../decode/tcp.ts";
import type { ChecksumVerdict } from "../decode/tcp-checksum.ts";
import type { DeliveredBytes } from "./delivered-bytes.ts";
import type { End } from "./end.ts";
import { Reassembler } from "./reassembler.ts";
import { StreamStart } from "./stream-start.ts";
import type { Doubt, Segment } from "./tcp-event.ts";

/**
 * How far an acknowledgment may be ahead of the bytes that were seen: the largest possible window (RFC 7323 section
 * 2.3).
 */
export const MAX_WINDOW = 2 ** 30;

/** One direction of a connection: where its bytes begin, and what its receiver accepts. */
export interface Half {
  /** The sequence number of offset 0; undefined until this end was seen. */
  base: number | undefined;
  /** The same from the SYN before the last one. */
  earlierBase: number | undefined;
  readonly reassembler: Reassembler;
  /** The first data, until the start of the stream is known. */
  readonly start: StreamStart;
  hasSyn: boolean;
  hasFin: boolean;
  isOver: boolean;
  window: number;
  /** From this end's SYN: the factor for its windows, if the other end agrees; 0 without that option. */
  windowFactor: number;
  /** The other end accepts bytes up to this offset, by the largest window that it gave; -1: unknown. */
  edge: number;
  /** How many more segments are searched for a right checksum; `judged` after the first one. */
  checksumsToTry: number;
  /** The sequence number after the last bytes that are far outside every window. */
  farEnd: number | undefined;
}

/**
 * How many segments of an end are searched for a right checksum. Without one, its network card computes the checksums,
 * and none is judged.
 */
const MAX_CHECKSUMS_TRIED = 4;
export const judged = -1;

export function newHalf(end: End, delivered: DeliveredBytes): Half {
  return {
    base: undefined,
    earlierBase: undefined,
    reassembler: new Reassembler(end, delivered),
    start: new StreamStart(),
    hasSyn: false,
    hasFin: false,
    isOver: false,
    window: 1,
    windowFactor: 0,
    edge: -1,
    checksumsToTry: MAX_CHECKSUMS_TRIED,
    farEnd: undefined,
  };
}

/** The number of the first byte of data. */
export function sequenceOf({ flags, sequence }: TcpHeader): number {
  return flags & tcpFlags.SYN ? (sequence + 1) >>> 0 : sequence;
}

/** The stream offset of a sequence number: the one nearest to the last byte seen. Offsets never wrap. */
export function unwrap(half: Half, sequence: number): number {
  const { highest } = half.reassembler;
  return highest + ((sequence - (half.base! + highest)) | 0);
}

/** Whether an offset is further from the seen bytes than any window, forwards or backwards. */
export function isFar({ reassembler }: Half, offset: number): boolean {
  const { highest, acknowledgedTo, next } = reassembler;
  return offset > Math.max(highest, acknowledgedTo) + MAX_WINDOW || offset < next - MAX_WINDOW;
}

/** Whether an acknowledgment is for bytes that were seen. One more is the FIN. */
export function isSeen({ reassembler }: Half, offset: number): boolean {
  return offset >= 0 && offset <= reassembler.highest + 1;
}

/** Learns from a checksum. If one was right, this sender's checksums are not left to the network card. */
export function learnChecksum(half: Half, checksum: ChecksumVerdict): void {
  half.checksumsToTry = checksum === "right" ? judged : half.checksumsToTry - 1;
}

/** A reason why the receiver may drop a segment, or undefined. */
export function doubtOf(half: Half, { tcp, checksum }: Segment, offset: number): Doubt | undefined {
  if (checksum === "wrong" && half.checksumsToTry === judged) return "wrong checksum";
  if ((tcp.flags & (tcpFlags.ACK | tcpFlags.SYN | tcpFlags.RST)) === 0) return "no ACK flag";
  // Bytes in order are shown at once: in captures made by programs, many windows are wrong.
  const isBeyond = half.edge >= 0 && offset >= half.edge && offset > half.reassembler.next;
  return isBeyond ? "outside the window" : undefined;
}

/** The sender of `half` gives its other end a window from `offset` on. */
export function widen(half: Half, other: Half, { flags, window }: TcpHeader, offset: number): void {
  if (!half.hasSyn || !other.hasSyn) return;
  const isScaled = (flags & tcpFlags.SYN) === 0 && half.windowFactor > 0 && other.windowFactor > 0;
  const edge = offset + (isScaled ? window * half.windowFactor : window);
  if (edge > other.edge) other.edge = edge;
}
