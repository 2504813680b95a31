import type { IpFragment } from "../decode/ipv4.ts";
import { type Difference, differenceOf, type Version } from "./difference.ts";

/** Most packets put together at a time, and the largest (65,535 is the limit of IP itself). */
export const MAX_FRAGMENTED_PACKETS = 256;
export const MAX_PACKET_BYTES = 65_535;
/** Most pieces of one packet; real ones have some fifty. */
export const MAX_PIECES = 2048;
/** Most bytes of all pieces together. */
export const MAX_FRAGMENT_BYTES = 8 * 1024 * 1024;

/** Why a fragment, or a packet with all its fragments, is dropped. */
export type FragmentProblem =
  | { readonly code: "beyond-ip"; readonly end: number }
  /** Fragments overlap in part, or lie beyond the end. */
  | { readonly code: "overlap" }
  | { readonly code: "too-many-pieces" | "too-many-packets" | "too-many-bytes" };

/** The result of one fragment: the data of the whole packet, once it is complete. */
export interface FragmentResult {
  readonly whole?: Uint8Array;
  readonly problem?: FragmentProblem;
  /** The fragment was sent again with different bytes; the first copy counts. */
  readonly conflict?: Difference;
}

interface Piece extends Version {
  readonly start: number;
}

interface Assembly {
  readonly pieces: Piece[];
  bytes: number;
  /** The packet's length, known after the last fragment. */
  length: number | undefined;
}

/**
 * Puts fragmented IP packets together, RFC 791 section 3.2 and RFC 8200 section 4.5. Overlaps are handled as in Linux.
 * A fragment that is already there is ignored. One that overlaps in part, or lies beyond the end, costs the whole
 * packet. Bounded: the oldest unfinished packet is dropped.
 */
export class IpFragments {
  private readonly assemblies = new Map<string, Assembly>();
  private bytes = 0;

  /** Bytes of packets that are not whole yet. */
  get pendingBytes(): number {
    return this.bytes;
  }

  /** Adds a fragment from packet number `packet`. `key` is the same for all fragments of one packet. */
  add(key: string, fragment: IpFragment, bytes: Uint8Array, packet: number): FragmentResult {
    const end = fragment.offset + bytes.length;
    if (end > MAX_PACKET_BYTES) return { problem: { code: "beyond-ip", end } };
    const known = this.assemblies.get(key);
    const assembly = known ?? { pieces: [], bytes: 0, length: undefined };
    const piece = { start: fragment.offset, bytes, packet };
    const overlap = overlapOf(assembly, piece, fragment.isLast);
    if (overlap === "refused") return this.drop(key, assembly, { code: "overlap" });
    if (fragment.isLast) assembly.length = end;
    if (overlap === undefined && bytes.length > 0) {
      if (assembly.pieces.length === MAX_PIECES) return this.drop(key, assembly, { code: "too-many-pieces" });
      assembly.bytes += bytes.length;
      assembly.pieces.push({ ...piece, bytes: new Uint8Array(bytes) });
      this.bytes += bytes.length;
    }
    if (known === undefined) this.assemblies.set(key, assembly);
    const conflict = overlap === "known" ? firstDifference(assembly, piece) : undefined;
    const whole = wholeOf(assembly);
    if (whole !== undefined) this.forget(key, assembly);
    const problem = this.relieve();
    return { ...(whole && { whole }), ...(conflict && { conflict }), ...(problem && { problem }) };
  }

  /** The capture is over: forgets the unfinished packets and returns their number. */
  end(): number {
    const unfinished = this.assemblies.size;
    for (const [key, assembly] of this.assemblies) this.forget(key, assembly);
    return unfinished;
  }

  private drop(key: string, assembly: Assembly, problem: FragmentProblem): FragmentResult {
    if (this.assemblies.has(key)) this.forget(key, assembly);
    return { problem };
  }

  /** Drops the oldest packet if there are too many packets or too many bytes. */
  private relieve(): FragmentProblem | undefined {
    const isFull = this.assemblies.size > MAX_FRAGMENTED_PACKETS;
    if (!isFull && this.bytes <= MAX_FRAGMENT_BYTES) return undefined;
    const [key, assembly] = this.assemblies.entries().next().value!;
    this.forget(key, assembly);
    return { code: isFull ? "too-many-packets" : "too-many-bytes" };
  }

  private forget(key: string, assembly: Assembly): void {
    this.assemblies.delete(key);
    for (const { bytes } of assembly.pieces) this.bytes -= bytes.length;
  }
}

/** Compares a fragment with those that are there: "known" already, "refused", or undefined for a new one. */
function overlapOf(
  { pieces, length }: Assembly,
  { start, bytes }: Piece,
  isLast: boolean,
): "known" | "refused" | undefined {
  const end = start + bytes.length;
  const furthest = Math.max(0, ...pieces.map((piece) => piece.start + piece.bytes.length));
  if (length !== undefined ? end > length || (isLast && end !== length) : isLast && end < furthest) return "refused";
  let covered = 0;
  for (const piece of pieces) {
    covered += Math.max(0, Math.min(end, piece.start + piece.bytes.length) - Math.max(start, piece.start));
  }
  if (covered === 0) return undefined;
  return covered < bytes.length ? "refused" : "known";
}

/** Where a fragment that was sent again differs from the first copies. */
function firstDifference({ pieces }: Assembly, again: Piece): Difference | undefined {
  for (const piece of pieces) {
    const difference = differenceOf(piece, again);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** The pieces put together; undefined while some are missing. Pieces do not overlap, and none lies beyond the end. */
function wholeOf({ pieces, bytes, length }: Assembly): Uint8Array | undefined {
  if (bytes !== length) return undefined;
  const whole = new Uint8Array(length);
  for (const piece of pieces) whole.set(piece.bytes, piece.start);
  return whole;
}
