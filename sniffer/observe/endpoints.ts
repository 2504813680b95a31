import type { Frame } from "../capture/frame.ts";
import { ipv4Text } from "../wire/decode/ipv4.ts";
import { ipv6Text } from "../wire/decode/ipv6.ts";
import type { Packet } from "../wire/decode/packet.ts";
import type { EndpointKey } from "../wire/stream/connection-table.ts";
import type { Endpoint } from "./endpoint.ts";

/** The endpoints of a segment as keys of the connection table: source and destination. */
export function endpointKeys({ bytes }: Frame, { ip, tcp }: Packet): readonly [EndpointKey, EndpointKey] {
  const { sourcePort, destinationPort } = tcp!;
  return ip!.version === 4
    ? [ip!.source * 65536 + sourcePort, ip!.destination * 65536 + destinationPort]
    : [key6(bytes, ip!.sourceAt, sourcePort), key6(bytes, ip!.destinationAt, destinationPort)];
}

/** What the fragments of one packet have in common (RFC 791 section 3.2, RFC 8200 section 4.5). */
export function fragmentKey({ bytes }: Frame, { ip }: Packet): string {
  const addresses =
    ip!.version === 4
      ? `${ip!.source} ${ip!.destination}`
      : key6(bytes, ip!.sourceAt, 0) + key6(bytes, ip!.destinationAt, 0);
  return `${addresses} ${ip!.protocol} ${ip!.fragment!.identification}`;
}

/** Source and destination of an IP packet. */
export function endpointsOf({ bytes }: Pick<Frame, "bytes">, { ip, tcp, udp }: Packet): readonly [Endpoint, Endpoint] {
  const ports = tcp ?? udp;
  const [source, destination] =
    ip!.version === 4
      ? [ipv4Text(ip!.source), ipv4Text(ip!.destination)]
      : [ipv6Text(bytes, ip!.sourceAt), ipv6Text(bytes, ip!.destinationAt)];
  return [
    { address: source, port: ports?.sourcePort },
    { address: destination, port: ports?.destinationPort },
  ];
}

function key6(bytes: Uint8Array, at: number, port: number): string {
  let key = String.fromCharCode(port);
  for (let group = at; group < at + 16; group += 2)
    key += String.fromCharCode((bytes[group]! << 8) | bytes[group + 1]!);
  return key;
}
