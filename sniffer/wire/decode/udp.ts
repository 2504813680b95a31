import type { Reader } from "./reader.ts";

export interface UdpHeader {
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Header and data, in bytes. */
  readonly length: number;
}

/** UDP, RFC 768. Stops before the data. */
export function readUdp(reader: Reader): UdpHeader {
  return reader.group("UDP", () => ({
    sourcePort: reader.uint16("Source port"),
    destinationPort: reader.uint16("Destination port"),
    length: lengthAndChecksum(reader),
  }));
}

function lengthAndChecksum(reader: Reader): number {
  const length = reader.uint16("Length");
  reader.uint16("Checksum");
  return length;
}
