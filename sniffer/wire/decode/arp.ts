import { etherType } from "./ether-types.ts";
import { macText } from "./ethernet.ts";
import { ipv4Text } from "./ipv4.ts";
import type { Reader } from "./reader.ts";
import { registry } from "./registry.ts";

const operation = registry(2, { request: 0x0001, reply: 0x0002 });

/** ARP for IPv4 over Ethernet, RFC 826: who has this IP address? Useful only with a noting reader. */
export function readArp(reader: Reader): void {
  if (!reader.isNoting) return;
  reader.group("ARP", () => {
    reader.uint16("Hardware type");
    reader.uint16("Protocol type", etherType);
    const hardware = reader.uint8("Hardware address length");
    const protocol = reader.uint8("Protocol address length");
    reader.uint16("Operation", operation);
    if (hardware !== 6 || protocol !== 4) return;
    reader.take("Sender MAC address", 6, macText);
    reader.uint32("Sender IP address", ipv4Text);
    reader.take("Target MAC address", 6, macText);
    reader.uint32("Target IP address", ipv4Text);
  });
}
