import type { View } from "../page.ts";
import { traits } from "../store/packet-index.ts";
import type { PacketList } from "../store/packet-list.ts";
import { type Explained, type Fields, noFields } from "./fields.ts";
import { type Layout, layoutOf, type Pane } from "./layout.ts";

export interface PacketsState {
  /** The packet that is chosen, counted from 0; where the filter hides it, the one before it takes its place. */
  readonly packet: number;
  /** The first row that is shown. */
  readonly top: number;
  /** Whether the newest packet that carries something is chosen as it comes. */
  readonly isFollowing: boolean;
  /** How many packets there were when following stopped: later ones are new. */
  readonly packetsSeen: number;
  /** How many packets are shown while paused. */
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

/** What the state means for the capture as it is now. */
export interface Shown {
  readonly list: PacketList;
  /** Rows of the list, or those shown while paused. */
  readonly length: number;
  /** The row that is chosen, and its packet; undefined where there are none. */
  readonly row: number;
  readonly packet: number | undefined;
  readonly layout: Layout;
}

export function shownOf({ packet, pausedAt, hasAcks, pane, isMaximised }: PacketsState, view: View): Shown {
  const list = view.session.listOf(view.filter, hasAcks);
  const length = pausedAt === undefined ? list.length : Math.min(list.length, list.rowOf(pausedAt));
  // While packets still come, the panes stay where they are.
  const whole = view.session.isLoading ? Number.POSITIVE_INFINITY : length;
  const row = Math.max(0, Math.min(list.rowOf(packet), length - 1));
  return {
    list,
    length,
    row,
    packet: length === 0 ? undefined : list.at(row),
    layout: layoutOf(view.size, pane, isMaximised, whole),
  };
}

/** The explanation of the chosen packet. */
export function explainedOf({ fields }: PacketsState, { packet }: Shown, { session }: View): Explained {
  return session.explained(packet, fields.toggled);
}

/** How far back a packet is looked for that carries something. */
const MAX_LOOK_BACK = 1000;

/** The row of the newest packet that carries something: words, records, anything but TCP's own signals. Else the last row. */
export function newestRow({ list, length }: Shown, { session: { store } }: View): number {
  for (let row = length - 1; row >= Math.max(0, length - MAX_LOOK_BACK); row--) {
    const packet = list.at(row)!;
    if (store.packets.has(packet, traits.payload) || !store.packets.has(packet, traits.tcp)) return row;
  }
  return Math.max(0, length - 1);
}
