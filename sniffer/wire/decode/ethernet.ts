import { type EtherType, etherType } from "./ether-types.ts";
import { hex, type Reader } from "./reader.ts";
import { values } from "./texts.ts";

/** Most VLAN tags in a row; real networks use one or two. */
const MAX_VLAN_TAGS = 4;
/** The number that switches used for 802.1ad before it was standardised. */
const OLD_VLAN_TAG = 0x9100;

/**
 * Ethernet II, IEEE 802.3, and the tags of 802.1Q and 802.1ad, which it skips.
 *
 *      0               6              12      14
 *     +---------------+---------------+-------+-----
 *     |  destination  |    source     | type  | payload
 *     +---------------+---------------+-------+-----
 */
export function readEthernet(reader: Reader): EtherType {
  return reader.group("Ethernet", () => {
    if (!reader.isNoting && reader.left >= 14) reader.offset += 12;
    else {
      reader.take("Destination MAC address", 6, macText);
      reader.take("Source MAC address", 6, macText);
    }
    let type = reader.uint16("EtherType", etherType);
    for (let tags = 0; isTag(type) && tags < MAX_VLAN_TAGS; tags++) {
      reader.uint16("VLAN tag", (tag) => values.vlan(tag & 0x0fff, tag >> 13));
      type = reader.uint16("EtherType", etherType);
    }
    return type;
  });
}

/** `02:00:00:00:00:01` */
export function macText(bytes: Uint8Array): string {
  return hex(bytes, ":");
}

function isTag(type: EtherType): boolean {
  return type === etherType["802.1Q"] || type === etherType["802.1ad"] || type === OLD_VLAN_TAG;
}
