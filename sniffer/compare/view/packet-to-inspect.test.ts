import { expect, it } from "vitest";
import { packetToInspect, wiresToTry } from "./packet-to-inspect.ts";

const files = ["plain.pcap", "tls.pcap"] as const;
const both = { cells: [[{ packet: 4 }], [{ packet: 9 }]] };
const onlySecond = { cells: [[], [{ packet: 9 }]] };

it("Enter opens the packet on the wire in focus", () => {
  expect(packetToInspect(both, files, wiresToTry("in focus", 0, 2))).toEqual({ file: "plain.pcap", packet: 4 });
  expect(packetToInspect(both, files, wiresToTry("in focus", 1, 2))).toEqual({ file: "tls.pcap", packet: 9 });
});

it("Enter opens the other where the message is on that wire only, or the file cannot be read again", () => {
  expect(packetToInspect(onlySecond, files, wiresToTry("in focus", 0, 2))).toEqual({ file: "tls.pcap", packet: 9 });
  expect(packetToInspect(both, ["-", "tls.pcap"], wiresToTry("in focus", 0, 2))).toEqual({
    file: "tls.pcap",
    packet: 9,
  });
});

it("the key of one wire opens that one or nothing", () => {
  expect(packetToInspect(both, files, wiresToTry(1, 0, 2))).toEqual({ file: "tls.pcap", packet: 9 });
  expect(packetToInspect(onlySecond, files, wiresToTry(0, 1, 2))).toBeUndefined();
  expect(packetToInspect(undefined, files, wiresToTry("in focus", 0, 2))).toBeUndefined();
});
