import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type TcpHeader, tcpFlags } from "../decode/tcp.ts";
import { DeliveredBytes } from "./delivered-bytes.ts";
import { type Arrival, MAX_WAITING_BYTES, Reassembler } from "./reassembler.ts";
import type { RedBlackTree, TreeNode } from "./red-black-tree.ts";
import { TcpConnection } from "./tcp-connection.ts";
import type { TcpEvent } from "./tcp-event.ts";

/** The result: every byte in order (undefined if it is missing), and the gaps. */
interface Delivered {
  readonly stream: (number | undefined)[];
  readonly gaps: { readonly at: number; readonly length: number; readonly reason: string }[];
}

/** Takes what a push returned; checks its offsets. */
function collect(found: Delivered, events: readonly TcpEvent[]): void {
  for (const event of events) {
    if (event.kind !== "bytes" && event.kind !== "gap") continue;
    expect(event.offset).toBe(found.stream.length);
    if (event.kind === "bytes") found.stream.push(...event.bytes);
    else {
      const { offset, length, reason } = event;
      found.gaps.push({ at: offset, length, reason });
      for (let missing = 0; missing < length; missing++) found.stream.push(undefined);
    }
  }
}

function nothing(): Delivered {
  return { stream: [], gaps: [] };
}

/** Pushes a piece as its own packet; returns its place in the stream. */
function push(reassembler: Reassembler, found: Delivered, piece: Piece, packet: number): Arrival {
  const bytes = Uint8Array.from(piece.bytes);
  const arrival = reassembler.arrivalOf(piece.offset, bytes.length + piece.missing);
  collect(found, reassembler.push(piece.offset, bytes, piece.missing, packet));
  // Waiting bytes must be a copy: they must not keep the block of the file in memory.
  bytes.fill(0xee);
  return arrival;
}

interface Piece {
  readonly offset: number;
  readonly bytes: readonly number[];
  readonly missing: number;
}

/**
 * A slow and simple twin, byte by byte, for segments that agree where they overlap (linux-answers.test.ts tests the
 * others). Bytes cut from the end of a segment that arrives in order are a gap at once, as far as no segment that waits
 * brought them.
 */
class SlowTwin {
  readonly out: (number | undefined)[] = [];
  private readonly waiting: { start: number; bytes: readonly number[] }[] = [];

  push({ offset, bytes, missing }: Piece): Arrival {
    const end = offset + bytes.length + missing;
    if (end === offset) return "empty";
    if (end <= this.out.length) return "old";
    if (offset > this.out.length) {
      if (bytes.length > 0) this.waiting.push({ start: offset, bytes });
      return "early";
    }
    this.out.push(...bytes.slice(this.out.length - offset));
    this.deliver();
    while (missing > 0 && this.out.length < end) {
      this.out.push(undefined);
      this.deliver();
    }
    return "next";
  }

  /** Holes before known bytes are gaps; so are acknowledged bytes that never came. */
  end(acknowledged = 0): void {
    const last = Math.max(acknowledged, this.seen);
    while (this.out.length < last) {
      this.out.push(undefined);
      this.deliver();
    }
  }

  /** The offset after the last byte seen. */
  get seen(): number {
    return Math.max(this.out.length, ...this.waiting.map(({ start, bytes }) => start + bytes.length));
  }

  private deliver(): void {
    const next = this.out.length;
    const ready = this.waiting.find(({ start, bytes }) => start <= next && start + bytes.length > next);
    if (ready === undefined) return;
    this.out.push(ready.bytes[next - ready.start]);
    this.deliver();
  }
}

const cut = fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 9 }) });
const pieces = fc.array(
  fc
    .record({ offset: fc.nat({ max: 60 }), length: fc.nat({ max: 20 }), missing: cut })
    .map(({ offset, length, missing }) => ({ offset, missing, bytes: Array.from({ length }, (_, at) => offset + at) })),
  { maxLength: 40 },
);

