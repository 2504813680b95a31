/** What the screen shows: the messages side by side, one of them in full, its packets explained, or what an eavesdropper knows, with costs and pictures. */
type Pane = "messages" | "detail" | "packets" | "eavesdropper" | "costs" | "pictures" | "help";

/** The state of the screen. All of it is here. */
export interface Model {
  readonly pane: Pane;
  /** The wire whose packet Enter opens: 0 the first, 1 the second. */
  readonly focus: 0 | 1;
  /** The selected row of messages. */
  readonly selected: number;
  /** The first line shown, in panes that scroll. */
  readonly top: number;
  /** How many rows of messages there are, and lines in the pane that is shown. */
  readonly rows: number;
  readonly lines: number;
  /** Lines of the screen that the pane has. */
  readonly height: number;
}

export type Action =
  | { readonly kind: "move"; readonly by: number }
  | { readonly kind: "page"; readonly by: 1 | -1 }
  | { readonly kind: "first" | "last" | "back" }
  | { readonly kind: "focus"; readonly side: 0 | 1 | "other" }
  | { readonly kind: "show"; readonly pane: Pane }
  /** The size of the screen, or of what the pane holds, is another. */
  | { readonly kind: "resize"; readonly height: number; readonly lines: number };

export function initialModel(
  rows: number,
  height: number,
  { selected, focus }: Pick<Model, "selected" | "focus">,
): Model {
  return { pane: "messages", focus, selected, top: 0, rows, lines: rows, height };
}

/** The next state. Pure. */
export function reduce(model: Model, action: Action): Model {
  switch (action.kind) {
    case "move":
      return moved(model, action.by);
    case "page":
      return moved(model, action.by * Math.max(1, pageOf(model)));
    case "first":
      return moved(model, Number.NEGATIVE_INFINITY);
    case "last":
      return moved(model, Number.POSITIVE_INFINITY);
    case "back":
      return { ...model, pane: "messages", top: 0 };
    case "focus":
      return { ...model, focus: action.side === "other" ? (model.focus === 0 ? 1 : 0) : action.side };
    case "show":
      return model.pane === action.pane
        ? { ...model, pane: "messages", top: 0 }
        : { ...model, pane: action.pane, top: 0 };
    case "resize":
      return clamped({ ...model, height: action.height, lines: action.lines });
  }
}

function moved(model: Model, by: number): Model {
  // In the detail of a message, moving on goes to the next message.
  if (model.pane === "messages" || model.pane === "detail") {
    return { ...model, selected: Math.max(0, Math.min(model.rows - 1, model.selected + by)) };
  }
  return clamped({ ...model, top: model.top + by });
}

function clamped(model: Model): Model {
  return { ...model, top: Math.max(0, Math.min(model.lines - model.height, model.top)) };
}

function pageOf({ height }: Model): number {
  return height - 1;
}
