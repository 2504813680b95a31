/** The part of npm `pcap-parser` 0.2.1 used here; it comes without types. */
declare module "pcap-parser" {
  import type { EventEmitter } from "node:events";

  export interface PacketHeader {
    readonly timestampSeconds: number;
    /** Really the fraction in the file's own unit: microseconds or nanoseconds. */
    readonly timestampMicroseconds: number;
    /** The parser takes as many bytes for the packet as this says after the listeners have seen it. */
    capturedLength: number;
    originalLength: number;
  }

  interface Parser {
    /** What it puts behind the names of the functions that it reads numbers with: "LE" or "BE", once the file's header was read. */
    endianness: string;
    /** Of EventEmitter. */
    emit: (...event: ParserEvent) => boolean;
  }

  /** In this order; the last three for each packet. */
  type ParserEvent =
    | [name: "globalHeader", header: object]
    | [name: "packetHeader", header: PacketHeader]
    | [name: "packetData", data: Uint8Array]
    | [name: "packet", packet: object];

  /** The input needs `pause` and `resume` beside the events "data", "error" and "end". "data" with null: no more bytes, parse on. */
  export function parse(input: EventEmitter): Parser;
}