describe("the reassembler and its slow twin", () => {
  test("deliver the same of any segments: reordered, doubled, overlapping, cut, with holes", () => {
    fc.assert(
      fc.property(pieces, (all) => {
        const found = nothing();
        const reassembler = new Reassembler(0, new DeliveredBytes());
        const twin = new SlowTwin();
        for (const [packet, piece] of all.entries()) {
          expect(push(reassembler, found, piece, packet)).toBe(twin.push(piece));
          expectInvariant(reassembler);
          expect(found.stream).toEqual(twin.out);
        }
        collect(found, reassembler.finish());
        twin.end();
        expect(reassembler.pendingBytes).toBe(0);
        expect(found.stream).toEqual(twin.out);
        expect(found.gaps.every(({ length }) => length > 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("agree on what was acknowledged and never came", () => {
    fc.assert(
      fc.property(pieces, fc.nat({ max: 90 }), (all, acknowledged) => {
        const found = nothing();
        const reassembler = new Reassembler(0, new DeliveredBytes());
        const twin = new SlowTwin();
        for (const [packet, piece] of all.entries()) {
          push(reassembler, found, piece, packet);
          twin.push(piece);
        }
        collect(found, reassembler.acknowledge(acknowledged, 1, 0));
        collect(found, reassembler.finish());
        const { seen } = twin;
        // One more than the seen bytes is the FIN.
        twin.end(acknowledged === seen + 1 ? seen : acknowledged);
        expect(found.stream).toEqual(twin.out);
      }),
      { numRuns: 1000 },
    );
  });

  test("agree on a whole stream, however it is cut, doubled and shuffled, and wherever its sequence numbers begin", () => {
    const stream = fc.uint8Array({ minLength: 1, maxLength: 200 });
    const firstSequence = fc.oneof(fc.nat({ max: 0xffffffff }), fc.integer({ min: -220, max: 20 }));
    fc.assert(
      fc.property(
        stream,
        fc.array(fc.nat({ max: 200 })),
        firstSequence,
        fc.func(fc.nat()),
        (bytes, cuts, first, order) => {
          const ends = [...new Set([0, ...cuts.filter((cut) => cut < bytes.length), bytes.length])].sort(
            (a, b) => a - b,
          );
          const segments = ends.slice(1).map((end, index) => ({ start: ends[index]!, end }));
          const doubled = [...segments, ...segments.filter(({ start }) => order(start) % 3 === 0)];
          const shuffled = doubled
            .map((segment, index) => ({ segment, rank: order(index) }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ segment }) => segment);
          const found = connectionOf(first, (take) => {
            for (const { start, end } of shuffled) take(first + start, bytes.subarray(start, end));
          });
          expect(found.stream).toEqual([...bytes]);
          expect(found.gaps).toEqual([]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

test("sequence numbers that wrap around twice lose no byte", () => {
  const megabyte = new Uint8Array(1 << 20).map((_, at) => at * 7);
  const count = 8192 + 5;
  let delivered = 0;
  const connection = new TcpConnection(header(0xffffff00, tcpFlags.SYN), new DeliveredBytes());
  const take = (sequence: number, flags: number, data: Uint8Array) => {
    for (const event of connection.push(0, {
      tcp: header(sequence, flags),
      data,
      missing: 0,
      packet: 1,
      time: 0,
      checksum: "unknown",
    })) {
      if (event.kind === "gap") expect.fail(`a gap of ${event.length} bytes`);
      if (event.kind === "bytes") delivered += event.bytes.length;
    }
  };
  take(0xffffff00, tcpFlags.SYN, new Uint8Array(0));
  for (let number = 0; number < count; number++) take(0xffffff01 + number * megabyte.length, tcpFlags.ACK, megabyte);
  expect(delivered).toBe(count * megabyte.length);
});

test("behind a hole waits no more than the bound: the hole is given up", () => {
  const found = { bytes: 0, gaps: [] as number[] };
  const reassembler = new Reassembler(0, new DeliveredBytes());
  const segment = new Uint8Array(60_000);
  for (let number = 0; number < 100; number++) {
    for (const event of reassembler.push(10 + number * segment.length, segment, 0, number)) {
      if (event.kind === "bytes") found.bytes += event.bytes.length;
      else if (event.kind === "gap") found.gaps.push(event.length);
    }
    expect(reassembler.pendingBytes).toBeLessThanOrEqual(MAX_WAITING_BYTES);
  }
  expect(found).toEqual({ bytes: 100 * segment.length, gaps: [10] });
});

test("a hole that was acknowledged is given up when enough packets or a second have passed, and not before", () => {
  const give = (packets: number, seconds: number) => {
    const found = nothing();
    const reassembler = new Reassembler(0, new DeliveredBytes());
    push(reassembler, found, { offset: 4, bytes: [1], missing: 0 }, 1);
    collect(found, reassembler.acknowledge(5, 1, 0));
    collect(found, reassembler.acknowledge(5, 1 + packets, seconds));
    return found.gaps.map(({ length }) => length);
  };
  expect([give(16, 1), give(17, 0), give(1, 1.5)]).toEqual([[], [4], [4]]);
});

/** The invariants in the comments of the reassembler, of its waiting segments and of its tree. */
function expectInvariant(reassembler: Reassembler): void {
  const { waiting } = reassembler as unknown as { waiting: { runs: RedBlackTree<Run>; count: number } };
  expectBalanced(waiting.runs.root);
  const parts = [];
  let start = reassembler.next;
  for (let node = waiting.runs.outermost(0); node !== undefined; node = waiting.runs.next(node)) {
    const run = node.item;
    expect(run.start).toBeGreaterThan(start);
    expect(run.parts[0]!.start).toBe(run.start);
    expect(run.parts.reduce((sum, { bytes }) => sum + bytes.length, run.start)).toBe(run.end);
    start = run.start;
    parts.push(...run.parts);
  }
  expect(waiting.count).toBe(parts.length);
  expect(reassembler.pendingBytes).toBe(parts.reduce((sum, { bytes }) => sum + bytes.length, 0));
}

/** How many black nodes there are on each way down. */
function expectBalanced(node: TreeNode<Run> | undefined): number {
  if (node === undefined) return 0;
  const [smaller, larger] = node.children.map((child) => {
    if (child !== undefined) expect(child.parent).toBe(node);
    expect(node.isRed && child?.isRed).not.toBe(true);
    return expectBalanced(child);
  });
  expect(smaller).toBe(larger);
  return smaller! + (node.isRed ? 0 : 1);
}

interface Run {
  readonly start: number;
  readonly end: number;
  readonly parts: readonly { readonly start: number; readonly bytes: Uint8Array }[];
}

type Take = (sequence: number, data: Uint8Array) => void;

/** What a connection delivers of its client's stream, if the first byte has this sequence number. */
function connectionOf(firstSequence: number, send: (take: Take) => void): Delivered {
  const found = nothing();
  const syn = header(firstSequence - 1, tcpFlags.SYN);
  const connection = new TcpConnection(syn, new DeliveredBytes());
  let packet = 0;
  const take = (tcp: TcpHeader, data: Uint8Array) =>
    collect(found, connection.push(0, { tcp, data, missing: 0, packet: ++packet, time: 0, checksum: "unknown" }));
  take(syn, new Uint8Array(0));
  send((sequence, data) => take(header(sequence, tcpFlags.ACK), data));
  collect(found, connection.end());
  return found;
}

function header(sequence: number, flags: number): TcpHeader {
  return {
    sourcePort: 40000,
    destinationPort: 12345,
    sequence: sequence >>> 0,
    acknowledgment: 0,
    flags,
    window: 512,
    optionsLength: 0,
    windowScale: undefined,
  };
}
