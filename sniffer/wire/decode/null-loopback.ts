import { type EtherType, etherTypes } from "./ether-types.ts";
import { DecodeError, type Reader } from "./reader.ts";

/** Address families of the systems that write these captures: 2 is IPv4 everywhere, IPv6 differs from system to system. */
const ipv6Families = new Set([10, 23, 24, 28, 30]);

/**
 * BSD loopback (LINKTYPE_NULL): the address family in four bytes, in the byte order of the machine that captured. The other
 * order is tried where the first makes no sense.
 */
export function readBsdNull(reader: Reader): EtherType {
  return reader.group("Loopback", () => {
    const family = reader.uint32("Address family", (value) => familyName(swapIfLarge(value)));
    return etherTypeOf(swapIfLarge(family), reader.offset - 4);
  });
}

/** OpenBSD loopback (LINKTYPE_LOOP): as above, always in network byte order. */
export function readBsdLoopback(reader: Reader): EtherType {
  return reader.group("Loopback", () => {
    const family = reader.uint32("Address family", familyName);
    return etherTypeOf(family, reader.offset - 4);
  });
}

function etherTypeOf(family: number, offset: number): EtherType {
  if (family === 2) return etherTypes.ipv4;
  if (ipv6Families.has(family)) return etherTypes.ipv6;
  throw new DecodeError(`Address family ${family} is neither IPv4 nor IPv6`, offset);
}

function swapIfLarge(value: number): number {
  if (value <= 0xffff) return value;
  return ((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);
}

function familyName(family: number): string {
  return family === 2 ? "IPv4" : ipv6Families.has(family) ? "IPv6" : "unknown";
}
