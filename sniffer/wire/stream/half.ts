import { type TcpHeader, tcpFlags } from "../decode/tcp.ts";
import type { ChecksumVerdict } from "../decode/tcp-checksum.ts";
import type { DeliveredBytes } from "./delivered-bytes.ts";
import type { End } from "./end.ts";
import { Reassembler } from "./reassembler.ts";
import { StreamStart } from "./stream-start.ts";
import type { Doubt, Segment } from "./tcp-event.ts";

/** How far an acknowledgment may run ahead of what was seen: the largest window there can be (RFC 7323 section 2.3). */
export const MAX_WINDOW = 2 ** 30;

/** One direction of a connection: where its bytes begin, and what its receiver takes. */
export interface Half {
  /** The sequence number of offset 0; undefined until this end was seen. */
  base: number | undefined;
  /** The one that a SYN before the last one gave. */
  earlierBase: number | undefined;
  readonly reassembler: Reassembler;
  /** The first data, while it is not known whether they are. */
  readonly start: StreamStart;
  hasSyn: boolean;
  hasFin: boolean;
  isOver: boolean;
  window: number;
  /** Of this end's SYN: by what the windows that it gives are multiplied, if the other end agrees; 0: it has no such option. */
  windowFactor: number;
  /** The offset up to which the other end takes bytes, by the largest window it gave; -1: unknown. */
  edge: number;
  /** How many more segments are looked at for a right checksum; `judged` once there was one. */
  checksumsToTry: number;
  /** The sequence number after the last bytes that no window reaches. */
  farEnd: number | undefined;
}

/** How many segments of an end are looked at for a right checksum. Without one, its card computes them, and none is judged. */
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

/** The stream offset of a sequence number: the one nearest to the last byte seen. From here on nothing wraps. */
export function unwrap(half: Half, sequence: number): number {
  const { highest } = half.reassembler;
  return highest + ((sequence - (half.base! + highest)) | 0);
}

/** Whether no window reaches from what was seen to an offset, forwards or backwards. */
export function isFar({ reassembler }: Half, offset: number): boolean {
  const { highest, acknowledgedTo, next } = reassembler;
  return offset > Math.max(highest, acknowledgedTo) + MAX_WINDOW || offset < next - MAX_WINDOW;
}

/** Whether an acknowledgment is of what was seen; one more is its FIN. */
export function isSeen({ reassembler }: Half, offset: number): boolean {
  return offset >= 0 && offset <= reassembler.highest + 1;
}

/** What a checksum says of its sender: one that was ever right is not left to the network card. */
export function learnChecksum(half: Half, checksum: ChecksumVerdict): void {
  half.checksumsToTry = checksum === "right" ? judged : half.checksumsToTry - 1;
}

/** What speaks against it that the receiver takes a segment. */
export function doubtOf(half: Half, { tcp, checksum }: Segment, offset: number): Doubt | undefined {
  if (checksum === "wrong" && half.checksumsToTry === judged) return "wrong checksum";
  if ((tcp.flags & (tcpFlags.ACK | tcpFlags.SYN | tcpFlags.RST)) === 0) return "no ACK flag";
  // What comes in order is shown at once: captures that were made by programs often have windows that nobody kept to.
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
