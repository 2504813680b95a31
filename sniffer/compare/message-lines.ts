import { cell, fittedRight, widthOf } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { type Line, type Span, span, type Tone } from "../../terminal/screen/line.ts";
import { wrapped } from "../../terminal/wrap.ts";
import type { CellWords } from "./row-words.ts";
import { texts } from "./texts.ts";
import type { WireRow, Wires } from "./wires.ts";

/** Columns of the tag before a message, with the space after it. */
const TAG = 5;
/** Columns of the number of bytes. */
const NUMBER = 5;
/** A narrower cell has no number: its words need the columns. */
const LEAST_WITH_NUMBER = 20;
/** The narrowest cell: a tag and the beginning of the words. */
const LEAST_CELL = TAG + 4;
/** In narrower columns, the text of a message breaks too often. */
const LEAST_BESIDE = 24;
/** Columns of the line between two wires. */
const DIVIDER = 3;
/** Most columns of "server → ana". */
const MAX_DIRECTION = 18;

/** The look of each kind of message: home-made encryption is neither safe nor plain. */
const tones: Readonly<Record<CellWords["kind"], Tone>> = {
  text: "readable",
  binary: "plain",
  record: "protected",
  layers: "warning",
};

/** The widths of the columns in a table of messages. */
export interface Columns {
  readonly direction: number;
  readonly cell: number;
}

/** The columns for a table of these rows, in `width` columns of the terminal. */
export function columnsFor({ messages, captures: { length } }: Wires, width: number): Columns {
  const longest = messages.reduce((most, { direction }) => Math.max(most, widthOf(printable(direction))), 0);
  const wanted = Math.max(1, Math.min(MAX_DIRECTION, longest, width >> 2));
  const cellBeside = (direction: number) => Math.floor((width - direction) / length) - DIVIDER;
  // The contents matter more than sender and receiver.
  const direction = cellBeside(wanted) < LEAST_CELL ? 1 : wanted;
  return { direction, cell: Math.max(LEAST_CELL, cellBeside(direction)) };
}

/** The names of the wires, above their columns. */
export function namesLine({ captures }: Wires, { direction, cell: column }: Columns): Line {
  const names = captures.map(({ name }) => cell(name, column));
  return [span([" ".repeat(direction), ...names].join(" │ ").trimEnd(), "strong")];
}

/**
 * One row in one line: sender and receiver, and the wires side by side. A mark is before a wire that does not agree
 * with the first.
 */
export function messageLine({ direction, cells, doubts }: WireRow, columns: Columns): Line {
  return [
    span(columns.direction === 1 ? " " : cell(direction, columns.direction)),
    ...cells.flatMap((messages, at) => [
      doubts[at] === undefined ? span(" │ ") : span(" ≠ ", "warning"),
      ...cellSpans(messages, columns.cell),
    ]),
  ];
}

/** The remarks below a row: only if a wire does not agree with the first. */
export function doubtLines({ doubts }: WireRow, { direction }: Columns): Line[] {
  return doubts.flatMap((doubt): Line[] =>
    doubt === undefined ? [] : [[span(`${" ".repeat(direction)} └ ${doubt}`, "warning")]],
  );
}

/** What a key opened in a row, below it: separate from what the wires show. */
export function openedLines({ cells }: WireRow, { direction }: Columns, width: number): Line[] {
  const opened = cells.flat().flatMap((cell) => (cell.opened === undefined ? [] : [cell.opened]));
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

/**
 * One row in full: the wires side by side with place, lengths and all kept bytes. If that is too narrow, below each
 * other.
 */
export function rowLines({ direction, cells, doubts }: WireRow, names: readonly string[], width: number): Line[] {
  const head: Line[] = [
    [span(cell(direction, width).trimEnd(), "strong")],
    ...doubts.flatMap((doubt): Line[] => (doubt === undefined ? [] : [[span(`(${doubt})`, "warning")]])),
  ];
  const column = Math.floor((width + DIVIDER) / cells.length) - DIVIDER;
  if (column < LEAST_BESIDE) {
    const below = cells.flatMap((messages, at): Line[] => [
      [span(cell(names[at] ?? "", width).trimEnd(), "strong")],
      ...fullCell(messages, width).map((one): Line => [one]),
    ]);
    return [...head, ...below];
  }
  const full = cells.map((messages) => fullCell(messages, column));
  const height = Math.max(...full.map(({ length }) => length));
  const beside = Array.from({ length: height }, (_, at): Line => {
    const parts = full.map((lines) => lines[at] ?? span(""));
    return parts.flatMap(({ text, tone }, wire) => [
      ...(wire === 0 ? [] : [span(" │ ")]),
      span(cell(text, column), tone),
    ]);
  });
  return [...head, ...beside];
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
