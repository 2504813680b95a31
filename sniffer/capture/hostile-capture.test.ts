import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { digestOf, framesOf, problemsOf, readChunks } from "../../testing/sniffer/capture-items.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { pcapngWriter } from "../../testing/sniffer/pcapng-blocks.ts";
import type { CaptureItem } from "./frame.ts";

const little = pcapngWriter(true);

/** About this many places of each fixture are tried: the time grows with the square of its length. */
const mostSplits = 1500;

const fixtures = readdirSync(fixturesFolder)
  .filter((name) => /\.pcap(ng)?(\.gz)?$/.test(name))
  .map((name) => ({ name, bytes: readFileSync(join(fixturesFolder, name)) }));

test.each(fixtures)("$name says the same in one piece, in any two pieces and byte by byte", async ({ bytes }) => {
  const whole = digestOf(await readChunks([bytes]));
  expect(digestOf(await readChunks(Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))))).toBe(whole);
  // Odd, so that it reaches every place in the four-byte words of captures.
  const step = Math.floor(bytes.length / mostSplits) | 1;
  for (let at = 0; at <= bytes.length; at += step) {
    expect(digestOf(await readChunks([bytes.subarray(0, at), bytes.subarray(at)])), `split at ${at}`).toBe(whole);
  }
});

describe("a pcap file", () => {
  test.each([
    ["an unknown version", pcap({ version: [3, 0] }), "pcap version 3.0 is not supported"],
    ["a version that is not there yet", pcap({ version: [2, 5] }), "pcap version 2.5 is not supported"],
    ["a million empty packets", pcap({}, [Buffer.alloc(16_000_000)]), "more than 1,000 packets in a row"],
    ["a frame of 4 GB", pcap({}, [record({ captured: 0xffffffff })]), "4,294,967,295 bytes"],
    ["a frame over the bound, all there", pcap({}, [record({}, 262145)]), "262,145 bytes"],
    ["a huge snap length", pcap({ snapLength: 0xffffffff }, [record({}, 4194305)]), "4,194,305 bytes"],
    ["patched packet headers", pcap({ magic: 0xa1b2cd34 }), "a variant of pcap with other packet headers"],
    ["gzip in gzip", Buffer.from("1f8b080000000000000393ef", "hex"), "ends too early"],
  ])("with %s is refused with a sentence", async (_, bytes, message) => {
    expect(messages(await readChunks([bytes]))).toEqual([expect.stringContaining(message)]);
  });

  test.each<[string, readonly [number, number], readonly [number, number][], readonly number[]]>([
    ["2.0", [2, 0], [[90, 60]], [60]],
    [
      "2.2",
      [2, 2],
      [
        [90, 60],
        [60, 60],
      ],
      [60, 60],
    ],
    [
      "2.3",
      [2, 3],
      [
        [90, 60],
        [60, 90],
        [60, 60],
      ],
      [60, 60, 60],
    ],
  ])("of version %s may have the lengths of a packet in the other order", async (_, version, lengths, captured) => {
    const records = lengths.map(([first, second]) => {
      const bytes = record({ captured: first }, Math.min(first, second));
      bytes.writeUInt32LE(second, 12);
      return bytes;
    });
    const items = await readChunks([pcap({ version }, records)]);
    expect(messages(items)).toEqual([]);
    expect(framesOf(items).map(({ bytes }) => bytes.length)).toEqual(captured);
    expect(framesOf(items).map(({ originalLength }) => originalLength)).toEqual(lengths.map((two) => Math.max(...two)));
  });

  test("keeps what comes before a damaged packet and nothing after it", async () => {
    const items = await readChunks([pcap({}, [record({}, 60), record({ captured: 1e9 }, 60), record({}, 60)])]);
    expect(framesOf(items).map((frame) => frame.number)).toEqual([1]);
    expect(messages(items)).toEqual([expect.stringContaining("packet 2 says")]);
  });

  test("may hold larger frames where its snap length says so", async () => {
    const items = await readChunks([pcap({ snapLength: 1_000_000 }, [record({}, 500_000)])]);
    expect(framesOf(items).map((frame) => frame.bytes.length)).toEqual([500_000]);
  });

  test("carries fractions of a whole second and more over into the seconds", async () => {
    const items = await readChunks([pcap({}, [record({ seconds: 5, fraction: 2_000_007 })])]);
    expect(framesOf(items).map((frame) => frame.time)).toEqual([{ seconds: 7, nanoseconds: 7000 }]);
  });

  test("that arrives byte by byte in large frames takes time in proportion to its length", async () => {
    const bytes = pcap({}, [record({}, 262_144), record({}, 1)]);
    const items = await readChunks(Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)));
    expect(framesOf(items).length).toBe(2);
  });
});

