/** What stands above the link layer: an EtherType (IEEE 802 numbers), or undefined where the link type is not known here. */
export type EtherType = number;

export const etherTypes = { ipv4: 0x0800, arp: 0x0806, vlan: 0x8100, ipv6: 0x86dd, qinq: 0x88a8 } as const;

export const etherTypeNames: Readonly<Record<number, string>> = {
  2048: "IPv4",
  2054: "ARP",
  32821: "RARP",
  33024: "802.1Q",
  34525: "IPv6",
  34887: "MPLS",
  34915: "PPPoE Discovery",
  34916: "PPPoE",
  34958: "EAPOL",
  34984: "802.1ad",
  35020: "LLDP",
  35045: "MACsec",
  35063: "PTP",
};
