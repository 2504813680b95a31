import { type EtherType, etherTypeNames } from "./ether-types.ts";
import type { Reader } from "./reader.ts";

const packetTypes: Readonly<Record<number, string>> = {
  0: "to us",
  1: "broadcast",
  2: "multicast",
  3: "to another host",
  4: "sent by us",
};

/** Linux cooked capture, version 1 (LINKTYPE_LINUX_SLL): what `tcpdump -i any` writes in place of the real link layer. */
export function readLinuxCooked(reader: Reader): EtherType {
  return reader.group("Linux cooked capture", () => {
    reader.uint16("Packet type", packetTypes);
    reader.uint16("ARPHRD type");
    reader.uint16("Link-layer address length");
    reader.take("Link-layer address", 8);
    return reader.uint16("Protocol type", etherTypeNames);
  });
}

/** Linux cooked capture, version 2 (LINKTYPE_LINUX_SLL2). */
export function readLinuxCooked2(reader: Reader): EtherType {
  return reader.group("Linux cooked capture v2", () => {
    const type = reader.uint16("Protocol type", etherTypeNames);
    reader.uint16("Reserved");
    reader.uint32("Interface index");
    reader.uint16("ARPHRD type");
    reader.uint8("Packet type", packetTypes);
    reader.uint8("Link-layer address length");
    reader.take("Link-layer address", 8);
    return type;
  });
}
