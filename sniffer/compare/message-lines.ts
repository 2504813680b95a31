import { cell, fittedRight, widthOf } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { type Line, type Span, span, type Tone } from "../../terminal/screen/line.ts";
import { wrapped } from "../../terminal/wrap.ts";
import type { CellWords, RowWords } from "./row-words.ts";
import { texts } from "./texts.ts";

/** Columns of the tag in front of a message, with the space behind it. */
const TAG = 5;
/** Columns of the number of bytes. */
const NUMBER = 5;
/** A narrower cell has no number: its words need the columns. */
const LEAST_WITH_NUMBER = 20;
/** Most columns of "server → ana". */
const MAX_DIRECTION = 18;

/** How each kind of message looks: home-made encryption is neither safe nor in the clear. */
export const tones: Readonly<Record<CellWords["kind"], Tone>> = {
  text: "readable",
  binary: "plain",
  record: "protected",
  layers: "warning",
};

/** How wide the columns of a table of messages are. */
export interface Columns {
  readonly direction: number;
  readonly cell: number;
}

/** The columns for a table of these rows in so many columns of the terminal. */
export function columnsFor(rows: readonly RowWords[], width: number): Columns {
  const longest = rows.reduce((most, { direction }) => Math.max(most, widthOf(printable(direction))), 0);
  const direction = Math.max(1, Math.min(MAX_DIRECTION, longest, width >> 2));
  return { direction, cell: Math.max(TAG + NUMBER, (width - direction - 6) >> 1) };
}

/** The names of the two wires, above their columns. */
export function namesLine(first: string, second: string, { direction, cell: column }: Columns): Line {
  return [span(`${" ".repeat(direction)} │ ${cell(first, column)} │ ${cell(second, column)}`.trimEnd(), "strong")];
}

/** One row in one line: who to whom, and both wires side by side; a mark between them where they do not agree. */
export function messageLine({ direction, first, second, doubt }: RowWords, columns: Columns): Line {
  const between = doubt === undefined ? span(" │ ") : span(" ≠ ", "warning");
  const both = [cellSpans(first, columns.cell), cellSpans(second, columns.cell)] as const;
  return [span(cell(direction, columns.direction)), span(" │ "), ...both[0], between, ...both[1]];
}

/** What there is to say about a row, below it: only where its two sides do not agree. */
export function doubtLines({ doubt }: RowWords, { direction }: Columns): Line[] {
  return doubt === undefined ? [] : [[span(`${" ".repeat(direction)} └ ${doubt}`, "warning")]];
}

/** What a key opened of a row, below it: apart from what the wires show. */
export function openedLines({ first, second }: RowWords, { direction }: Columns, width: number): Line[] {
  const opened = [...first, ...second].flatMap((cell) => (cell.opened === undefined ? [] : [cell.opened]));
  if (opened.length === 0) return [];
  const text = `${" ".repeat(direction)} └ ${texts.opened(opened.join(" · "))}`;
  return [[span(cell(text, width).trimEnd(), "protected")]];
}

function cellSpans(messages: readonly CellWords[], width: number): Span[] {
  const [first] = messages;
  if (first === undefined) return [span(cell(texts.noCounterpart, width), "faint")];
  const bytes = messages.reduce((sum, message) => sum + message.bytes, 0);
  const read = messages.map((message) => message.read).join(" / ");
  const number = width < LEAST_WITH_NUMBER ? "" : fittedRight(String(bytes), NUMBER);
  return [
    span(texts.kinds[first.kind].padEnd(TAG), tones[first.kind]),
    span(cell(read, width - TAG - number.length), tones[first.kind]),
    span(number, "faint"),
  ];
}

/** One row in full: both wires side by side with place, lengths and all bytes that were kept. */
export function rowLines(row: RowWords, width: number): Line[] {
  const column = (width - 3) >> 1;
  const [a, b] = [fullCell(row.first, column), fullCell(row.second, column)];
  return [
    [span(cell(row.direction, width).trimEnd(), "strong")],
    ...(row.doubt === undefined ? [] : [[span(`(${row.doubt})`, "warning")]]),
    ...Array.from({ length: Math.max(a.length, b.length) }, (_, at): Line => {
      const [left, right] = [a[at] ?? span(""), b[at] ?? span("")];
      return [
        span(cell(left.text, column), left.tone),
        span(" │ "),
        span(cell(right.text, column).trimEnd(), right.tone),
      ];
    }),
  ];
}

function fullCell(messages: readonly CellWords[], column: number): Span[] {
  if (messages.length === 0) return [span(`  ${texts.noCounterpart}`, "faint")];
  return messages.flatMap(({ kind, content, opened, place, hex, lengths }) =>
    (
      [
        [`${texts.kinds[kind]} ${content}`, tones[kind]],
        ...(opened === undefined ? [] : ([[texts.opened(opened), tones[kind]]] as const)),
        [place, "plain"],
        [lengths, "plain"],
        [hex, "faint"],
      ] as const
    ).flatMap(([text, tone]) => wrapped(text, column - 2).map((line) => span(`  ${line}`, tone))),
  );
}
