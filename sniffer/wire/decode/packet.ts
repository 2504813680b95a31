import { readArp } from "./arp.ts";
import { type EtherType, etherType } from "./ether-types.ts";
import { ipProtocol } from "./ip-protocols.ts";
import { type Ipv4Header, readIpv4 } from "./ipv4.ts";
import { type Ipv6Header, readIpv6 } from "./ipv6.ts";
import { readLinkLayer } from "./link-layer.ts";
import { linkTypeName } from "./link-types.ts";
import { DecodeError, type Reader } from "./reader.ts";
import { readTcpHeader, type TcpHeader } from "./tcp.ts";
import { readTcpOptions } from "./tcp-options.ts";
import { faults, protocols } from "./texts.ts";
import { readUdp, type UdpHeader } from "./udp.ts";

/** A frame, decoded as far as possible. If one layer fails, the layers before it are kept. */
export interface Packet {
  /**
   * The protocol after the link layer. Undefined if this lab does not decode the link type, or if the frame is too
   * short.
   */
  etherType: EtherType | undefined;
  ip: Ipv4Header | Ipv6Header | undefined;
  /** The protocol inside the whole IP packet. Undefined for a fragment and without IP. */
  ipProtocol: number | undefined;
  tcp: TcpHeader | undefined;
  udp: UdpHeader | undefined;
  /** Where the innermost layer's data begin. They end at `dataEnd`, or earlier if the frame was cut. */
  dataStart: number;
  dataEnd: number;
  /** What was malformed, in `layer`. */
  error: DecodeError | undefined;
  layer: Layer;
  /** Set if the IP header promises more data than the frame had on the wire. The rest is decoded all the same. */
  lengthError: DecodeError | undefined;
}

/** A layer in which something can be malformed. */
export type Layer = "link" | "ipv4" | "ipv6" | "tcp" | "udp";

/** A frame before decoding. */
export function undecodedPacket(originalLength: number): Packet {
  return {
    etherType: undefined,
    ip: undefined,
    ipProtocol: undefined,
    tcp: undefined,
    udp: undefined,
    dataStart: 0,
    dataEnd: originalLength,
    error: undefined,
    layer: "link",
    lengthError: undefined,
  };
}

/**
 * Decodes a frame: link layer, IP, TCP or UDP. `originalLength` is its length on the wire. With a noting reader the
 * same code gives the field tree.
 */
export function readPacket(reader: Reader, frameType: number, originalLength: number): Packet {
  const packet = undecodedPacket(originalLength);
  try {
    readLayers(reader, frameType, reader.offset + originalLength, packet);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    packet.error = error;
    // After a malformed header, nobody knows where the data begin.
    packet.dataStart = packet.dataEnd;
  }
  return packet;
}

function readLayers(reader: Reader, frameType: number, frameEnd: number, packet: Packet): void {
  packet.etherType = readLinkLayer(reader, frameType);
  packet.dataStart = reader.offset;
  if (packet.etherType === etherType.IPv4) readIpv4Packet(reader, packet, frameEnd);
  else if (packet.etherType === etherType.IPv6) readIpv6Packet(reader, packet, frameEnd);
  else if (packet.etherType === etherType.ARP) readArp(reader);
}

function readIpv4Packet(reader: Reader, packet: Packet, frameEnd: number): void {
  packet.layer = "ipv4";
  packet.ip = readIpv4(reader, frameEnd);
  readInternet(reader, packet, packet.ip, frameEnd);
}

function readIpv6Packet(reader: Reader, packet: Packet, frameEnd: number): void {
  packet.layer = "ipv6";
  packet.ip = readIpv6(reader, frameEnd);
  readInternet(reader, packet, packet.ip, frameEnd);
}

function readInternet(reader: Reader, packet: Packet, ip: Ipv4Header | Ipv6Header, frameEnd: number): void {
  packet.dataStart = reader.offset;
  packet.dataEnd = Math.min(ip.dataEnd, frameEnd);
  if (ip.dataEnd > frameEnd) {
    packet.lengthError = new DecodeError("invalid", faults.beyondFrame(ip.dataEnd - frameEnd), reader.offset);
  }
  reader.narrow(ip.dataEnd);
  if (ip.fragment === undefined) readTransport(reader, packet, ip.protocol);
}

/** Decodes what IP carries: the data of a whole packet, or of one built from fragments. */
export function readTransport(reader: Reader, packet: Packet, protocol: number): void {
  packet.ipProtocol = protocol;
  if (protocol === ipProtocol.TCP) readTcp(reader, packet);
  else if (protocol === ipProtocol.UDP) readUdpDatagram(reader, packet);
  packet.dataStart = reader.offset;
}

function readTcp(reader: Reader, packet: Packet): void {
  packet.layer = "tcp";
  reader.group("TCP", () => {
    packet.tcp = readTcpHeader(reader);
    readTcpOptions(reader, packet.tcp.optionsLength);
  });
}

function readUdpDatagram(reader: Reader, packet: Packet): void {
  packet.layer = "udp";
  packet.udp = readUdp(reader);
}

/** The highest protocol that was decoded, for people: "TCP", "ICMP", "ARP", "IPv4 fragment", "link type USER0" … */
export function protocolName({ etherType: type, ip, ipProtocol: inside }: Packet, frameType: number): string {
  if (inside !== undefined)
    return ipProtocol.isKnown(inside) ? ipProtocol.nameOf(inside) : protocols.ip(ipProtocol.nameOf(inside));
  if (type === undefined) return protocols.linkType(linkTypeName(frameType));
  if (ip !== undefined) return protocols.fragment(etherType.nameOf(type));
  if (etherType.isKnown(type)) return etherType.nameOf(type);
  // Below 1,536 the field is not a type but the length of an 802.3 frame.
  return type < 0x0600 ? protocols.ieee802 : protocols.etherType(etherType.nameOf(type));
}
