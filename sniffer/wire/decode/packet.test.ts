import { describe, expect, test } from "vitest";
import {
  ethernet,
  frames,
  hexBytes,
  ipv4,
  ipv6,
  ipv6Fragment,
  tcp,
  u16,
  u32,
  udp,
} from "../../../testing/sniffer/frame-parts.ts";
import { observe, ofKind } from "../../../testing/sniffer/observe.ts";
import { etherType } from "./ether-types.ts";
import { readPacket } from "./packet.ts";
import { Reader } from "./reader.ts";

const line = Buffer.from("hola\n");

/** The result for a frame with the line in a TCP segment, for any layers below TCP. */
function expectLine(bytes: Uint8Array, linkType = 1): void {
  const observations = observe(frames([bytes], linkType));
  expect(ofKind(observations, "problem")).toEqual([]);
  expect(ofKind(observations, "packet")).toMatchObject([{ protocol: "TCP", payload: line.length }]);
  expect(ofKind(observations, "text").map(({ text }) => text)).toEqual(["hola"]);
}

function packetOf(bytes: Uint8Array, linkType = 1) {
  const [packet] = ofKind(observe(frames([bytes], linkType)), "packet");
  return packet!;
}

describe("link types", () => {
  const ip = ipv4(tcp(line));
  const ip6 = ipv6(tcp(line));
  test.each<[string, number, Buffer]>([
    ["Ethernet", 1, ethernet(ip)],
    ["Ethernet with IPv6", 1, ethernet(ip6, etherType.IPv6)],
    ["Ethernet with an 802.1Q tag", 1, ethernet(ip, etherType.IPv4, [[0x8100, 0x2005]])],
    [
      "Ethernet with 802.1ad and 802.1Q tags",
      1,
      ethernet(ip, etherType.IPv4, [
        [0x88a8, 7],
        [0x8100, 5],
      ]),
    ],
    ["Ethernet with the tag of old switches", 1, ethernet(ip, etherType.IPv4, [[0x9100, 7]])],
    ["Ethernet padded to 60 bytes", 1, Buffer.concat([ethernet(ip), Buffer.alloc(20)])],
    ["BSD null, little-endian", 0, Buffer.concat([hexBytes("02000000"), ip])],
    ["BSD null, big-endian", 0, Buffer.concat([hexBytes("00000002"), ip])],
    ...[10, 23, 24, 28, 30].map((family): [string, number, Buffer] => [
      `BSD null with IPv6 as family ${family}`,
      0,
      Buffer.concat([Buffer.of(family, 0, 0, 0), ip6]),
    ]),
    ["OpenBSD loop", 108, Buffer.concat([hexBytes("00000002"), ip])],
    ...[12, 14, 101].map((number): [string, number, Buffer] => [`raw IP ${number}`, number, ip]),
    ["raw IP with IPv6", 101, ip6],
    ["raw IPv4", 228, ip],
    ["raw IPv6", 229, ip6],
    ["Linux cooked", 113, Buffer.concat([hexBytes("0000 0304 0006 000000000000 0000 0800"), ip])],
    ["Linux cooked v2", 276, Buffer.concat([hexBytes("86dd 0000 00000001 0304 00 06 000000000000 0000"), ip6])],
  ])("%s", (_, linkType, bytes) => expectLine(bytes, linkType));

  test.each([
    [147, "link type USER0"],
    [127, "link type IEEE802_11_RADIOTAP"],
    [9999, "link type 0x270f"],
  ])("%d is listed by its name and no more", (linkType, protocol) => {
    const observations = observe(frames([Buffer.from("anything")], linkType));
    expect(ofKind(observations, "packet")).toMatchObject([{ protocol, length: 8 }]);
    expect(ofKind(observations, "problem")).toEqual([]);
  });

  test.each([
    ["an unknown family", 0, "000000ff", "Address family 255 is not IPv4 or IPv6"],
    ["neither IPv4 nor IPv6", 101, "50", "IP version is 5, not 4 or 6"],
    ["no byte at all", 101, "", "IP version needs 1 byte, 0 left"],
  ])("with %s is a problem", (_, linkType, text, message) => {
    expect(ofKind(observe(frames([hexBytes(text)], linkType)), "problem")).toMatchObject([{ layer: "link", message }]);
  });
});

