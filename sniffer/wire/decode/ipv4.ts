import { ipProtocol } from "./ip-protocols.ts";
import { DecodeError, type Reader } from "./reader.ts";
import { faults, values } from "./texts.ts";

/** An IPv4 header, RFC 791 section 3.1. */
export interface Ipv4Header {
  readonly version: 4;
  readonly protocol: number;
  /** Addresses as 32-bit numbers; `ipv4Text` prints them. */
  readonly source: number;
  readonly destination: number;
  /** Where the header begins, as an offset into the frame. */
  readonly headerAt: number;
  /**
   * Where the packet's data end, by its own length field, as an offset into the frame. Padding follows, or bytes are
   * missing.
   */
  readonly dataEnd: number;
  /** Set if this packet is a fragment. */
  readonly fragment: IpFragment | undefined;
}

/** "Don't fragment" and "more fragments". They share a field with the offset. */
const flags = { DF: 0x4000, MF: 0x2000 } as const;

/** One piece of a fragmented packet. */
export interface IpFragment {
  readonly identification: number;
  /** The place of this piece, in bytes from the start of the packet's data. */
  readonly offset: number;
  readonly isLast: boolean;
}

/**
 * IPv4, RFC 791 section 3.1. `frameEnd` is where the frame ended on the wire.
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +-------+-------+---------------+-------------------------------+
 *     |Version|  IHL  |Type of service|          Total length         |
 *     +-------+-------+---------------+-----+-------------------------+
 *     |         Identification        |Flags|    Fragment offset      |
 *     +---------------+---------------+-----+-------------------------+
 *     |  Time to live |    Protocol   |        Header checksum        |
 *     +---------------+---------------+-------------------------------+
 *     |                         Source address                        |
 *     |                      Destination address                      |
 *     |                    Options, to 32-bit words                   |
 *     +---------------------------------------------------------------+
 */
export function readIpv4(reader: Reader, frameEnd: number): Ipv4Header {
  return reader.group("IPv4", () => {
    const start = reader.offset;
    const versionAndLength = reader.uint8("Version and header length", versionText);
    const headerLength = (versionAndLength & 0x0f) * 4;
    if (versionAndLength >> 4 !== 4) throw new DecodeError("invalid", faults.version(versionAndLength >> 4, 4), start);
    if (headerLength < 20) throw new DecodeError("invalid", faults.tooShort("Header length", headerLength, 20), start);
    reader.uint8("Differentiated services");
    const totalLength = reader.uint16("Total length");
    const identification = reader.uint16("Identification");
    const flagsAndOffset = reader.uint16("Flags and fragment offset", fragmentText);
    reader.uint8("Time to live");
    const protocol = reader.uint8("Protocol", ipProtocol);
    reader.uint16("Header checksum");
    const source = reader.uint32("Source address", ipv4Text);
    const destination = reader.uint32("Destination address", ipv4Text);
    // Some network cards cut large packets themselves. The length is then 0, and the frame's own length counts.
    const dataEnd = totalLength === 0 ? frameEnd : start + totalLength;
    if (totalLength !== 0 && totalLength < headerLength) {
      throw new DecodeError("invalid", faults.totalLength(totalLength, headerLength), start + 2);
    }
    if (headerLength > 20) reader.skip("Options", headerLength - 20);
    const fragment =
      (flagsAndOffset & 0x3fff) === 0
        ? undefined
        : { identification, offset: (flagsAndOffset & 0x1fff) * 8, isLast: (flagsAndOffset & flags.MF) === 0 };
    return { version: 4, protocol, source, destination, headerAt: start, dataEnd, fragment };
  });
}

/** `127.0.0.1` */
export function ipv4Text(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 0xff}.${(address >>> 8) & 0xff}.${address & 0xff}`;
}

function versionText(value: number): string {
  return values.versionAndHeader(value >> 4, (value & 0x0f) * 4);
}

function fragmentText(value: number): string {
  return values.fragment((value & 0x1fff) * 8, (value & flags.DF) !== 0, (value & flags.MF) !== 0);
}
