import type { IpFragment } from "../decode/ipv4.ts";

/** Most packets put together at a time, and the largest (65,535 is the limit of IP itself). */
export const MAX_FRAGMENTED_PACKETS = 256;
const MAX_PACKET_BYTES = 65_535;
/** Most pieces of one packet; real ones have some fifty. */
const MAX_PIECES = 2048;
/** Most bytes of all pieces together. */
export const MAX_FRAGMENT_BYTES = 8 * 1024 * 1024;

interface Piece {
  readonly start: number;
  readonly bytes: Uint8Array;
}

interface Assembly {
  readonly pieces: Piece[];
  bytes: number;
  /** The packet's length, known once the last fragment has come. */
  length: number | undefined;
}

/**
 * Puts fragmented IP packets together, RFC 791 section 3.2 and RFC 8200 section 4.5. Overlaps are taken as Linux takes them: a
 * fragment that is there already is ignored, and one that overlaps in part, or lies beyond the end, costs the whole packet.
 * Bounded: the oldest unfinished packet is dropped.
 */
export class IpFragments {
  private readonly assemblies = new Map<string, Assembly>();
  private bytes = 0;

  /** Bytes held of packets that are not whole. */
  get held(): number {
    return this.bytes;
  }

  /** Adds a fragment of the packet that `key` tells apart; returns the whole packet's data when it is complete, or what is wrong. */
  add(key: string, fragment: IpFragment, bytes: Uint8Array): Uint8Array | "incomplete" | { problem: string } {
    const end = fragment.offset + bytes.length;
    if (end > MAX_PACKET_BYTES) return { problem: `a fragment reaches to byte ${end}, beyond 65,535` };
    let assembly = this.assemblies.get(key);
    let problem: string | undefined;
    if (assembly === undefined) {
      assembly = { pieces: [], bytes: 0, length: undefined };
      this.assemblies.set(key, assembly);
      if (this.assemblies.size > MAX_FRAGMENTED_PACKETS) {
        problem = `more than ${MAX_FRAGMENTED_PACKETS} fragmented packets at a time: the oldest was dropped`;
        this.letGoOldest();
      }
    }
    const clash = clashOf(assembly, fragment, bytes);
    if (clash === "refused") {
      this.forget(key, assembly);
      return { problem: "fragments overlap in part, or lie beyond the end: the receiver drops the packet" };
    }
    if (clash === "other bytes") problem = "a fragment was sent again with other bytes: the first copy counts";
    if (fragment.isLast) assembly.length = end;
    if (clash === undefined && bytes.length > 0) {
      if (assembly.pieces.length === MAX_PIECES) {
        this.forget(key, assembly);
        return { problem: `more than ${MAX_PIECES} fragments of one packet: it was dropped` };
      }
      assembly.bytes += bytes.length;
      assembly.pieces.push({ start: fragment.offset, bytes: new Uint8Array(bytes) });
      this.bytes += bytes.length;
    }
    const whole = wholeOf(assembly);
    if (whole !== undefined) this.forget(key, assembly);
    if (this.bytes > MAX_FRAGMENT_BYTES) {
      problem = "too many bytes of unfinished packets: the oldest was dropped";
      this.letGoOldest();
    }
    return whole ?? (problem === undefined ? "incomplete" : { problem });
  }

  /** The capture is over: forgets the packets that still wait for a piece; returns how many. */
  end(): number {
    const unfinished = this.assemblies.size;
    for (const [key, assembly] of this.assemblies) this.forget(key, assembly);
    return unfinished;
  }

  private letGoOldest(): void {
    const [key, assembly] = this.assemblies.entries().next().value!;
    this.forget(key, assembly);
  }

  private forget(key: string, assembly: Assembly): void {
    this.assemblies.delete(key);
    for (const { bytes } of assembly.pieces) this.bytes -= bytes.length;
  }
}

/** What a fragment is to those that are there: "known" already, known with "other bytes", "refused", or undefined where it is new. */
function clashOf(
  { pieces, length }: Assembly,
  { offset, isLast }: IpFragment,
  bytes: Uint8Array,
): "known" | "other bytes" | "refused" | undefined {
  const end = offset + bytes.length;
  const furthest = Math.max(0, ...pieces.map((piece) => piece.start + piece.bytes.length));
  if (length !== undefined ? end > length || (isLast && end !== length) : isLast && end < furthest) return "refused";
  let covered = 0;
  let isSame = true;
  for (const piece of pieces) {
    const from = Math.max(offset, piece.start);
    const to = Math.min(end, piece.start + piece.bytes.length);
    if (from >= to) continue;
    covered += to - from;
    const first = piece.bytes.subarray(from - piece.start, to - piece.start);
    isSame &&= Buffer.compare(first, bytes.subarray(from - offset, to - offset)) === 0;
  }
  if (covered === 0) return undefined;
  if (covered < bytes.length) return "refused";
  return isSame ? "known" : "other bytes";
}

/** The pieces put together; undefined while some are missing. They do not overlap, and none lies beyond the end. */
function wholeOf({ pieces, bytes, length }: Assembly): Uint8Array | undefined {
  if (bytes !== length) return undefined;
  const whole = new Uint8Array(length);
  for (const piece of pieces) whole.set(piece.bytes, piece.start);
  return whole;
}
