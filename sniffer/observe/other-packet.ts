import type { Frame } from "../capture/frame.ts";
import { type Packet, protocolName } from "../wire/decode/packet.ts";
import { endpointsOf } from "./endpoints.ts";
import type { PacketObservation } from "./observation.ts";

/** A packet that is not a segment of a connection, as an observation. */
export function otherPacket(frame: Frame, packet: Packet, notes: readonly string[]): PacketObservation {
  const endpoints = packet.ip === undefined ? undefined : endpointsOf(frame, packet);
  return {
    kind: "packet",
    number: frame.number,
    time: frame.time,
    protocol: protocolName(packet, frame.linkType),
    ...(endpoints && { source: endpoints[0], destination: endpoints[1] }),
    length: frame.originalLength,
    captured: frame.bytes.length,
    ...(packet.udp && { payload: Math.max(0, packet.udp.length - 8) }),
    ...(notes.length > 0 && { notes }),
  };
}
