import { counted, grouped } from "../../../terminal/grouped.ts";

const count = (bytes: number) => (bytes === 1 ? "1 byte" : `${grouped(bytes)} bytes`);

/**
 * A field is called as in its RFC. This label is also the id of its explanation, and another language can give it
 * another name. These labels are for fields that only count the bytes of the next field.
 */
export const labels = {
  length: (field: string) => `${field} length`,
} as const;

/** What is malformed. Each text names the field, what it needs, and what was found. */
export const faults = {
  truncated: (field: string, needed: number, left: number) => `${field} needs ${count(needed)}, ${left} left`,
  leftOver: (part: string, bytes: number) => `${part}: ${count(bytes)} left over`,
  emptyPart: "a repeated part was empty",
  ipVersion: (version: number) => `IP version is ${version}, not 4 or 6`,
  version: (version: number, expected: number) => `Version is ${version}, not ${expected}`,
  addressFamily: (family: number) => `Address family ${family} is not IPv4 or IPv6`,
  tooShort: (field: string, bytes: number, least: number) => `${field} is ${bytes} bytes, less than ${least}`,
  totalLength: (bytes: number, header: number) => `Total length is ${bytes} bytes, less than the header's ${header}`,
  beyondFrame: (bytes: number) => `the IP header says ${count(bytes)} more than the frame has`,
  extensionHeaders: (most: number) => `more than ${most} extension headers`,
  optionLength: (kind: number, length: number) => `Length of option ${kind} is ${length}, less than 2`,
  derDepth: (most: number) => `DER values are more than ${most} levels deep`,
  unpackedTooLong: (bytes: number, most: number) =>
    `it has ${count(bytes)} after decompression, more than ${count(most)}`,
  notUnpacked: (bytes: number) => `it cannot be decompressed to ${count(bytes)}`,
  derTag: "Tag numbers above 30 are not used here",
  derLength: "The length has a form that DER does not allow",
} as const;

/** What the bytes of a field mean, if a name is not enough. */
export const values = {
  bytes: count,
  seconds: (seconds: number) => counted(seconds, "second"),
  unknown: "unknown",
  vlan: (id: number, priority: number) => `VLAN ${id}, priority ${priority}`,
  versionAndHeader: (version: number, bytes: number) => `version ${version}, header of ${bytes} bytes`,
  fragment: (offset: number, isWhole: boolean, hasMore: boolean) =>
    [`offset ${offset}`, isWhole && "don't fragment", hasMore && "more fragments"].filter(Boolean).join(", "),
  ipv6Start: (version: number, trafficClass: number, flowLabel: number) =>
    `version ${version}, traffic class ${trafficClass}, flow label 0x${flowLabel.toString(16)}`,
  headerAndFlags: (bytes: number, flags: readonly string[]) =>
    `header of ${bytes} bytes, ${flags.join(" ") || "no flags"}`,
  windowScale: (shift: number) => `window counts times ${2 ** shift}`,
} as const;

/** The name of a packet that is not TCP or UDP, from the highest layer that was decoded. */
export const protocols = {
  linkType: (name: string) => `link type ${name}`,
  etherType: (number: string) => `EtherType ${number}`,
  ieee802: "IEEE 802.3",
  ip: (number: string) => `IP protocol ${number}`,
  fragment: (ip: string) => `${ip} fragment`,
} as const;
