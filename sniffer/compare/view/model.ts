import { type ListView, type Movement, moveTo, scrolledTo, target } from "../../../terminal/screen/list-view.ts";

/**
 * The panes: the messages side by side, one message in full, its packets explained, what an eavesdropper knows, costs,
 * pictures.
 */
type Pane = "messages" | "detail" | "packets" | "eavesdropper" | "costs" | "pictures";

/** All lines, and the visible ones. */
export interface Extent {
  readonly lines: number;
  readonly height: number;
}

/** The whole state of the screen. */
export interface Model {
  readonly pane: Pane;
  /** The number of wires, and the one whose packet Enter opens, counted from 0. */
  readonly wires: number;
  readonly focus: number;
  /** The rows of messages, and the chosen one. */
  readonly list: ListView;
  readonly rows: number;
  /** The first visible line, in panes that scroll. */
  readonly top: number;
  /** The size of the pane. */
  readonly extent: Extent;
}

export type Action =
  | { readonly kind: "move"; readonly to: Movement }
  | { readonly kind: "wheel"; readonly by: number }
  /** Choose the message in this row of the window, on this wire. */
  | { readonly kind: "choose"; readonly row: number; readonly side: number }
  | { readonly kind: "back" }
  | { readonly kind: "focus"; readonly to: "next" | "left" | "right" }
  | { readonly kind: "show"; readonly pane: Pane }
  /** The size of the screen or of the pane's contents changed. */
  | { readonly kind: "resize"; readonly extent: Extent };

/** The user's place among the messages. */
export interface Place {
  readonly selected: number;
  readonly focus: number;
}

export function initialModel(rows: number, wires: number, { selected, focus }: Place): Model {
  const extent = { lines: rows, height: 1 };
  const list = { cursor: selected, top: selected };
  return { pane: "messages", wires, focus, list, rows, top: 0, extent };
}

/** The next state. Pure. */
export function reduce(model: Model, action: Action): Model {
  const { pane, list, rows, top } = model;
  switch (action.kind) {
    case "move":
      return moved(model, action.to);
    case "wheel":
      return isOfOne(model) ? onRow(model, list.cursor + action.by) : scrolled(model, top + action.by);
    case "choose":
      if (pane !== "messages" || list.top + action.row >= rows) return model;
      return { ...onRow(model, list.top + action.row), focus: action.side };
    case "back":
      return { ...model, pane: "messages", top: 0 };
    case "focus":
      return { ...model, focus: focused(model, action.to) };
    case "show":
      return { ...model, pane: pane === action.pane ? "messages" : action.pane, top: 0 };
    case "resize":
      return scrolled(onRow({ ...model, extent: action.extent }, list.cursor), top);
  }
}

function focused({ focus, wires }: Model, to: "next" | "left" | "right"): number {
  if (to === "next") return (focus + 1) % wires;
  return to === "left" ? Math.max(0, focus - 1) : Math.min(wires - 1, focus + 1);
}

/** In the messages, and in one of them in full, moving goes to the next message. */
const isOfOne = ({ pane }: Model) => pane === "messages" || pane === "detail";

function moved(model: Model, to: Movement): Model {
  const { extent, list, rows } = model;
  if (isOfOne(model)) return onRow(model, target(list.cursor, to, rows, extent.height));
  return { ...model, top: scrolledTo(model.top, to, extent.lines, extent.height) };
}

function onRow(model: Model, row: number): Model {
  return { ...model, list: moveTo(model.list, row, model.rows, model.extent.height) };
}

function scrolled(model: Model, top: number): Model {
  return { ...model, top: scrolledTo(top, undefined, model.extent.lines, model.extent.height) };
}
