import { printable } from "../../terminal/printable.ts";
import { wrapText } from "../../terminal/wrap.ts";
import type { ChatModel, Entry } from "./model.ts";
import { texts } from "./texts.ts";

/** One row of the conversation, cleaned and not wider than the screen. */
export interface Row {
  readonly kind: Entry["kind"] | "unread";
  /** The part before the text: time and name. Empty on the second and later rows of an entry. */
  readonly head: string;
  readonly text: string;
}

/** The rows that fit, upwards from the entry at the end of the view. Looks only at entries that it shows. */
export function visibleRows(model: ChatModel, width: number, height: number): readonly Row[] {
  const { entries, back, unread } = model;
  const rows: Row[] = [];
  const last = entries.length - 1 - back;
  for (let index = last; index >= 0 && rows.length < height; index -= 1) {
    // The line above the first entry that came while the user was scrolled back.
    if (unread > 0 && index === entries.length - 1 - unread && index !== last) {
      rows.unshift({ kind: "unread", head: "", text: texts.unread(unread) });
    }
    rows.unshift(...entryRows(entries[index]!, width));
  }
  return rows.slice(-height);
}

/** The last rows of each entry: breaking a line full of marks is slow, and each redraw shows the same entries. */
const rowsOf = new WeakMap<Entry, { readonly width: number; readonly rows: readonly Row[] }>();

function entryRows(entry: Entry, width: number): readonly Row[] {
  const known = rowsOf.get(entry);
  if (known?.width === width) return known.rows;
  const rows = newRows(entry, width);
  rowsOf.set(entry, { width, rows });
  return rows;
}

function newRows({ kind, time, from, text }: Entry, width: number): readonly Row[] {
  const clock = new Date(time).toTimeString().slice(0, 5);
  const who = from === undefined ? signOf(kind) : `${printable(from.name)} ${printable(from.sign)}`;
  const head = `${clock} ${who} `;
  const indent = " ".repeat(clock.length + 1);
  // A tab in a message is harmless, and is shown as spaces.
  const shown = printable(text.replaceAll("\t", "  "));
  const [first = "", ...later] = wrapText(head + shown, Math.max(1, width - indent.length), {
    first: width,
    breaksWords: true,
  });
  const rows: Row[] = [{ kind, head: first.slice(0, head.length), text: first.slice(head.length) }];
  for (const row of later) rows.push({ kind, head: indent, text: row });
  return rows;
}

function signOf(kind: Entry["kind"]): string {
  return { notice: "*", refusal: "!", answer: "#", alarm: "!!", own: "", other: "" }[kind];
}
