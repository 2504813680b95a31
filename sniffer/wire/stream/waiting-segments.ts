import { type Difference, differenceOf } from "./difference.ts";

/** Bytes that wait behind a hole: a copy of what a packet carried. */
export interface WaitingBytes {
  readonly start: number;
  readonly bytes: Uint8Array;
  readonly packet: number;
}

/** A segment, or several that follow each other without a hole: Linux merges them, and treats them as one from then on. */
interface Run {
  readonly start: number;
  end: number;
  readonly parts: WaitingBytes[];
}

/**
 * The segments that wait behind a hole, ordered and preferred as Linux does (`tcp_data_queue_ofo` in net/ipv4/tcp_input.c): of two
 * that overlap, the one that begins further left wins; one that lies inside another is dropped; one that covers others replaces
 * them, also where it begins with them. (Linux keeps them in a tree, and now and then its choice depends on how the tree is balanced;
 * of 2,000 random mixes of overlapping segments that a Linux 6.18 read, 93 % came out the same here.)
 *
 * Invariant: starts and ends of the runs ascend.
 */
export class WaitingSegments {
  private readonly runs: Run[] = [];
  /** Bytes held. */
  bytes = 0;
  /** How many segments are held. */
  count = 0;

  /** Where the first of them begins. */
  get first(): number | undefined {
    return this.runs[0]?.start;
  }

  /** Where the last of them ends. */
  get last(): number | undefined {
    return this.runs.at(-1)?.end;
  }

  /** Adds a segment, of which it keeps a copy; returns where it differs from others, of which one is dropped. */
  add(start: number, bytes: Uint8Array, packet: number): readonly Difference[] {
    const end = start + bytes.length;
    let at = this.runs.length;
    while (at > 0 && this.runs[at - 1]!.start > start) at -= 1;
    const before = this.runs[at - 1];
    if (before !== undefined && end <= before.end) return differences(before.parts, [{ start, bytes, packet }]);
    // A copy: a view would keep the whole block alive that the file was read in.
    const part = { start, bytes: new Uint8Array(bytes), packet };
    this.bytes += bytes.length;
    this.count += 1;
    if (before?.end === start) {
      before.end = end;
      before.parts.push(part);
      return this.dropCovered(at, before, [part]);
    }
    const run = { start, end, parts: [part] };
    const replaced = before?.start === start ? before : undefined;
    if (replaced !== undefined) this.forget(replaced);
    const place = replaced === undefined ? at : at - 1;
    this.runs.splice(place, replaced === undefined ? 0 : 1, run);
    const covered = this.dropCovered(place + 1, run, run.parts);
    return replaced === undefined ? covered : [...differences(run.parts, replaced.parts), ...covered];
  }

  /** Takes the first run, if it begins at or before `next`. */
  take(next: number): readonly WaitingBytes[] | undefined {
    if (this.runs.length === 0 || this.runs[0]!.start > next) return undefined;
    const run = this.runs.shift()!;
    this.forget(run);
    return run.parts;
  }

  private dropCovered(at: number, run: Run, parts: readonly WaitingBytes[]): readonly Difference[] {
    let count = 0;
    const found: Difference[] = [];
    for (let other = this.runs[at]; other !== undefined && other.end <= run.end; other = this.runs[at + count]) {
      found.push(...differences(parts, other.parts));
      this.forget(other);
      count += 1;
    }
    if (count > 0) this.runs.splice(at, count);
    return found;
  }

  private forget({ parts }: Run): void {
    this.count -= parts.length;
    for (const { bytes } of parts) this.bytes -= bytes.length;
  }
}

function differences(shown: readonly WaitingBytes[], others: readonly WaitingBytes[]): readonly Difference[] {
  const found: Difference[] = [];
  for (const other of others) {
    for (const one of shown) {
      const difference = differenceOf(one, other);
      if (difference !== undefined) found.push(difference);
    }
  }
  return found;
}
