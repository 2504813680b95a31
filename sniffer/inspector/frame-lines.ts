import { fitted } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { footerLine } from "../../terminal/screen/key-table.ts";
import { type Line, span } from "../../terminal/screen/line.ts";
import { filledLines } from "../../terminal/screen/pane.ts";
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
  const told = model.notice === "" ? view.session.store.captureProblem : model.notice;
  // The notice takes the page's last line, so that the keys stay visible.
  if (told !== undefined && model.prompt === undefined)
    body[body.length - 1] = noticeLine(told, columns, model.notice === "");
  return [
    statusLine({ ...view, size: model.size }, until !== undefined),
    page.title(state, view),
    ...body,
    model.prompt === undefined ? footerLine(keysOn(page.name), columns) : promptLine(model.prompt, columns),
  ];
}

function noticeLine(text: string, columns: number, isTrouble: boolean): Line {
  return [span(fitted(` ${printable(text)}`, columns), isTrouble ? "warning-area" : "bar")];
}
