import { moveTo, target } from "../../../terminal/screen/list-view.ts";
import * as fields from "../fields/fields.ts";
import type { Pane } from "../fields/layout.ts";
import { byteAt } from "../packets/bytes-lines.ts";
import { chosenText } from "../packets/chosen-text.ts";
import { packetsLines, packetsTitle } from "../packets/packets-lines.ts";
import {
  explainedOf,
  newestRow,
  type PacketsState,
  type Shown,
  shownOf,
  startState,
} from "../packets/packets-state.ts";
import { type CommonAct, type Outcome, page, type View } from "../page.ts";
import { traits } from "../store/packet-index.ts";
import { texts } from "../texts.ts";

const { keys: words } = texts;

type Act =
  | { readonly kind: "left" | "right" | "next-pane" | "previous-pane" | "maximise" | "pause" | "acks" }
  | { readonly kind: "write" | "filter" };

/** The packets, and the chosen one in words, fields and bytes. */
export const packetsPage = page<PacketsState, Act>({
  name: "packets",
  start: ({ source }) => startState(source.kind === "device"),
  keys: [
    { keys: ["enter"], action: { kind: "enter" }, help: words.openPacket, footer: words.openFooter },
    { keys: ["a"], action: { kind: "acks" }, help: words.acks },
    { keys: ["f"], action: { kind: "filter" }, help: words.filter, footer: words.filterFooter },
    { keys: ["tab"], action: { kind: "next-pane" }, help: words.nextPane },
    { keys: ["shift+tab"], action: { kind: "previous-pane" }, help: words.previousPane },
    { keys: ["left", "h"], action: { kind: "left" }, help: words.left },
    { keys: ["right", "l"], action: { kind: "right" }, help: words.right },
    { keys: ["\\"], action: { kind: "maximise" }, help: words.maximise },
    { keys: [" "], action: { kind: "pause" }, help: words.pause },
    { keys: ["w"], action: { kind: "write" }, help: words.write },
  ],
  title: packetsTitle,
  lines: packetsLines,
  reduce: (state, act, view) => {
    const shown = shownOf(state, view);
    if (act.kind === "write" || act.kind === "filter") return { state, wish: { kind: "prompt", prompt: act.kind } };
    if (act.kind === "show-packet") return showPacket(state, act.packet, view);
    const next = changed(state, act, shown, view);
    return next && { state: next };
  },
  chosen: (state, view) => {
    const shown = shownOf(state, view);
    const { packet } = shown;
    const connection = packet === undefined ? undefined : view.session.store.connectionOf(packet);
    return { packet, connection, until: state.pausedAt, text: () => chosenText(state, shown, view) };
  },
  search: {
    source: (state, view) => view.session.searchedPackets(shownOf(state, view).list),
    at: (state, view) => shownOf(state, view).packet ?? 0,
    goTo: (state, packet, wanted, view) => {
      const byte = Buffer.from(view.session.store.frame(packet).bytes.buffer).indexOf(wanted);
      return { ...choose(state, packet, view), fields: fields.forPacket(state.fields, Math.max(0, byte)) };
    },
  },
});

const panes: readonly Pane[] = ["packets", "tree", "bytes"];

function changed(state: PacketsState, act: Act | CommonAct, shown: Shown, view: View): PacketsState | undefined {
  switch (act.kind) {
    case "move":
      return moved(state, act.to, shown, view);
    case "turned":
      return { ...state, fields: fields.forPacket(state.fields) };
    case "left":
    case "right":
      return sideways(state, act.kind, shown, view);
    case "enter":
      return entered(state, shown, view);
    case "back":
      if (state.isMaximised) return { ...state, isMaximised: false };
      return state.pane === "packets" ? undefined : { ...state, pane: "packets" };
    case "next-pane":
      return { ...state, pane: panes[(panes.indexOf(state.pane) + 1) % panes.length]! };
    case "previous-pane":
      return { ...state, pane: panes[(panes.indexOf(state.pane) + panes.length - 1) % panes.length]! };
    case "maximise":
      return { ...state, isMaximised: !state.isMaximised };
    case "acks":
      return { ...state, hasAcks: !state.hasAcks };
    case "pause": {
      const { length } = view.session.store.packets;
      return state.pausedAt === undefined
        ? { ...state, pausedAt: length, isFollowing: false, packetsSeen: length }
        : { ...state, pausedAt: undefined };
    }
    case "click":
      return clicked(state, act, shown, view);
    case "wheel":
      return wheeled(state, act, shown, view);
    case "settle":
      return settled(state, shown, view);
    default:
      return undefined;
  }
}

function moved(
  state: PacketsState,
  to: Extract<CommonAct, { kind: "move" }>["to"],
  shown: Shown,
  view: View,
): PacketsState {
  const { layout, length, list, row } = shown;
  if (state.pane !== "packets") {
    const explained = explainedOf(state, shown, view);
    const move = state.pane === "tree" ? fields.moveInTree : fields.moveInBytes;
    return { ...state, fields: move(state.fields, to, explained, layout) };
  }
  const isLive = view.session.source.kind === "device" && view.session.isLoading;
  if (to === "last" && isLive && state.pausedAt === undefined) return { ...state, isFollowing: true };
  const wanted = Math.max(0, Math.min(length - 1, target(row, to, length, layout.packets)));
  return choose(state, list.at(wanted) ?? 0, view);
}

