import { describe, expect, test } from "vitest";
import { ethernet, frames, ipv4, ipv6, ipv6Fragment, tcp, udp } from "../../../testing/sniffer/frame-parts.ts";
import { observe, ofKind } from "../../../testing/sniffer/observe.ts";
import { etherType } from "../decode/ether-types.ts";
import { IpFragments, MAX_FRAGMENT_BYTES, MAX_FRAGMENTED_PACKETS } from "./ip-fragments.ts";

const lines = Array.from({ length: 12 }, (_, number) => `línea ${number}\n`).join("");
const segment = tcp(Buffer.from(lines));

/** A piece of the segment in its own frame. */
type MakePiece = (start: number, end: number, identification?: number) => Buffer;

const piece4: MakePiece = (start, end, identification = 7) =>
  ethernet(
    ipv4(segment.subarray(start, end), { identification, fragmentOffset: start, hasMore: end < segment.length }),
  );
const piece6: MakePiece = (start, end) =>
  ethernet(
    ipv6(ipv6Fragment(segment.subarray(start, end), { offset: start, hasMore: end < segment.length }), 44),
    etherType.IPv6,
  );

function textOf(all: readonly Uint8Array[]): string {
  return ofKind(observe(frames(all)), "text")
    .map(({ text }) => `${text}\n`)
    .join("");
}

describe.each([
  ["IPv4", piece4],
  ["IPv6", piece6],
])("fragments of %s", (_, piece) => {
  const end = segment.length;
  test.each<[string, readonly Buffer[]]>([
    ["in order", [piece(0, 48), piece(48, 96), piece(96, end)]],
    ["the last first", [piece(96, end), piece(48, 96), piece(0, 48)]],
    ["doubled", [piece(0, 48), piece(0, 48), piece(48, end), piece(48, end)]],
    ["a part of one sent again", [piece(0, 48), piece(8, 40), piece(48, end)]],
  ])("%s make the packet whole, at the packet that completes it", (_name, pieces) => {
    expect(textOf(pieces)).toBe(lines);
    const packets = ofKind(observe(frames(pieces)), "packet");
    expect(packets.filter(({ protocol }) => protocol === "TCP")).toHaveLength(1);
    expect(packets.flatMap(({ notes = [] }) => notes)).toContain("last IP fragment");
  });

  test("are listed as fragments until the last has come", () => {
    const packets = ofKind(observe(frames([piece(0, 48), piece(48, end)])), "packet");
    expect(packets.map(({ protocol, notes }) => [protocol.replace(/^IPv[46]/, "IP"), notes])).toEqual([
      ["IP fragment", ["IP fragment"]],
      ["TCP", ["last IP fragment"]],
    ]);
  });

  test("with a hole give no packet", () => {
    const observations = observe(frames([piece(0, 48), piece(96, end)]));
    expect(ofKind(observations, "text")).toEqual([]);
    expect(ofKind(observations, "connection")).toEqual([]);
  });

  test("that never become whole are reported once, counted, when the capture is over", () => {
    const observations = observe(frames([piece(0, 48), piece(96, end)]));
    expect(observations.at(-2)).toEqual({
      kind: "problem",
      layer: "ip",
      message: "1 packet came in fragments, and some of the fragments are missing",
    });
    expect(observations.at(-1)).toMatchObject({ kind: "summary", problems: 1 });
    expect(ofKind(observe(frames([piece(0, 48), piece(48, end)])), "problem")).toEqual([]);
  });
});

test("a fragment that is sent again with other bytes is reported, and the first copy counts", () => {
  const other = Buffer.from(segment).fill("X", 48);
  const again = ethernet(ipv4(other.subarray(48), { identification: 7, fragmentOffset: 48 }));
  const all = [piece4(48, segment.length), again, piece4(0, 48)];
  expect(textOf(all)).toBe(lines);
  expect(ofKind(observe(frames(all)), "conflict")).toMatchObject([
    {
      layer: "ipv4",
      packet: 2,
      offset: 48,
      shown: { packet: 1 },
      other: { packet: 2, text: expect.stringMatching(/^X+$/) },
    },
  ]);
});

test.each<[string, readonly Buffer[]]>([
  ["that overlap in part", [piece4(0, 64), piece4(48, segment.length)]],
  [
    "of which one lies beyond the last",
    [
      piece4(0, 48),
      ethernet(ipv4(segment.subarray(0, 8), { identification: 7, fragmentOffset: 800, hasMore: true })),
      piece4(48, segment.length),
    ],
  ],
  [
    "with two ends",
    [
      piece4(48, segment.length),
      ethernet(ipv4(segment.subarray(0, 8), { identification: 7, fragmentOffset: 8 })),
      piece4(0, 48),
    ],
  ],
])("fragments %s cost the packet, as in Linux, and are a problem", (_, all) => {
  const observations = observe(frames(all));
  expect(ofKind(observations, "text")).toEqual([]);
  expect(ofKind(observations, "problem")[0]!.message).toContain("drops the packet");
});