describe("what is not TCP is named and not followed", () => {
  test.each<[string, Buffer, object]>([
    [
      "UDP",
      ethernet(ipv4(udp(line), { protocol: 17 })),
      {
        protocol: "UDP",
        source: { address: "10.0.0.1", port: 5353 },
        destination: { address: "10.0.0.2", port: 53 },
        payload: 5,
      },
    ],
    [
      "UDP over IPv6",
      ethernet(ipv6(udp(line), 17), etherType.IPv6),
      { protocol: "UDP", source: { address: "fd00::1", port: 5353 } },
    ],
    [
      "ICMP",
      ethernet(ipv4(line, { protocol: 1 })),
      { protocol: "ICMP", source: { address: "10.0.0.1", port: undefined } },
    ],
    ["ICMPv6", ethernet(ipv6(line, 58), etherType.IPv6), { protocol: "ICMPv6", source: { address: "fd00::1" } }],
    ["a protocol without a name", ethernet(ipv4(line, { protocol: 253 })), { protocol: "IP protocol 0xfd" }],
    ["ARP", ethernet(hexBytes("0001 0800 06 04 0001"), etherType.ARP), { protocol: "ARP" }],
    ["an EtherType without a name", ethernet(line, 0xfffe), { protocol: "EtherType 0xfffe" }],
    ["an 802.3 frame", ethernet(line, 0x0026), { protocol: "IEEE 802.3" }],
  ])("%s", (_, bytes, packet) => {
    expect(packetOf(bytes)).toMatchObject(packet);
    expect(packetOf(bytes).connection).toBeUndefined();
  });
});

describe("IPv4", () => {
  test("options are passed over", () =>
    expectLine(ethernet(ipv4(tcp(line), { options: hexBytes("94040000 01010100") }))));

  test("total length 0 stands for the frame's own length", () =>
    expectLine(ethernet(ipv4(tcp(line), { totalLength: 0 }))));

  test("a total length beyond the frame is a problem, and the frame's data are all there are", () => {
    const observations = observe(frames([ethernet(ipv4(tcp(line), { totalLength: 40 + line.length + 10 }))]));
    expect(ofKind(observations, "packet")).toMatchObject([{ payload: 5 }]);
    expect(ofKind(observations, "problem")).toMatchObject([{ packet: 1, layer: "ipv4" }]);
    expect(ofKind(observations, "gap")).toEqual([]);
  });

  test.each<[string, (header: Buffer) => void, string]>([
    ["another version", (header) => header.writeUInt8(0x55, 0), "Version is 5, not 4"],
    ["a header of 16 bytes", (header) => header.writeUInt8(0x44, 0), "Header length is 16 bytes, less than 20"],
    [
      "a total length below the header's",
      (header) => header.writeUInt16BE(19, 2),
      "Total length is 19 bytes, less than the header's 20",
    ],
  ])("%s is a problem of its own layer", (_, change, message) => {
    const packet = ipv4(tcp(line));
    change(packet);
    const observations = observe(frames([ethernet(packet)]));
    expect(ofKind(observations, "problem")).toMatchObject([{ packet: 1, layer: "ipv4", message }]);
    expect(ofKind(observations, "packet")).toMatchObject([{ number: 1, protocol: "IPv4" }]);
  });
});

describe("IPv6", () => {
  const hopByHop = (next: number) => Buffer.from([next, 0, 1, 4, 0, 0, 0, 0]);
  test.each<[string, number, (payload: Buffer) => Buffer]>([
    ["hop-by-hop options", 0, (payload) => Buffer.concat([hopByHop(6), payload])],
    [
      "hop-by-hop, routing and destination options",
      0,
      (payload) => Buffer.concat([hopByHop(43), hopByHop(60), hopByHop(6), payload]),
    ],
    [
      "an authentication header",
      51,
      (payload) => Buffer.concat([Buffer.from([6, 4, 0, 0]), Buffer.alloc(20), payload]),
    ],
    ["an atomic fragment", 44, (payload) => ipv6Fragment(payload, { offset: 0, hasMore: false })],
  ])("%s", (_, next, extended) => expectLine(ethernet(ipv6(extended(tcp(line)), next), etherType.IPv6)));

  test("payload length 0 stands for the frame's own length", () =>
    expectLine(ethernet(ipv6(tcp(line), 6, 0), etherType.IPv6)));

  test("more extension headers than real packets have are a problem", () => {
    const many = Buffer.concat(Array.from({ length: 17 }, () => hopByHop(0)));
    expect(ofKind(observe(frames([ethernet(ipv6(many, 0), etherType.IPv6)])), "problem")).toMatchObject([
      { layer: "ipv6", message: "more than 16 extension headers" },
    ]);
  });

  test.each([
    ["::1", "0000 0000 0000 0000 0000 0000 0000 0001"],
    ["::", "0000 0000 0000 0000 0000 0000 0000 0000"],
    ["2001:db8::1:0:0:1", "2001 0db8 0000 0000 0001 0000 0000 0001"],
    ["2001:db8:0:1:1:1:1:1", "2001 0db8 0000 0001 0001 0001 0001 0001"],
    ["fe80::", "fe80 0000 0000 0000 0000 0000 0000 0000"],
    ["::ffff:192.0.2.1", "0000 0000 0000 0000 0000 ffff c000 0201"],
  ])("%s is written as RFC 5952 says", (text, address) => {
    const packet = ipv6(line, 58);
    hexBytes(address).copy(packet, 8);
    expect(packetOf(ethernet(packet, etherType.IPv6)).source?.address).toBe(text);
  });
});

