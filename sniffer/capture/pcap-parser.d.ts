/** The types of npm `pcap-parser` 0.2.1 that are used here; it has none of its own. */
declare module "pcap-parser" {
  import type { EventEmitter } from "node:events";

  export interface PacketHeader {
    readonly timestampSeconds: number;
    /** In fact the fraction in the file's own unit: microseconds or nanoseconds. */
    readonly timestampMicroseconds: number;
    /** After the listeners, the parser takes this many bytes for the packet. */
    capturedLength: number;
    originalLength: number;
  }

  interface Parser {
    /** The ending of the names of its functions for numbers: "LE" or "BE", after the file header. */
    endianness: string;
    /** From EventEmitter. */
    emit: (...event: ParserEvent) => boolean;
  }

  /** In this order; the last three for each packet. */
  type ParserEvent =
    | [name: "globalHeader", header: object]
    | [name: "packetHeader", header: PacketHeader]
    | [name: "packetData", data: Uint8Array]
    | [name: "packet", packet: object];

  /**
   * The input needs `pause` and `resume`, and the events "data", "error" and "end". "data" with null: no new bytes,
   * parse on.
   */
  export function parse(input: EventEmitter): Parser;
}
