import { type Explained, type Fields, noFields } from "../fields/fields.ts";
import { type Layout, layoutOf, type Pane } from "../fields/layout.ts";
import type { View } from "../page.ts";
import { traits } from "../store/packet-index.ts";
import type { PacketList } from "../store/packet-list.ts";

export interface PacketsState {
  /** The chosen packet, counted from 0. If the filter hides it, the one before it is chosen. */
  readonly packet: number;
  /** The first visible row. */
  readonly top: number;
  /** Whether each new packet with contents is chosen when it comes. */
  readonly isFollowing: boolean;
  /** The number of packets when following stopped: later ones are new. */
  readonly packetsSeen: number;
  /** The number of packets during a pause. */
  readonly pausedAt: number | undefined;
  /** Whether packets are shown that only acknowledge others. */
  readonly hasAcks: boolean;
  readonly pane: Pane;
  readonly isMaximised: boolean;
  readonly fields: Fields;
}

export function startState(isFollowing: boolean): PacketsState {
  return {
    packet: 0,
    top: 0,
    isFollowing,
    packetsSeen: 0,
    pausedAt: undefined,
    hasAcks: false,
    pane: "packets",
    isMaximised: false,
    fields: noFields,
  };
}

/** What the state means for the present capture. */
export interface Shown {
  readonly list: PacketList;
  /** Rows of the list; during a pause, the rows before it. */
  readonly length: number;
  /** The chosen row and its packet; undefined if there are none. */
  readonly row: number;
  readonly packet: number | undefined;
  readonly layout: Layout;
}

export function shownOf({ packet, pausedAt, hasAcks, pane, isMaximised }: PacketsState, view: View): Shown {
  const list = view.session.listOf(view.filter, hasAcks);
  const length = pausedAt === undefined ? list.length : Math.min(list.length, list.rowOf(pausedAt));
  // While packets come, the panes do not move. Before the first one, the reason has the whole page.
  const whole = view.session.isLoading ? Number.POSITIVE_INFINITY : length;
  const row = Math.max(0, Math.min(list.rowOf(packet), length - 1));
  return {
    list,
    length,
    row,
    packet: length === 0 ? undefined : list.at(row),
    layout: layoutOf(view.size, pane, isMaximised || (length === 0 && pane === "packets"), whole),
  };
}

export function explainedOf({ fields }: PacketsState, { packet }: Shown, { session }: View): Explained {
  return session.explained(packet, fields.toggled);
}

/** How many rows back a packet with contents is looked for. */
const MAX_LOOK_BACK = 1000;

/**
 * The row of the newest packet with contents: words, records, anything but TCP's own signals. Without one, the last
 * row.
 */
export function newestRow({ list, length }: Shown, { session: { store } }: View): number {
  for (let row = length - 1; row >= Math.max(0, length - MAX_LOOK_BACK); row--) {
    const packet = list.at(row)!;
    if (store.packets.has(packet, traits.payload) || !store.packets.has(packet, traits.tcp)) return row;
  }
  return Math.max(0, length - 1);
}