describe("TCP", () => {
  test.each([
    [
      "maximum segment size, window scale, SACK permitted and timestamps",
      "020405b4 0402080a 0000000100000000 01 030307",
    ],
    ["SACK", "0101 050a 00000001 00000009"],
    ["experiments and end of options", "fd04aabb 00000000"],
    ["a length of 0, which only those who look at options mind", "0800 0000"],
  ])("options: %s", (_, options) => expectLine(ethernet(ipv4(tcp(line, { options: hexBytes(options) })))));

  test("a data offset below 20 bytes is a problem", () => {
    const segment = tcp(line);
    segment.writeUInt8(0x40, 12);
    expect(ofKind(observe(frames([ethernet(ipv4(segment))])), "problem")).toMatchObject([
      { layer: "tcp", message: "Data offset is 16 bytes, less than 20" },
    ]);
  });

  test("all flags have their names", () => {
    expect(packetOf(ethernet(ipv4(tcp(line, { flags: 0x1ff })))).flags).toEqual([
      "FIN",
      "SYN",
      "RST",
      "PSH",
      "ACK",
      "URG",
      "ECE",
      "CWR",
      "AE",
    ]);
    expect(packetOf(ethernet(ipv4(tcp(line, { flags: 0 })))).flags).toEqual([]);
  });
});

describe("every truncation of the headers", () => {
  const options = hexBytes("020405b4 01010402");
  test.each<[string, number, Buffer, number]>([
    [
      "Ethernet, VLAN, IPv4 with options, TCP with options",
      1,
      ethernet(ipv4(tcp(line, { options }), { options: Buffer.alloc(8, 1) }), etherType.IPv4, [[0x8100, 5]]),
      18 + 28 + 28,
    ],
    [
      "Ethernet, IPv6 with extension headers, TCP",
      1,
      ethernet(ipv6(Buffer.concat([Buffer.from([6, 0, 1, 4, 0, 0, 0, 0]), tcp(line)]), 0), etherType.IPv6),
      14 + 40 + 8 + 20,
    ],
    [
      "Linux cooked, IPv4, UDP",
      113,
      Buffer.concat([hexBytes("0000 0304 0006 000000000000 0000 0800"), ipv4(udp(line), { protocol: 17 })]),
      16 + 20 + 8,
    ],
    [
      "Linux cooked v2, IPv4, TCP",
      276,
      Buffer.concat([hexBytes("0800 0000 00000001 0304 00 06 000000000000 0000"), ipv4(tcp(line))]),
      20 + 20 + 20,
    ],
    ["BSD null, IPv4, TCP", 0, Buffer.concat([hexBytes("02000000"), ipv4(tcp(line))]), 4 + 20 + 20],
  ])(
    "%s: a problem that names field, need and finding; the layers above it are kept",
    (_, linkType, whole, headerLength) => {
      const layers: string[] = [];
      for (let length = 0; length < headerLength; length++) {
        const [frame] = frames([whole.subarray(0, length)], linkType);
        const observations = observe([{ ...frame!, originalLength: whole.length }]);
        const [problem, ...more] = ofKind(observations, "problem");
        expect(more).toEqual([]);
        expect(problem?.message, `cut after ${length}`).toMatch(
          /^.+ needs \d+ bytes?, \d+ left: the frame was cut by the snap length$/,
        );
        if (layers.at(-1) !== problem!.layer) layers.push(problem!.layer);
        const [packet] = ofKind(observations, "packet");
        const { ip } = readPacket(new Reader(whole.subarray(0, length)), linkType, whole.length);
        expect(packet!.source !== undefined, `cut after ${length}`).toBe(ip !== undefined);
      }
      expect(layers).toEqual(layersOf(whole, linkType));
    },
  );

  function layersOf(whole: Uint8Array, linkType: number): string[] {
    const { ip, layer } = readPacket(new Reader(whole), linkType, whole.length);
    return ["link", `ipv${ip!.version}`, layer];
  }
});

test("numbers that a frame claims of itself reach no further than its bytes", () => {
  for (const length of [0, 1, 7, 8, 0xffff]) {
    const segment = Buffer.concat([u16(5353), u16(53), u16(length), u16(0), u32(0)]);
    const packet = packetOf(ethernet(ipv4(segment, { protocol: 17 })));
    expect(packet.payload).toBe(Math.max(0, length - 8));
  }
});