test("packets of another identification, protocol or address are not mixed up", () => {
  expect(textOf([piece4(0, 48, 1), piece4(48, segment.length, 2)])).toBe("");
  const otherProtocol = ethernet(ipv4(segment.subarray(48), { identification: 7, fragmentOffset: 48, protocol: 17 }));
  expect(textOf([piece4(0, 48), otherProtocol])).toBe("");
});

test("UDP is put together and named", () => {
  const datagram = udp(Buffer.alloc(100));
  const pieces = [
    ethernet(ipv4(datagram.subarray(0, 48), { protocol: 17, hasMore: true })),
    ethernet(ipv4(datagram.subarray(48), { protocol: 17, fragmentOffset: 48 })),
  ];
  expect(ofKind(observe(frames(pieces)), "packet").at(-1)).toMatchObject({
    protocol: "UDP",
    source: { address: "10.0.0.1", port: 5353 },
    payload: 100,
  });
});

test("extension headers behind the fragment header of IPv6 are part of the packet that was cut", () => {
  const destinationOptions = Buffer.from([6, 0, 1, 4, 0, 0, 0, 0]);
  const whole = Buffer.concat([destinationOptions, segment]);
  const piece = (start: number, end: number) =>
    ethernet(
      ipv6(ipv6Fragment(whole.subarray(start, end), { offset: start, hasMore: end < whole.length, next: 60 }), 44),
      etherType.IPv6,
    );
  expect(textOf([piece(0, 48), piece(48, whole.length)])).toBe(lines);
});

test("a packet that is malformed when it is whole is a problem of its layer", () => {
  const bad = Buffer.from(segment);
  bad[12] = 0x10;
  const pieces = [
    ethernet(ipv4(bad.subarray(0, 48), { hasMore: true })),
    ethernet(ipv4(bad.subarray(48), { fragmentOffset: 48 })),
  ];
  expect(ofKind(observe(frames(pieces)), "problem")).toMatchObject([
    { packet: 2, layer: "tcp", message: "Data offset is 4 bytes, less than 20" },
  ]);
});

describe("bounds", () => {
  test("a fragment beyond 65,535 bytes is a problem", () => {
    const frame = ethernet(ipv4(Buffer.alloc(100), { fragmentOffset: 65_528 }));
    expect(ofKind(observe(frames([frame])), "problem")).toMatchObject([
      { layer: "ipv4", message: "a fragment reaches to byte 65628, beyond 65,535" },
    ]);
  });

  test("of too many unfinished packets the oldest is dropped, and the others are still put together", () => {
    const pieces = Array.from({ length: MAX_FRAGMENTED_PACKETS + 1 }, (_, number) => piece4(0, 48, number + 1));
    const observations = observe(frames([...pieces, piece4(48, segment.length, 1), piece4(48, segment.length, 200)]));
    expect(ofKind(observations, "problem").map(({ message }) => message)).toEqual([
      "more than 256 fragmented packets at a time: the lab dropped the oldest one",
      // The end of the first makes another unfinished packet.
      "more than 256 fragmented packets at a time: the lab dropped the oldest one",
      "255 packets came in fragments, and some of the fragments are missing",
    ]);
    expect(ofKind(observations, "connection")).toHaveLength(1);
  });

  test("pieces that never make a packet hold no more than the bound", () => {
    const fragments = new IpFragments();
    const bytes = new Uint8Array(60_000);
    let problems = 0;
    for (let number = 0; number < 1000; number++) {
      const fragment = { identification: 1, offset: 8, isLast: false };
      const { problem } = fragments.add(`packet ${number}`, fragment, bytes, number);
      if (problem === undefined) continue;
      expect(problem).toEqual({ code: "too-many-bytes" });
      problems += 1;
      expect(fragments.pendingBytes).toBeLessThanOrEqual(MAX_FRAGMENT_BYTES);
    }
    expect(problems).toBeGreaterThan(3);
    expect(fragments.pendingBytes).toBeLessThanOrEqual(MAX_FRAGMENT_BYTES);
  });

  test("a packet in more pieces than any real one is dropped", () => {
    const fragments = new IpFragments();
    const results = Array.from({ length: 2049 }, (_, number) =>
      fragments.add("packet", { identification: 1, offset: 16 + number * 16, isLast: false }, new Uint8Array(8), 1),
    );
    expect(results.at(-1)).toEqual({ problem: { code: "too-many-pieces" } });
  });
});
