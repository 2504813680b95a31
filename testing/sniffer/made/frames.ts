import { etherType } from "../../../sniffer/wire/decode/ether-types.ts";
import { ethernet, ipv4, ipv6, ipv6Fragment } from "../frame-parts.ts";
import type { Choices } from "./choices.ts";
import { madeDatagram, madeSegments, type Payload } from "./segments.ts";

/** An IP packet, and its version. */
interface IpPacket {
  readonly version: 4 | 6;
  readonly bytes: Buffer;
}

/** Link types whose frames begin with a header of this length before IP, in hexadecimal without the EtherType. */
const links = { ethernet: 1, raw: 101, unknown: 9999 } as const;

export interface MadeFrames {
  readonly linkType: number;
  readonly frames: readonly Uint8Array[];
}

/** The frames of one to three connections and some datagrams, mixed, some of them in IP fragments. */
export function madeFrames(choices: Choices): MadeFrames {
  const linkType = choices.pick([links.ethernet, links.ethernet, links.ethernet, links.raw, links.unknown]);
  const flows = Array.from({ length: choices.between(1, 3) }, (_, flow) => flowPackets(choices, 40_000 + flow));
  const frames: Uint8Array[] = [];
  while (flows.some((packets) => packets.length > 0)) {
    const packet = choices.pick(flows).shift();
    if (packet !== undefined) frames.push(frameOf(choices, packet, linkType));
  }
  return { linkType, frames };
}

function flowPackets(choices: Choices, clientPort: number): IpPacket[] {
  const version = choices.onceIn(4) ? 6 : 4;
  const payloads = choices.onceIn(8) ? [madeDatagram(choices)] : madeSegments(choices, clientPort);
  return payloads.flatMap((payload, number) => {
    if (choices.onceIn(10)) return fragments(choices, payload, version, number + 1);
    return [packetOf(choices, payload, version)];
  });
}

const addresses = [
  [10, 0, 0, 1],
  [10, 0, 0, 2],
] as const;

function packetOf(choices: Choices, { end, protocol, bytes }: Payload, version: 4 | 6): IpPacket {
  const claimed = choices.onceIn(60) ? choices.awkward() & 0xffff : undefined;
  if (version === 6) {
    const hasHopByHop = choices.onceIn(20);
    const payload = hasHopByHop ? Buffer.concat([Buffer.from([protocol, 0, 1, 4, 0, 0, 0, 0]), bytes]) : bytes;
    return { version, bytes: ipv6(payload, hasHopByHop ? 0 : protocol, claimed ?? payload.length) };
  }
  const parts = { protocol, source: addresses[end], destination: addresses[1 - end]! };
  const options = choices.onceIn(30) ? { options: Buffer.alloc(4 * choices.below(10), 1) } : {};
  return {
    version,
    bytes: ipv4(bytes, { ...parts, ...options, ...(claimed !== undefined && { totalLength: claimed }) }),
  };
}

/** A payload in fragments: in any order, doubled, overlapping, some missing, some beyond the last one. */
function fragments(choices: Choices, payload: Payload, version: 4 | 6, identification: number): IpPacket[] {
  const { bytes } = payload;
  const places: { readonly start: number; readonly end: number; readonly isLast: boolean }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + 8 * choices.between(1, 8));
    places.push({ start: at, end, isLast: end === bytes.length });
    at = end;
  }
  for (let more = choices.below(3); more > 0; more--) {
    const start = 8 * choices.below(choices.onceIn(6) ? 8192 : 16);
    places.push({ start, end: start + choices.between(0, 40), isLast: choices.onceIn(3) });
  }
  return choices.disturbed(places, 6).map(({ start, end, isLast }) => {
    const known = bytes.subarray(start, end);
    const piece = Buffer.concat([known, choices.bytes(end - start - known.length)]);
    if (version === 6) {
      const fragment = ipv6Fragment(piece, { offset: start, hasMore: !isLast, next: payload.protocol });
      return { version, bytes: ipv6(fragment, 44) };
    }
    return {
      version,
      bytes: ipv4(piece, {
        protocol: payload.protocol,
        source: addresses[payload.end],
        destination: addresses[1 - payload.end]!,
        identification,
        fragmentOffset: start,
        hasMore: !isLast,
      }),
    };
  });
}

function frameOf(choices: Choices, { version, bytes }: IpPacket, linkType: number): Uint8Array {
  if (choices.onceIn(80)) bytes[choices.below(bytes.length)] = choices.below(256);
  if (linkType !== links.ethernet) return bytes;
  const tags = choices.onceIn(30) ? ([[0x8100, 5]] as const) : [];
  const type = choices.onceIn(100) ? choices.awkward() & 0xffff : version === 4 ? etherType.IPv4 : etherType.IPv6;
  const frame = ethernet(bytes, type, tags);
  return choices.onceIn(25) ? Buffer.concat([frame, Buffer.alloc(choices.below(20))]) : frame;
}
