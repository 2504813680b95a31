import { expect, it } from "vitest";
import { line, record } from "../../../testing/compare/made-messages.ts";
import { packetToInspect, wiresToTry } from "./packet-to-inspect.ts";

const files = ["plain.pcap", "tls.pcap"] as const;
const both = { first: [line("hola", 4)], second: [record(5, 9)], fit: "exact" } as const;
const onlySecond = { first: [], second: [record(5, 9)], fit: undefined } as const;

it("Enter opens the packet on the wire in focus", () => {
  expect(packetToInspect(both, files, wiresToTry("in focus", 0))).toEqual({ file: "plain.pcap", packet: 4 });
  expect(packetToInspect(both, files, wiresToTry("in focus", 1))).toEqual({ file: "tls.pcap", packet: 9 });
});

it("Enter opens the other where the message is on that wire only, or the file cannot be read again", () => {
  expect(packetToInspect(onlySecond, files, wiresToTry("in focus", 0))).toEqual({ file: "tls.pcap", packet: 9 });
  expect(packetToInspect(both, ["-", "tls.pcap"], wiresToTry("in focus", 0))).toEqual({ file: "tls.pcap", packet: 9 });
});

it("the key of one wire opens that one or nothing", () => {
  expect(packetToInspect(both, files, wiresToTry(1, 0))).toEqual({ file: "tls.pcap", packet: 9 });
  expect(packetToInspect(onlySecond, files, wiresToTry(0, 1))).toBeUndefined();
  expect(packetToInspect(undefined, files, wiresToTry("in focus", 0))).toBeUndefined();
});
