import { type EtherType, etherType } from "./ether-types.ts";
import { readEthernet } from "./ethernet.ts";
import { linkType, rawElsewhere } from "./link-types.ts";
import { readLinuxCooked, readLinuxCooked2 } from "./linux-cooked.ts";
import { readBsdLoopback, readBsdNull } from "./null-loopback.ts";
import { DecodeError, type Reader } from "./reader.ts";
import { faults } from "./texts.ts";

/**
 * Reads the link layer of a frame. Returns the EtherType of what follows, or undefined if this lab does not decode the
 * link type.
 */
export function readLinkLayer(reader: Reader, type: number): EtherType | undefined {
  return readers.get(type)?.(reader);
}

const readers: ReadonlyMap<number, (reader: Reader) => EtherType> = new Map([
  [linkType.NULL, readBsdNull],
  [linkType.ETHERNET, readEthernet],
  [linkType.RAW, readRawIp],
  ...rawElsewhere.map((type) => [type, readRawIp] as const),
  [linkType.LOOP, readBsdLoopback],
  [linkType.LINUX_SLL, readLinuxCooked],
  [linkType.IPV4, () => etherType.IPv4],
  [linkType.IPV6, () => etherType.IPv6],
  [linkType.LINUX_SLL2, readLinuxCooked2],
]);

/** Raw IP has no header of its own: the version in the first four bits says which IP it is. */
function readRawIp(reader: Reader): EtherType {
  if (reader.left === 0) throw new DecodeError("truncated", faults.truncated("IP version", 1, 0), reader.offset);
  const version = reader.bytes[reader.offset]! >> 4;
  if (version === 4) return etherType.IPv4;
  if (version === 6) return etherType.IPv6;
  throw new DecodeError("invalid", faults.ipVersion(version), reader.offset);
}
