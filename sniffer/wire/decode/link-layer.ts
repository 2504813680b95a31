import { type EtherType, etherTypes } from "./ether-types.ts";
import { readEthernet } from "./ethernet.ts";
import { readLinuxCooked, readLinuxCooked2 } from "./linux-cooked.ts";
import { readBsdLoopback, readBsdNull } from "./null-loopback.ts";
import { DecodeError, type Reader } from "./reader.ts";

interface LinkType {
  readonly name: string;
  /** Reads the link layer's header; what follows is of the EtherType returned. Absent where this lab does not decode it. */
  readonly read?: (reader: Reader) => EtherType;
}

/** Link types by LINKTYPE_ number: https://www.tcpdump.org/linktypes.html. DLT_RAW has a different number on each system. */
const linkTypes: Readonly<Record<number, LinkType>> = {
  0: { name: "NULL", read: readBsdNull },
  1: { name: "ETHERNET", read: readEthernet },
  6: { name: "IEEE802_5" },
  9: { name: "PPP" },
  12: { name: "RAW", read: readRawIp },
  14: { name: "RAW", read: readRawIp },
  50: { name: "PPP_HDLC" },
  101: { name: "RAW", read: readRawIp },
  104: { name: "C_HDLC" },
  105: { name: "IEEE802_11" },
  108: { name: "LOOP", read: readBsdLoopback },
  113: { name: "LINUX_SLL", read: readLinuxCooked },
  117: { name: "PFLOG" },
  127: { name: "IEEE802_11_RADIOTAP" },
  147: { name: "USER0" },
  192: { name: "PPI" },
  220: { name: "USB_LINUX_MMAPPED" },
  228: { name: "IPV4", read: () => etherTypes.ipv4 },
  229: { name: "IPV6", read: () => etherTypes.ipv6 },
  239: { name: "NFLOG" },
  258: { name: "PKTAP" },
  276: { name: "LINUX_SLL2", read: readLinuxCooked2 },
};

/** The name of a LINKTYPE_ number, or "link type 300". */
export function linkTypeName(linkType: number): string {
  return linkTypes[linkType]?.name ?? `link type ${linkType}`;
}

/** Reads the link layer of a frame; undefined where this lab does not know the link type. */
export function readLinkLayer(reader: Reader, linkType: number): EtherType | undefined {
  return linkTypes[linkType]?.read?.(reader);
}

/** Raw IP has no header of its own: the version in the first four bits says which IP it is. */
function readRawIp(reader: Reader): EtherType {
  if (reader.left === 0) throw new DecodeError("IP version needs 1 byte, 0 left", reader.offset);
  const version = reader.bytes[reader.offset]! >> 4;
  if (version === 4) return etherTypes.ipv4;
  if (version === 6) return etherTypes.ipv6;
  throw new DecodeError(`IP version is ${version}, neither 4 nor 6`, reader.offset);
}
