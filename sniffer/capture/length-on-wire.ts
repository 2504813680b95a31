const ipv4 = 0x0800;
const ipv6 = 0x86dd;
const ipv6HeaderLength = 40;

/** By LINKTYPE_ number: the offset of the EtherType, and of the IP header after it. */
const layouts: Readonly<Record<number, { readonly etherType: number; readonly ip: number }>> = {
  1: { etherType: 12, ip: 14 },
  113: { etherType: 14, ip: 16 },
};

/**
 * The length on the wire of a frame that npm `cap` may have cut at its snap length: cap does not report it. The frame's
 * IP header gives it; without one, it is the captured length.
 */
export function lengthOnWire(frame: Buffer, captured: number, linkType: number, snapLength: number): number {
  if (captured < snapLength) return captured;
  const layout = layouts[linkType];
  if (layout === undefined) return captured;
  const etherType = frame.readUInt16BE(layout.etherType);
  let length = 0;
  if (etherType === ipv4) length = layout.ip + frame.readUInt16BE(layout.ip + 2);
  if (etherType === ipv6) length = layout.ip + ipv6HeaderLength + frame.readUInt16BE(layout.ip + 4);
  return Math.max(length, captured);
}
