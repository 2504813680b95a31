import { type Endpoint, endpointText } from "../observe/endpoint.ts";

/** Sender and receiver. */
export type TwoEnds = readonly [from: Endpoint, to: Endpoint];

const arrow = " → ";

/** The fewest columns for two addresses. */
export const smallestEnds = 17;

/**
 * Two addresses with an arrow between them, in at most `width` columns, which is at least `smallestEnds`. If room is
 * short, the sender's port is left out first, then the receiver's, then groups from the middle of each address, so that
 * both keep a fair part: `fe80::…719d → ff02::2`.
 */
export function betweenEnds(ends: TwoEnds, width: number): string {
  const [sender, receiver] = [ends[0].address, ends[1].address];
  const [from, to] = [endpointText(ends[0]), endpointText(ends[1])];
  for (const [left, right] of [
    [from, to],
    [sender, to],
    [sender, receiver],
  ] as const)
    if (left.length + arrow.length + right.length <= width) return left + arrow + right;
  const room = width - arrow.length;
  const fair = shortAddress(sender, Math.max(room >> 1, room - receiver.length));
  const right = shortAddress(receiver, room - fair.length);
  return shortAddress(sender, room - right.length) + arrow + right;
}

/**
 * As many groups of an address as fit, with "…" for those left out of its middle. The last group always stays, because
 * it differs between machines. The first one, which shows the kind of address, goes after the middle ones.
 */
function shortAddress(address: string, room: number): string {
  if (address.length <= room) return address;
  const groups = address.match(/[^:.]+[:.]*|^:+/g) ?? [address];
  let best = `…${groups.at(-1)}`;
  for (let first = 0; first < groups.length; first++) {
    for (let last = 1; first + last < groups.length; last++) {
      const text = `${groups.slice(0, first).join("")}…${groups.slice(-last).join("")}`;
      const isBetter = text.length > best.length || (first > 0 && best.startsWith("…"));
      if (text.length <= room && isBetter) best = text;
    }
  }
  return best;
}
