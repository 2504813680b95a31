import { type EtherType, etherType } from "./ether-types.ts";
import type { Reader } from "./reader.ts";
import { registry } from "./registry.ts";

const packetType = registry(1, {
  "to us": 0x00,
  broadcast: 0x01,
  multicast: 0x02,
  "to another host": 0x03,
  "sent by us": 0x04,
});

/** Linux cooked capture, version 1 (LINKTYPE_LINUX_SLL): `tcpdump -i any` writes it instead of the real link layer. */
export function readLinuxCooked(reader: Reader): EtherType {
  return reader.group("Linux cooked capture", () => {
    reader.uint16("Packet type", packetType);
    reader.uint16("ARPHRD type");
    reader.uint16("Link-layer address length");
    reader.take("Link-layer address", 8);
    return reader.uint16("Protocol type", etherType);
  });
}

/** Linux cooked capture, version 2 (LINKTYPE_LINUX_SLL2). */
export function readLinuxCooked2(reader: Reader): EtherType {
  return reader.group("Linux cooked capture v2", () => {
    const type = reader.uint16("Protocol type", etherType);
    reader.uint16("Reserved");
    reader.uint32("Interface index");
    reader.uint16("ARPHRD type");
    reader.uint8("Packet type", packetType);
    reader.uint8("Link-layer address length");
    reader.take("Link-layer address", 8);
    return type;
  });
}