/** Chooses a packet, and stops following the newest. */
function choose(state: PacketsState, packet: number, { session }: View): PacketsState {
  const packetsSeen = state.isFollowing ? session.store.packets.length : state.packetsSeen;
  return { ...withPacket(state, packet), isFollowing: false, packetsSeen };
}

function withPacket(state: PacketsState, packet: number): PacketsState {
  return packet === state.packet ? state : { ...state, packet, fields: fields.forPacket(state.fields) };
}

function sideways(state: PacketsState, to: "left" | "right", shown: Shown, view: View): PacketsState | undefined {
  const explained = explainedOf(state, shown, view);
  if (state.pane === "bytes")
    return { ...state, fields: fields.moveInBytes(state.fields, to, explained, shown.layout) };
  if (state.pane === "packets") return undefined;
  const turned = fields.turnGroup(state.fields, to === "right", explained, shown.layout);
  return turned && { ...state, fields: turned };
}

function entered(state: PacketsState, shown: Shown, view: View): PacketsState {
  if (state.pane === "packets") return { ...state, pane: "tree", isMaximised: false };
  if (state.pane === "bytes") return { ...state, pane: "tree" };
  const turned = fields.turnGroup(state.fields, undefined, explainedOf(state, shown, view), shown.layout);
  return turned === undefined ? { ...state, pane: "bytes" } : { ...state, fields: turned };
}

/** The part of the page at a place, and the row in it; undefined on titles and words. */
function partAt({ row, column }: { readonly row: number; readonly column: number }, { layout }: Shown) {
  const { packets, says, lower, treeWidth, bytesWidth } = layout;
  if (row < packets) return { pane: "packets" as const, row, column };
  const hasTitle = packets > 0;
  const inLower = row - packets - (says > 0 ? says + 1 : 0) - (hasTitle ? 1 : 0);
  if (inLower < 0 || inLower >= lower) return undefined;
  const isTree = bytesWidth === 0 || (treeWidth > 0 && column < treeWidth);
  return isTree
    ? { pane: "tree" as const, row: inLower, column }
    : { pane: "bytes" as const, row: inLower, column: column - (treeWidth === 0 ? 0 : treeWidth + 1) };
}

function clicked(state: PacketsState, place: { row: number; column: number }, shown: Shown, view: View): PacketsState {
  const part = partAt(place, shown);
  if (part === undefined) return state;
  const focused = { ...state, pane: part.pane };
  if (part.pane === "packets") {
    const packet = state.top + part.row < shown.length ? shown.list.at(state.top + part.row) : undefined;
    return packet === undefined ? focused : choose(focused, packet, view);
  }
  const explained = explainedOf(state, shown, view);
  if (part.pane === "bytes") {
    const at = byteAt(part.column, shown.layout.perRow);
    if (at === undefined) return focused;
    const byte = (state.fields.bytesTop + part.row) * shown.layout.perRow + at;
    return { ...focused, fields: fields.chooseByte(state.fields, byte, explained, shown.layout) };
  }
  const row = state.fields.tree.top + part.row;
  if (row >= explained.tree.length) return focused;
  const there = fields.chooseRow(state.fields, row, explained, shown.layout);
  // A click on a group opens or closes it.
  const turned = explained.tree[row]?.hasChildren ? fields.turnGroup(there, undefined, explained, shown.layout) : there;
  return { ...focused, fields: turned ?? there };
}

function wheeled(
  state: PacketsState,
  act: Extract<CommonAct, { kind: "wheel" }>,
  shown: Shown,
  view: View,
): PacketsState {
  const part = partAt(act, shown);
  if (part === undefined) return state;
  const steps = Math.abs(act.by);
  const to = act.by < 0 ? "up" : "down";
  let turned: PacketsState = { ...state, pane: part.pane };
  for (let step = 0; step < steps; step++) turned = moved(turned, to, shownOf(turned, view), view);
  return { ...turned, pane: state.pane };
}

/** Adjusts choice and windows after lists have grown, shrunk or changed. */
function settled(before: PacketsState, shownBefore: Shown, view: View): PacketsState {
  const followed = before.isFollowing
    ? withPacket(before, shownBefore.list.at(newestRow(shownBefore, view)) ?? 0)
    : before;
  const shown = shownOf(followed, view);
  const { length, row, layout } = shown;
  const top = before.isFollowing ? Math.max(0, length - layout.packets) : followed.top;
  const window = moveTo({ cursor: row, top }, row, length, Math.max(1, layout.packets));
  const explained = explainedOf(followed, shown, view);
  const state = { ...followed, top: window.top, fields: fields.settled(followed.fields, explained, layout) };
  const isSame = state.top === before.top && state.fields === before.fields && state.packet === before.packet;
  return isSame ? before : state;
}

/** Shows the packet even if the filter or the hidden acknowledgements hide it: they are removed then. */
function showPacket(state: PacketsState, packet: number, view: View): Outcome<PacketsState> {
  const { store } = view.session;
  const hasAcks = state.hasAcks || (packet < store.packets.length && store.packets.has(packet, traits.acknowledges));
  const there = { ...choose(state, packet, view), hasAcks, pausedAt: undefined };
  const { list } = shownOf(there, view);
  return view.filter !== "" && !list.has(packet)
    ? { state: there, wish: { kind: "filter", text: "" } }
    : { state: there };
}
