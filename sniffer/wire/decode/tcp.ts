import type { Reader } from "./reader.ts";
import { windowScaleIn } from "./tcp-options.ts";
import { values } from "./texts.ts";

/** A TCP header, RFC 9293 section 3.1. */
export interface TcpHeader {
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** The number of the first byte of data, or of the SYN, modulo 2^32. */
  readonly sequence: number;
  readonly acknowledgment: number;
  /** The flag bits, see `tcpFlags`. */
  readonly flags: number;
  /** As sent, without scaling. */
  readonly window: number;
  /** Bytes of options after the fixed part. */
  readonly optionsLength: number;
  /** In a SYN: later windows are shifted by this many bits (RFC 7323 section 2). Undefined without that option. */
  readonly windowScale: number | undefined;
}

/** Flag bits, in the order of RFC 9293 section 3.1; AE is RFC 9768. */
export const tcpFlags = {
  FIN: 0x01,
  SYN: 0x02,
  RST: 0x04,
  PSH: 0x08,
  ACK: 0x10,
  URG: 0x20,
  ECE: 0x40,
  CWR: 0x80,
  AE: 0x100,
} as const;

export type TcpFlagName = keyof typeof tcpFlags;

const flagNames = Object.keys(tcpFlags) as TcpFlagName[];

/**
 * The fixed part of a TCP header, RFC 9293 section 3.1. Stops before the options.
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +-------------------------------+-------------------------------+
 *     |          Source port          |       Destination port        |
 *     +-------------------------------+-------------------------------+
 *     |                        Sequence number                        |
 *     |                     Acknowledgment number                     |
 *     +-------+-----+-----------------+-------------------------------+
 *     | Offset|Rsrvd|      Flags      |            Window             |
 *     +-------+-----+-----------------+-------------------------------+
 *     |           Checksum            |         Urgent pointer        |
 *     |                    Options, to 32-bit words                   |
 *     +---------------------------------------------------------------+
 */
export function readTcpHeader(reader: Reader): TcpHeader {
  const sourcePort = reader.uint16("Source port");
  const destinationPort = reader.uint16("Destination port");
  const sequence = reader.uint32("Sequence number");
  const acknowledgment = reader.uint32("Acknowledgment number");
  const offsetAndFlags = reader.uint16("Data offset and flags", offsetAndFlagsText);
  const window = reader.uint16("Window");
  // On loopback and with some network cards, the checksum is not yet filled in when the frame is captured.
  reader.uint16("Checksum");
  reader.uint16("Urgent pointer");
  const optionsLength = (offsetAndFlags >> 12) * 4 - 20;
  return {
    sourcePort,
    destinationPort,
    sequence,
    acknowledgment,
    flags: offsetAndFlags & 0x1ff,
    window,
    optionsLength,
    windowScale: offsetAndFlags & tcpFlags.SYN ? windowScaleIn(reader, optionsLength) : undefined,
  };
}

/** The names of the flags that are set. The list is made once for each combination. */
export function tcpFlagNames(flags: number): readonly TcpFlagName[] {
  const known = combinations[flags];
  if (known !== undefined) return known;
  const names = flagNames.filter((name) => flags & tcpFlags[name]);
  combinations[flags] = names;
  return names;
}

const combinations: (readonly TcpFlagName[] | undefined)[] = [];

function offsetAndFlagsText(value: number): string {
  return values.headerAndFlags((value >> 12) * 4, tcpFlagNames(value & 0x1ff));
}
