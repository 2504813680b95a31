import { type EtherType, etherType } from "./ether-types.ts";
import { DecodeError, type Reader } from "./reader.ts";
import { faults, values } from "./texts.ts";

/** Address families on the capturing system: IPv4 is the same everywhere, IPv6 differs. */
const ipv4Family = 0x02;
const ipv6Families: readonly number[] = [0x0a, 0x17, 0x18, 0x1c, 0x1e];

/**
 * BSD loopback (LINKTYPE_NULL): the address family in four bytes, in the byte order of the capturing machine. If the
 * first order makes no sense, the other one is tried.
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
  if (family === ipv4Family) return etherType.IPv4;
  if (ipv6Families.includes(family)) return etherType.IPv6;
  throw new DecodeError("invalid", faults.addressFamily(family), offset);
}

function swapIfLarge(value: number): number {
  if (value <= 0xffff) return value;
  return ((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);
}

function familyName(family: number): string {
  return family === ipv4Family ? "IPv4" : ipv6Families.includes(family) ? "IPv6" : values.unknown;
}
