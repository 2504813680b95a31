import { type TcpFlagName, tcpFlags } from "../../sniffer/wire/decode/tcp.ts";
import { ethernet, ipv4, tcp } from "./frame-parts.ts";

/** Parts to build captures from, for benchmarks and tests: pcap, whole TCP segments, TLS records. */

export interface SegmentParts {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly sequence: number;
  readonly acknowledgment?: number;
  /** Such as "SYN ACK"; default "ACK". */
  readonly flags?: string;
  readonly data?: Uint8Array;
  readonly window?: number;
}

export interface Endpoint {
  /** Four bytes. */
  readonly address: readonly number[];
  readonly port: number;
}

/** A classic pcap file header: little-endian, microseconds. */
export function pcapHeader(linkType = 1, snapLength = 262_144): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(snapLength, 16);
  header.writeUInt32LE(linkType, 20);
  return header;
}

/**
 * A packet as in a pcap file. `time` is in microseconds; `originalLength` larger than the frame means that it was cut.
 */
export function pcapRecord(frame: Uint8Array, time: number, originalLength = frame.length): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(Math.floor(time / 1e6), 0);
  header.writeUInt32LE(time % 1e6, 4);
  header.writeUInt32LE(frame.length, 8);
  header.writeUInt32LE(originalLength, 12);
  return Buffer.concat([header, frame]);
}

/** A TCP segment in IPv4 in Ethernet, with zero as checksums, as on loopback. */
export function tcpFrame({
  from,
  to,
  sequence,
  acknowledgment = 0,
  flags = "ACK",
  data = noData,
  window = 512,
}: SegmentParts): Buffer {
  const bits = flags.split(" ").reduce((sum, name) => sum | (tcpFlags[name as TcpFlagName] ?? 0), 0);
  const ports = { sourcePort: from.port, destinationPort: to.port };
  const segment = tcp(data, { ...ports, sequence, acknowledgment, flags: bits, window });
  return ethernet(ipv4(segment, { source: from.address, destination: to.address, identification: 0 }));
}

const noData = new Uint8Array(0);

/** A TLS record: type, version (default 1.2), length, fragment. */
export function tlsRecord(type: number, fragment: Uint8Array, version = 0x0303): Buffer {
  const header = Buffer.from([type, version >> 8, version & 0xff, fragment.length >> 8, fragment.length & 0xff]);
  return Buffer.concat([header, fragment]);
}

/** A handshake message: type, length, body. */
export function handshakeMessage(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([type, body.length >> 16, (body.length >> 8) & 0xff, body.length & 0xff]), body]);
}

/** A small TLS 1.3 ClientHello with the server name "localhost". */
export function clientHello(random: Uint8Array): Buffer {
  const serverName = extension(0, Buffer.concat([Buffer.from("000c000009", "hex"), Buffer.from("localhost")]));
  const groups = extension(10, Buffer.from("0002001d", "hex"));
  const schemes = extension(13, Buffer.from("00040403" + "0804", "hex"));
  const versions = extension(43, Buffer.from("020304", "hex"));
  const share = extension(51, Buffer.concat([Buffer.from("0024001d0020", "hex"), random]));
  const extensions = Buffer.concat([serverName, groups, schemes, versions, share]);
  const body = Buffer.concat([
    Buffer.from("0303", "hex"),
    random,
    Buffer.from("20", "hex"),
    random,
    Buffer.from("0002130101" + "00", "hex"),
  ]);
  return handshakeMessage(1, Buffer.concat([body, length16(extensions)]));
}

/** The ServerHello that answers it. */
export function serverHello(random: Uint8Array): Buffer {
  const versions = extension(43, Buffer.from("0304", "hex"));
  const share = extension(51, Buffer.concat([Buffer.from("001d0020", "hex"), random]));
  const body = Buffer.concat([
    Buffer.from("0303", "hex"),
    random,
    Buffer.from("20", "hex"),
    random,
    Buffer.from("130100", "hex"),
  ]);
  return handshakeMessage(2, Buffer.concat([body, length16(Buffer.concat([versions, share]))]));
}

function extension(type: number, data: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([type >> 8, type & 0xff]), length16(data)]);
}

function length16(data: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([data.length >> 8, data.length & 0xff]), data]);
}
