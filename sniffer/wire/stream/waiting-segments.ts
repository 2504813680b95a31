import { type Difference, differenceOf } from "./difference.ts";
import { RedBlackTree, type TreeNode } from "./red-black-tree.ts";

/** Bytes that wait behind a hole: a copy of a packet's data. */
export interface WaitingBytes {
  readonly start: number;
  readonly bytes: Uint8Array;
  readonly packet: number;
}

/** One segment, or several without a hole between them: Linux merges them and treats them as one. */
interface Run {
  readonly start: number;
  end: number;
  readonly parts: WaitingBytes[];
}

/**
 * The segments that wait behind a hole. Order and choice are the same as in Linux (`tcp_data_queue_ofo` in
 * net/ipv4/tcp_input.c, 6.18). A segment that continues another is merged with it. A segment inside another is dropped.
 * A segment that covers others replaces them, also if they begin at the same byte. If two overlap in part, both stay,
 * and the one that begins first is read. Only the runs that the tree search passes are compared; so the tree must have
 * the shape of Linux's. docs/capturing.md says how often a real Linux read the same. Invariant: the starts of the runs
 * ascend. Their ends may not: a run that was continued may cover others.
 */
export class WaitingSegments {
  private readonly runs = new RedBlackTree<Run>();
  private furthest = 0;
  bytes = 0;
  /** How many segments wait. */
  count = 0;

  /** Where the first run begins. */
  get first(): number | undefined {
    return this.runs.outermost(0)?.item.start;
  }

  /** Where the furthest run ends. */
  get last(): number | undefined {
    return this.count === 0 ? undefined : this.furthest;
  }

  /** Adds a copy of a segment. Returns where it differs from others, if one of them is dropped. */
  add(start: number, bytes: Uint8Array, packet: number): readonly Difference[] {
    const end = start + bytes.length;
    // A copy, because a view would keep the whole block of the file in memory.
    const part = { start, bytes: new Uint8Array(bytes), packet };
    const last = this.runs.outermost(1);
    if (last?.item.end === start) return this.merge(last.item, part);
    let parent = last;
    let side: 0 | 1 = 1;
    for (let at = last !== undefined && start > last.item.end ? undefined : this.runs.root; at !== undefined; ) {
      const run = at.item;
      parent = at;
      side = start < run.start ? 0 : 1;
      if (side === 1 && run.end === start) return this.merge(run, part);
      if (side === 1 && end <= run.end) return differences(run.parts, [part]);
      if (start === run.start) return this.replace(at, part);
      at = at.children[side];
    }
    this.hold(part);
    return this.dropCovered(this.runs.add({ start, end, parts: [part] }, parent, side));
  }

  /** Takes the first run, if it begins at or before `next`. */
  take(next: number): readonly WaitingBytes[] | undefined {
    const node = this.runs.outermost(0);
    return node === undefined || node.item.start > next ? undefined : this.remove(node);
  }

  private merge(run: Run, part: WaitingBytes): readonly Difference[] {
    this.hold(part);
    run.end += part.bytes.length;
    run.parts.push(part);
    return [];
  }

  private replace(node: TreeNode<Run>, part: WaitingBytes): readonly Difference[] {
    const { parts } = node.item;
    this.hold(part);
    this.forget(parts);
    node.item = { start: part.start, end: part.start + part.bytes.length, parts: [part] };
    return [...differences([part], parts), ...this.dropCovered(node)];
  }

  private dropCovered(node: TreeNode<Run>): readonly Difference[] {
    const { end, parts } = node.item;
    const found: Difference[] = [];
    for (let next = this.runs.next(node); next !== undefined && next.item.end <= end; next = this.runs.next(node)) {
      found.push(...differences(parts, this.remove(next)));
    }
    return found;
  }

  private remove(node: TreeNode<Run>): readonly WaitingBytes[] {
    const { parts } = node.item;
    this.runs.remove(node);
    this.forget(parts);
    return parts;
  }

  private hold({ start, bytes }: WaitingBytes): void {
    this.furthest = this.count === 0 ? start + bytes.length : Math.max(this.furthest, start + bytes.length);
    this.bytes += bytes.length;
    this.count += 1;
  }

  private forget(parts: readonly WaitingBytes[]): void {
    this.count -= parts.length;
    for (const { bytes } of parts) this.bytes -= bytes.length;
  }
}

/** Where `others` differ from the parts that are shown. The parts follow each other. */
function differences(shown: readonly WaitingBytes[], others: readonly WaitingBytes[]): readonly Difference[] {
  const found: Difference[] = [];
  for (const other of others) {
    const end = other.start + other.bytes.length;
    for (let at = partAt(shown, other.start); at < shown.length && shown[at]!.start < end; at++) {
      const difference = differenceOf(shown[at]!, other);
      if (difference !== undefined) found.push(difference);
    }
  }
  return found;
}

/** The last part that begins at or before `offset`, or else the first part. */
function partAt(parts: readonly WaitingBytes[], offset: number): number {
  let [low, high] = [0, parts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (parts[middle]!.start <= offset) low = middle;
    else high = middle;
  }
  return low;
}
