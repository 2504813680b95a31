import { readArp } from "./arp.ts";
import { etherTypeNames, etherTypes } from "./ether-types.ts";
import { ipProtocolName, ipProtocols } from "./ip-protocols.ts";
import { type Ipv4Header, readIpv4 } from "./ipv4.ts";
import { type Ipv6Header, readIpv6 } from "./ipv6.ts";
import { linkTypeName, readLinkLayer } from "./link-layer.ts";
import { DecodeError, type Reader } from "./reader.ts";
import { readTcpHeader, type TcpHeader } from "./tcp.ts";
import { readTcpOptions } from "./tcp-options.ts";
import { readUdp, type UdpHeader } from "./udp.ts";

/** A frame decoded as far as it goes; the layers that decoded are kept where a later one fails. */
export interface Packet {
  /** The highest protocol reached, for people: "TCP", "UDP", "ARP", "link type USER0" … */
  protocol: string;
  ip: Ipv4Header | Ipv6Header | undefined;
  tcp: TcpHeader | undefined;
  udp: UdpHeader | undefined;
  /** Where the innermost layer's data begin; they end at `dataEnd`, or earlier where the frame was cut. */
  dataStart: number;
  dataEnd: number;
  /** What was malformed, and in which layer. */
  error: DecodeError | undefined;
  layer: string;
}

/** A frame of which nothing decoded. */
export const undecodedPacket: Packet = {
  protocol: "unknown",
  ip: undefined,
  tcp: undefined,
  udp: undefined,
  dataStart: 0,
  dataEnd: 0,
  error: undefined,
  layer: "link",
};

/**
 * Decodes a frame: link layer, IP, TCP or UDP. `originalLength` is its length on the wire. With a noting reader the same walk gives
 * the field tree.
 */
export function readPacket(reader: Reader, linkType: number, originalLength: number): Packet {
  const packet: Packet = { ...undecodedPacket, dataEnd: originalLength };
  try {
    readLayers(reader, linkType, reader.offset + originalLength, packet);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    packet.error = error;
    // Where a header is malformed, nobody knows where the data begin.
    packet.dataStart = packet.dataEnd;
  }
  return packet;
}

/** Decodes what IP carries: the data of a whole packet, or of one put together from fragments. */
export function readTransport(reader: Reader, packet: Packet, protocol: number): void {
  packet.protocol = ipProtocolName(protocol);
  if (protocol === ipProtocols.tcp) {
    packet.layer = "tcp";
    reader.group("TCP", () => {
      packet.tcp = readTcpHeader(reader);
      readTcpOptions(reader, packet.tcp.optionsLength);
    });
  } else if (protocol === ipProtocols.udp) {
    packet.layer = "udp";
    packet.udp = readUdp(reader);
  }
  packet.dataStart = reader.offset;
}

function readLayers(reader: Reader, linkType: number, frameEnd: number, packet: Packet): void {
  packet.protocol = linkTypeName(linkType);
  const etherType = readLinkLayer(reader, linkType);
  packet.dataStart = reader.offset;
  if (etherType === undefined) {
    if (!packet.protocol.startsWith("link type")) packet.protocol = `link type ${packet.protocol}`;
    return;
  }
  if (etherType === etherTypes.ipv4) {
    packet.layer = "ipv4";
    packet.protocol = "IPv4";
    packet.ip = readIpv4(reader, frameEnd);
  } else if (etherType === etherTypes.ipv6) {
    packet.layer = "ipv6";
    packet.protocol = "IPv6";
    packet.ip = readIpv6(reader, frameEnd);
  } else {
    // Below 1,536 the field is no type but the length of an 802.3 frame.
    packet.protocol =
      etherTypeNames[etherType] ?? (etherType < 0x0600 ? "IEEE 802.3" : `EtherType 0x${etherType.toString(16)}`);
    if (etherType === etherTypes.arp) readArp(reader);
    return;
  }
  packet.dataStart = reader.offset;
  packet.dataEnd = packet.ip.dataEnd;
  reader.narrow(packet.ip.dataEnd);
  if (packet.ip.fragment === undefined) readTransport(reader, packet, packet.ip.protocol);
  else packet.protocol = `${packet.protocol} fragment`;
}
