import { fitted } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { footerLine } from "../../terminal/screen/key-table.ts";
import { type Line, span, type Tone } from "../../terminal/screen/line.ts";
import { filledLines } from "../../terminal/screen/pane.ts";
import { wrapText } from "../../terminal/wrap.ts";
import { keysOn } from "./keys.ts";
import type { Model } from "./model.ts";
import type { View } from "./page.ts";
import { pageNamed } from "./pages.ts";
import { promptLine } from "./prompt-line.ts";
import { statusLine } from "./status-line.ts";

/** The whole screen, a function of the model and the capture: status, the page with its title, notices, keys. */
export function frameLines(model: Model, view: View): readonly Line[] {
  const { columns } = model.size;
  const page = pageNamed(model.page);
  const state = model.states[page.name];
  const { until } = page.chosen(state, view);
  const body = [...filledLines(page.lines(state, view), view.size.rows)];
  const below = noticeLines(model, view, Math.max(1, body.length >> 1));
  // The notice takes the page's last lines, so that the keys and the typed line stay visible.
  body.splice(body.length - below.length, below.length, ...below);
  return [
    statusLine({ ...view, size: model.size }, until !== undefined),
    page.title(state, view),
    ...body,
    model.prompt === undefined ? footerLine(keysOn(page.name), columns) : promptLine(model.prompt, columns),
  ];
}

/** A mistake in the typed line, a notice or the capture's trouble: whole, unless it needs more than `rows` rows. */
function noticeLines({ prompt, notice, size: { columns } }: Model, view: View, rows: number): readonly Line[] {
  const trouble = view.session.store.captureProblem;
  if (prompt?.fault !== undefined) return rowsOf(`! ${prompt.fault.message}`, columns, rows, "warning");
  if (prompt !== undefined) return [];
  if (notice !== "") return rowsOf(notice, columns, rows, "bar");
  return trouble === undefined ? [] : rowsOf(trouble, columns, rows, "warning-area");
}

function rowsOf(text: string, columns: number, lines: number, tone: Tone): readonly Line[] {
  const rows = wrapText(printable(text), columns - 2, { lines, breaksWords: true });
  return rows.map((row) => [span(fitted(` ${row}`, columns), tone)]);
}
