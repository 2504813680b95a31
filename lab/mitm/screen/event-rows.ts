import { fitted, widthOf } from "../../../terminal/columns.ts";
import { printable } from "../../../terminal/printable.ts";
import { type Line, span, type Tone } from "../../../terminal/screen/line.ts";
import { wrapText } from "../../../terminal/wrap.ts";
import { eventLine } from "../event-line.ts";
import type { MitmEvent } from "../events.ts";
import { texts as words } from "../texts.ts";
import { texts } from "./texts.ts";

/** Columns of the names at the left. */
const NAME_COLUMNS = 10;
/** Between the legs: an arrow. */
const ARROW_COLUMNS = 3;
const MIN_LEG = 8;

/** The places of the two legs in `columns` columns. */
export function legColumns(columns: number): { readonly name: number; readonly left: number; readonly right: number } {
  const name = columns < 60 ? 0 : NAME_COLUMNS;
  const left = Math.max(MIN_LEG, (columns - name - ARROW_COLUMNS) >> 1);
  return { name, left, right: Math.max(MIN_LEG, columns - name - ARROW_COLUMNS - left) };
}

/** An event as rows of the screen: a chat line on both legs, side by side; others over the whole width. Cleaned. */
export function eventRows(event: MitmEvent, columns: number): readonly Line[] {
  if (event.kind !== "line") return noteRows(event, columns);
  const { name, left, right } = legColumns(columns);
  const isToServer = event.direction === "to-server";
  const { text, changedTo = text } = event;
  const [onLeft, onRight] = isToServer ? [text, changedTo] : [changedTo, text];
  const leftRows = wrapText(printable(onLeft), left, { breaksWords: true });
  const rightRows = wrapText(printable(onRight), right, { breaksWords: true });
  const tone = (isChangedSide: boolean): Tone =>
    event.changedTo !== undefined && isChangedSide ? "readable-strong" : "readable";
  const who = isToServer ? printable(event.name ?? words.client(event.client)) : words.server;
  return Array.from({ length: Math.max(leftRows.length, rightRows.length) }, (_, row): Line => {
    const arrow = row > 0 ? " ".repeat(ARROW_COLUMNS) : isToServer ? texts.toServer : texts.toClient;
    return [
      span(fitted(row === 0 ? who : "", name), "faint"),
      span(fitted(leftRows[row] ?? "", left), tone(!isToServer)),
      span(arrow, event.changedTo === undefined ? "faint" : "warning"),
      span(rightRows[row] ?? "", tone(isToServer)),
    ];
  });
}

const tones = { danger: "readable", safe: "protected", warning: "warning", faint: "faint" } as const;

function noteRows(event: MitmEvent, columns: number): readonly Line[] {
  const { name } = legColumns(columns);
  const { who, what, colour } = eventLine(event);
  const isLong = widthOf(who) >= name;
  const rows = wrapText(isLong && who !== "" ? `${who}  ${what}` : what, columns - (isLong ? 0 : name), {
    breaksWords: true,
  });
  const tone = tones[colour as keyof typeof tones] ?? "plain";
  return rows.map((row, at): Line => [span(isLong ? "" : fitted(at === 0 ? who : "", name), "faint"), span(row, tone)]);
}
