import { describe, expect, test } from "vitest";
import { framesOf, problemsOf, readChunks } from "../../testing/sniffer/capture-items.ts";
import { pcapngWriter } from "../../testing/sniffer/pcapng-blocks.ts";

const bytes = Buffer.from("hola");
const tlsKeyLog = 0x544c534b;
const little = pcapngWriter(true);

describe.each([
  ["little-endian", little],
  ["big-endian", pcapngWriter(false)],
])("a %s pcapng file", (_, write) => {
  const start = [write.section(), write.interface()];

  test("gives the frames of every kind of packet block", async () => {
    const time = 1_763_689_000_123_456n;
    const items = await readChunks([
      ...start,
      write.packet(time, bytes),
      write.simplePacket(bytes),
      write.obsoletePacket(time, bytes),
    ]);
    const stamp = { seconds: 1_763_689_000, nanoseconds: 123_456_000 };
    expect(framesOf(items).map(({ number, time, bytes }) => [number, time, Buffer.from(bytes).toString()])).toEqual([
      [1, stamp, "hola"],
      [2, { seconds: 0, nanoseconds: 0 }, "hola"],
      [3, stamp, "hola"],
    ]);
  });

  test("cuts simple packets at the snap length of the first interface", async () => {
    const items = await readChunks([write.section(), write.interface(1, 3), write.simplePacket(bytes, 4000)]);
    expect(framesOf(items).map(({ bytes, originalLength }) => [bytes.length, originalLength])).toEqual([[3, 4000]]);
  });

  test("tells interfaces apart, and forgets them with their section", async () => {
    const named = write.interface(113, 96, [write.option(2, Buffer.from("lo\x1b")), write.option(9, Buffer.from([9]))]);
    const items = await readChunks([
      ...start,
      named,
      write.packet(1n, bytes, [], 1),
      write.section(),
      write.interface(101),
      write.packet(1n, bytes),
      write.packet(1n, bytes, [], 1),
    ]);
    expect(items.filter((item) => item.kind === "interface")).toEqual([
      { kind: "interface", format: "pcapng", linkType: 1, precision: "us", snapLength: 0 },
      { kind: "interface", format: "pcapng", linkType: 113, precision: "ns", snapLength: 96, name: "lo\x1b" },
      { kind: "interface", format: "pcapng", linkType: 101, precision: "us", snapLength: 0 },
    ]);
    expect(framesOf(items).map(({ linkType, time }) => [linkType, time.nanoseconds])).toEqual([
      [113, 1],
      [101, 1000],
    ]);
    expect(problemsOf(items)[0]?.message).toContain("packet 3 belongs to interface 1");
  });

  test("keeps comments and TLS secrets, and passes over every other block", async () => {
    const comments = [write.comment("¡hola!"), write.option(0, Buffer.alloc(0))];
    const items = await readChunks([
      write.section(comments),
      write.interface(1, 0, [write.comment("interface")]),
      write.secrets(tlsKeyLog, "CLIENT_RANDOM 00 11\n"),
      write.secrets(0x57474b4c, "WireGuard"),
      write.block(4, [bytes]),
      write.block(5, [bytes]),
      write.block(9, [bytes]),
      write.block(0x0bad, [bytes]),
      write.block(0x40000bad, [bytes]),
      write.block(0x7fffffff, []),
      write.packet(0n, bytes, [write.comment("my phrase")]),
    ]);
    expect(items.filter(({ kind }) => kind !== "frame" && kind !== "interface")).toEqual([
      { kind: "comment", text: "¡hola!" },
      { kind: "comment", text: "interface" },
      { kind: "secrets", keyLog: "CLIENT_RANDOM 00 11\n" },
      { kind: "comment", packet: 1, text: "my phrase" },
    ]);
  });

  test.each([
    ["a block of length 0", write.block(6, [bytes], { first: 0 }), "a block says that it has 0 bytes"],
    ["a block of 4 GB", write.block(6, [bytes], { first: 0xfffffffc }), "4,294,967,292 bytes"],
    ["an odd length", write.block(6, [bytes], { first: 17 }), "must be a multiple of 4"],
    ["lengths that disagree", write.block(5, [bytes], { second: 20 }), "as 16 bytes at its beginning and as 20 at"],
    ["a packet block of nothing", write.block(6, []), "too short for its kind: enhanced packet"],
    ["a frame longer than its block", write.packet(0n, bytes, [], 0, 5), "5 bytes, but its block contains 4"],
    ["a frame over the bound", write.packet(0n, Buffer.alloc(262_145)), "262,145 bytes"],
    ["secrets longer than their block", write.block(10, [bytes, Buffer.alloc(4, 0xff)]), "decryption secrets"],
    ["a section without byte order", write.block(0x0a0d0d0a, [Buffer.alloc(16)]), "without a known byte order"],
    ["a newer version", write.section([], [2, 0]), "pcapng version 2.0 is not supported"],
  ])("with %s keeps all before it and nothing after it", async (_name, block, message) => {
    const items = await readChunks([...start, write.packet(0n, bytes), block, write.packet(0n, bytes)]);
    expect(framesOf(items).length).toBe(1);
    expect(problemsOf(items)).toEqual([
      { kind: "capture-problem", severity: "damaged", message: expect.stringContaining(message) },
    ]);
  });

  test("goes on after an option that does not fit its block", async () => {
    const items = await readChunks([
      ...start,
      write.packet(0n, bytes, [write.option(1, bytes, 400)]),
      write.packet(0n, bytes, [write.option(1, bytes, 400)]),
    ]);
    expect(framesOf(items).length).toBe(2);
    expect(problemsOf(items).map((problem) => problem.message)).toEqual([expect.stringContaining("400 bytes")]);
  });
});

