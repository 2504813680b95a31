import { registry } from "./registry.ts";

/** The protocol after the link layer: an EtherType (IEEE 802 numbers). */
export type EtherType = number;

/** EtherTypes: IANA "IEEE 802 Numbers". */
export const etherType = registry(2, {
  IPv4: 0x0800,
  ARP: 0x0806,
  RARP: 0x8035,
  "802.1Q": 0x8100,
  IPv6: 0x86dd,
  MPLS: 0x8847,
  "PPPoE Discovery": 0x8863,
  PPPoE: 0x8864,
  EAPOL: 0x888e,
  "802.1ad": 0x88a8,
  LLDP: 0x88cc,
  MACsec: 0x88e5,
  PTP: 0x88f7,
});
