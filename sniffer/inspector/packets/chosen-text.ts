import { lineText } from "../../../terminal/screen/line.ts";
import { hex } from "../../wire/decode/reader.ts";
import { chosenBytes } from "../fields/fields.ts";
import type { View } from "../page.ts";
import { columnsFor, packetLine } from "./packet-line.ts";
import { explainedOf, type PacketsState, type Shown } from "./packets-state.ts";

/** Columns of a packet's line in the clipboard. */
const COPIED_COLUMNS = 200;

/** The choice as text for the clipboard: the packet's line, the field's value, or the field's bytes. */
export function chosenText(state: PacketsState, shown: Shown, view: View): string {
  const { packet } = shown;
  if (packet === undefined) return "";
  const explained = explainedOf(state, shown, view);
  const field = explained.tree[state.fields.tree.cursor];
  if (state.pane === "bytes") {
    const bytes = chosenBytes(state.fields, explained);
    return hex(bytes.subarray(field?.start ?? 0, field?.end ?? bytes.length));
  }
  if (state.pane === "tree" && field !== undefined) return field.value === "" ? field.label : field.value;
  const { store } = view.session;
  const columns = columnsFor(store, [packet], COPIED_COLUMNS);
  const look = { isChosen: false, hasThumb: false, matches: undefined };
  return lineText(packetLine(store, packet, columns, COPIED_COLUMNS, look)).trim();
}
