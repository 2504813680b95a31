import { registry } from "./registry.ts";

/** What IP carries: IANA "Assigned Internet Protocol Numbers". */
export const ipProtocol = registry(1, {
  "IPv6 hop-by-hop options": 0x00,
  ICMP: 0x01,
  IGMP: 0x02,
  "IPv4 in IP": 0x04,
  TCP: 0x06,
  UDP: 0x11,
  "IPv6 in IP": 0x29,
  "IPv6 routing header": 0x2b,
  "IPv6 fragment header": 0x2c,
  GRE: 0x2f,
  ESP: 0x32,
  AH: 0x33,
  ICMPv6: 0x3a,
  "IPv6 no next header": 0x3b,
  "IPv6 destination options": 0x3c,
  OSPF: 0x59,
  PIM: 0x67,
  VRRP: 0x70,
  SCTP: 0x84,
  "IPv6 mobility header": 0x87,
  "UDP-Lite": 0x88,
});