describe("a pcapng file", () => {
  const bytes = Buffer.from("hola");
  const start = [little.section(), little.interface()];

  test("with millions of options costs no more than the first of them, and says so once", async () => {
    const bomb = Buffer.concat(Array(10_000).fill(little.comment("")));
    const items = await readChunks([...start, little.packet(0n, bytes, [bomb]), little.packet(0n, bytes, [bomb])]);
    expect(items.filter(({ kind }) => kind === "comment")).toHaveLength(2 * 32);
    expect(framesOf(items)).toHaveLength(2);
    expect(messages(items)).toEqual([
      expect.stringContaining("more than 32 comments"),
      expect.stringContaining("more than 1,024 options"),
    ]);
  });

  test("with empty packets is read as far as they are few", async () => {
    const items = await readChunks([...start, ...Array(1001).fill(little.packet(0n, Buffer.of()))]);
    expect(framesOf(items)).toHaveLength(1000);
    expect(messages(items)).toEqual([
      expect.stringContaining("more than 1,000 packets in a row have no bytes, up to packet 1,001"),
    ]);
  });

  test.each([
    ["before 1970", 6, -(10n ** 10n), 0n],
    ["of the year 300,000", 6, 0n, 2n ** 63n],
    ["of 64 bits of seconds", 0, 0n, 2n ** 64n - 1n],
  ])("with times %s shows them as 0 and says so once", async (_, resolution, offset, time) => {
    const options = [little.option(9, Buffer.of(resolution)), little.option(14, little.number(8, offset))];
    const packet = little.packet(time, bytes);
    const items = await readChunks([little.section(), little.interface(1, 0, options), packet, packet]);
    expect(framesOf(items).map((frame) => frame.time)).toEqual(Array(2).fill({ seconds: 0, nanoseconds: 0 }));
    expect(messages(items)).toEqual([expect.stringContaining("packet 1")]);
  });
});

/** One line per item: fast to compare many thousand times. */
function messages(items: readonly CaptureItem[]): string[] {
  return problemsOf(items).map((problem) => problem.message);
}

interface HeaderFields {
  readonly magic?: number;
  readonly version?: readonly [number, number];
  readonly snapLength?: number;
}

function pcap({ magic = 0xa1b2c3d4, version = [2, 4], snapLength = 262_144 }: HeaderFields, records: Buffer[] = []) {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(magic, 0);
  header.writeUInt16LE(version[0], 4);
  header.writeUInt16LE(version[1], 6);
  header.writeUInt32LE(snapLength, 16);
  header.writeUInt32LE(1, 20);
  return Buffer.concat([header, ...records]);
}

interface RecordFields {
  readonly seconds?: number;
  readonly fraction?: number;
  /** The header's claims, if they are not the truth. */
  readonly captured?: number;
}

function record({ seconds = 0, fraction = 0, captured }: RecordFields, length = 0): Buffer {
  const bytes = Buffer.alloc(16 + length, 0x55);
  [seconds, fraction, captured ?? length, length].forEach((value, index) => {
    bytes.writeUInt32LE(value, index * 4);
  });
  return bytes;
}
