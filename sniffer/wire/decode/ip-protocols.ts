/** Protocol numbers that the decoders act on: IANA "Assigned Internet Protocol Numbers". */
export const ipProtocols = { tcp: 6, udp: 17 } as const;

const names: Readonly<Record<number, string>> = {
  0: "IPv6 hop-by-hop options",
  1: "ICMP",
  2: "IGMP",
  4: "IPv4 in IP",
  6: "TCP",
  17: "UDP",
  41: "IPv6 in IP",
  43: "IPv6 routing header",
  44: "IPv6 fragment header",
  47: "GRE",
  50: "ESP",
  51: "AH",
  58: "ICMPv6",
  59: "IPv6 no next header",
  60: "IPv6 destination options",
  89: "OSPF",
  103: "PIM",
  112: "VRRP",
  132: "SCTP",
  135: "IPv6 mobility header",
  136: "UDP-Lite",
};

/** "TCP", or "IP protocol 253" where this table has no name. */
export function ipProtocolName(protocol: number): string {
  return names[protocol] ?? `IP protocol ${protocol}`;
}