test.each([
  ["seconds", 0, 4_294_967_296n, 4_294_967_296, 0],
  ["milliseconds", 3, 1_763_689_000_123n, 1_763_689_000, 123_000_000],
  ["microseconds beyond 2106", 6, 4_294_967_296_000_001n, 4_294_967_296, 1000],
  ["nanoseconds", 9, 1_763_689_000_123_456_789n, 1_763_689_000, 123_456_789],
  ["the last nanosecond of 64 bits", 9, 2n ** 64n - 1n, 18_446_744_073, 709_551_615],
  ["picoseconds", 12, 1_763_689_000_123_456_789n, 1_763_689, 123_456],
  ["halves", 0x81, 3n, 1, 500_000_000],
  ["2^-32 of a second", 0xa0, (1_763_689_000n << 32n) + (1n << 30n), 1_763_689_000, 250_000_000],
])("reads times in %s", async (_, resolution, time, seconds, nanoseconds) => {
  const option = little.option(9, Buffer.from([resolution]));
  const items = await readChunks([little.section(), little.interface(1, 0, [option]), little.packet(time, bytes)]);
  expect(framesOf(items)[0]?.time).toEqual({ seconds, nanoseconds });
});

test.each([3600n, -3600n])("adds an interface's time offset of %s seconds", async (offset) => {
  const option = little.option(14, little.number(8, offset));
  const items = await readChunks([
    little.section(),
    little.interface(1, 0, [option]),
    little.packet(5_000_000_000n, bytes),
  ]);
  expect(framesOf(items)[0]?.time.seconds).toBe(5000 + Number(offset));
});

test("the whole second of a fine resolution is right to the last unit", async () => {
  const interfaceBlock = little.interface(1, 0, [little.option(9, Buffer.from([9]))]);
  const times = [999_999_999n, 1_000_000_000n, 2n ** 53n + 1n, 2n ** 63n + 7n];
  const items = await readChunks([
    little.section(),
    interfaceBlock,
    ...times.map((time) => little.packet(time, bytes)),
  ]);
  const exact = times.map((time) => ({ seconds: Number(time / 10n ** 9n), nanoseconds: Number(time % 10n ** 9n) }));
  expect(framesOf(items).map((frame) => frame.time)).toEqual(exact);
});
