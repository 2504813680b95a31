import { isIPv6 } from "node:net";
import type { Endpoint } from "../../../sniffer/observe/endpoint.ts";

/** The fields of a TCP segment, RFC 9293 section 3.1. */
export interface Segment {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly sequence: number;
  readonly acknowledgment: number;
  /** From `tcpFlags`. */
  readonly flags: number;
  readonly payload: Uint8Array;
}

const TCP_HEADER = 20;
const TCP = 6;
const WINDOW = 0xffff;
const TIME_TO_LIVE = 64;

/**
 * A segment in an IP packet (RFC 791, RFC 8200), in the form of LINKTYPE_RAW. The checksums are zero: not computed, as
 * on loopback.
 */
export function tcpPacket({ from, to, sequence, acknowledgment, flags, payload }: Segment): Uint8Array {
  const tcp = Buffer.alloc(TCP_HEADER + payload.length);
  tcp.writeUInt16BE(from.port ?? 0, 0);
  tcp.writeUInt16BE(to.port ?? 0, 2);
  tcp.writeUInt32BE(sequence, 4);
  tcp.writeUInt32BE(acknowledgment, 8);
  tcp.writeUInt16BE(((TCP_HEADER / 4) << 12) | flags, 12);
  tcp.writeUInt16BE(WINDOW, 14);
  tcp.set(payload, TCP_HEADER);
  return isIPv6(to.address) ? inIpv6(from.address, to.address, tcp) : inIpv4(from.address, to.address, tcp);
}

function inIpv4(from: string, to: string, tcp: Uint8Array): Uint8Array {
  const header = Buffer.alloc(20);
  header[0] = 0x45; // Version 4, five words of header.
  header.writeUInt16BE(header.length + tcp.length, 2);
  header.writeUInt16BE(0x4000, 6); // Do not fragment.
  header[8] = TIME_TO_LIVE;
  header[9] = TCP;
  header.set(from.split(".").map(Number), 12);
  header.set(to.split(".").map(Number), 16);
  return Buffer.concat([header, tcp]);
}

function inIpv6(from: string, to: string, tcp: Uint8Array): Uint8Array {
  const header = Buffer.alloc(40);
  header[0] = 0x60;
  header.writeUInt16BE(tcp.length, 4);
  header[6] = TCP;
  header[7] = TIME_TO_LIVE;
  header.set(ipv6Bytes(from), 8);
  header.set(ipv6Bytes(to), 24);
  return Buffer.concat([header, tcp]);
}

/**
 * The sixteen bytes of an address in the system's form: "::" means zeros, and a zone may follow (RFC 4291, RFC 4007).
 */
function ipv6Bytes(text: string): Uint8Array {
  const [start = "", end] = text.replace(/%.*/, "").split("::");
  const words = (part: string) =>
    part.split(":").flatMap((word) => {
      if (!word.includes(".")) return word === "" ? [] : [Number.parseInt(word, 16)];
      const [a, b, c, d] = word.split(".").map(Number);
      return [(a! << 8) | b!, (c! << 8) | d!];
    });
  const [before, after] = [words(start), words(end ?? "")];
  const zeros = Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0);
  return Uint8Array.from([...before, ...zeros, ...after].slice(0, 8).flatMap((word) => [word >> 8, word & 0xff]));
}
