/** RFC 854: "interpret as command", and the commands that negotiate (RFC 855). */
const telnet = { SE: 0xf0, SB: 0xfa, WILL: 0xfb, DONT: 0xfe, IAC: 0xff } as const;

/** The end of the telnet negotiation at the start of these bytes: 0 if there is none. Text may follow. */
export function afterNegotiation(bytes: Uint8Array): number {
  let at = 0;
  while (bytes[at] === telnet.IAC) {
    const command = bytes[at + 1] ?? 0;
    const end = command === telnet.SB ? subnegotiationEnd(bytes, at + 2) : at + 3;
    const isWhole = command >= telnet.SB && command <= telnet.DONT && end <= bytes.length;
    if (!isWhole) break;
    at = end;
  }
  return at;
}

/** The place after IAC SE; beyond the bytes if it is missing. */
function subnegotiationEnd(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    if (bytes[at] === telnet.IAC && bytes[at + 1] === telnet.SE) return at + 2;
  }
  return bytes.length + 1;
}
