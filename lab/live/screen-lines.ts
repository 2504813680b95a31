import type { Mode } from "../../exercises/bot/guest.ts";
import { firstFitting, fitted, widthOf } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { footerLine, helpLine, keyHelpLines, pressedKey } from "../../terminal/screen/key-table.ts";
import { type Line, lineText, span } from "../../terminal/screen/line.ts";
import { filledLines } from "../../terminal/screen/pane.ts";
import { visibleInput } from "../../terminal/visible-input.ts";
import { wrapped, wrapText } from "../../terminal/wrap.ts";
import { eavesdropperLines } from "./eavesdropper-lines.ts";
import { keysOf } from "./keys.ts";
import { type Model, modeOf, saidBefore, shownLine } from "./model.ts";
import type { ScriptStep } from "./script.ts";
import { texts } from "./texts.ts";
import type { WireEntry } from "./wire.ts";
import { earlierLines, handshakeLines, plainLines, tlsLines } from "./wire-lines.ts";

/** Lines of the note of a script: usually, and in a window with fewer than `NARROW_COLUMNS`. */
const NOTE_LINES = 2;
const NARROW_NOTE_LINES = 3;
const NARROW_COLUMNS = 60;
/** Most lines of an error. */
const TROUBLE_LINES = 2;
/** Wider screens get margins, because long lines are hard to read. */
const MAX_WIDTH = 140;
/** From this many rows on, there are empty lines between the parts. */
const ROOMY_ROWS = 32;
/** Most rows of the wires: what an eavesdropper knows stays near them. */
const MAX_WIRE_ROWS = 24;
/** With fewer rows, the lines that both read in the chat are left out. */
const CROWDED_ROWS = 16;
const divider = " │ ";

/** The whole screen, exactly `rows` lines: one message, two wires. Text from outside is cleaned. */
export function screenLines(
  model: Model,
  script: readonly ScriptStep[],
  columns: number,
  rows: number,
): readonly Line[] {
  const width = Math.min(columns, MAX_WIDTH);
  const column = (width - divider.length) >> 1;
  const between: Line[] = rows >= ROOMY_ROWS ? [[]] : [];
  const isCrowded = rows < CROWDED_ROWS;
  const who = people(model, width, isCrowded);
  const above = [banner(model, column, width), ...between, ...note(model, script, width), ...who, ...between];
  const heard = [
    ...between,
    rule(texts.eavesdropper, width),
    ...sideBySide(eavesdropperLines(model, "plain", column), eavesdropperLines(model, "tls", column), column),
    ...between,
  ];
  const below = [...trouble(model, width, isCrowded), footerLine(keysOf(model), width)];
  const room = Math.max(1, rows - above.length - heard.length - below.length);
  const height = Math.min(room, MAX_WIRE_ROWS);
  const middle = wires(model, column, height);
  const margin = span(" ".repeat((columns - width) >> 1));
  return [...above, ...filledLines(middle, height), ...filledLines(heard, heard.length + room - height), ...below]
    .slice(0, rows)
    .map((line) => (margin.text === "" ? cut(line, columns) : [margin, ...line]));
}

/** A line cut to a narrow window. */
function cut(line: Line, columns: number): Line {
  let room = columns;
  return line.flatMap(({ text, tone }) => {
    const shown = widthOf(text) <= room ? text : fitted(text, room);
    room -= widthOf(shown);
    return shown === "" ? [] : [span(shown, tone)];
  });
}

/** The two wires, each in its colour; an arrow points to the one in use. */
function banner(model: Model, column: number, width: number): Line {
  const mode = modeOf(model);
  const mark = (one: Mode) => (mode === one ? " ▶ " : "   ");
  const change = mode === "mixed" ? texts.changing : model.script === undefined ? texts.changeKey : "";
  const tls = mark("tls") + texts.tlsBanner(model.facts.tls?.tls?.versions.at(-1));
  const room = width - column - 2;
  const gap = room - widthOf(tls) - widthOf(change);
  const right = gap < 1 ? tls : tls + " ".repeat(gap) + change;
  return [
    span(fitted(mark("plain") + texts.plainBanner, column + 1), "readable-area"),
    span(" "),
    span(fitted(right, room), "protected-area"),
  ];
}

/** An error in at most two lines. Without one, an empty line if there is room. */
function trouble({ trouble: text = "" }: Model, width: number, isCrowded: boolean): Line[] {
  if (text === "" && isCrowded) return [];
  return wrapText(printable(text), width, { lines: TROUBLE_LINES, breaksWords: true }).map((line) => [
    span(line, "warning"),
  ]);
}

function note({ script: played }: Model, script: readonly ScriptStep[], width: number): Line[] {
  if (played === undefined) return [];
  const place = `${texts.step(played.step, script.length)}  `;
  const last = played.step === script.length ? ` ${texts.lastStep}` : "";
  const lines = wrapped(place + script[played.step - 1]!.note + last, width);
  const length = width < NARROW_COLUMNS ? NARROW_NOTE_LINES : NOTE_LINES;
  return Array.from({ length }, (_, at) => [span(lines[at] ?? "", "strong")]);
}

/** Who types, and what both read, if there is room: the words arrive complete, whatever the wire shows. */
function people(model: Model, width: number, isCrowded: boolean): Line[] {
  const reading = ([0, 1] as const).map((seat): Line => {
    const label = texts.reads(model.names[seat]);
    return [span(label + fitted(printable(model.heard[seat] ?? texts.nothingRead), width - widthOf(label)), "faint")];
  });
  const first = model.script === undefined && model.back === 0 ? typing(model, width) : typed(model, width);
  return [first, ...(isCrowded ? [] : reading), ...attacker(model, width)];
}

/** The attacker's action, if there is one. */
function attacker({ attacker: shown, names: [first] }: Model, width: number): Line[] {
  if (shown === undefined) return [];
  const waits = shown.isIn ? texts.attackerIn(first) : texts.attackerOut(first);
  const did = shown.isIn && shown.did !== undefined ? [shown.did] : waits;
  return [
    [span(texts.attacker + firstFitting(did, width - widthOf(texts.attacker)), shown.isIn ? "readable" : "faint")],
  ];
}

/** The line that is being typed, always with the cursor. */
function typing({ names, inputs, focus }: Model, width: number): Line {
  const label = texts.types(names[focus]);
  const [before, under, after] = visibleInput(inputs[focus], width - widthOf(label) - 1);
  return [span(label, "strong"), span(before), span(under, "chosen"), span(after)];
}

/** The shown line, after it was sent. */
function typed(model: Model, width: number): Line {
  const { said } = shownLine(model);
  const label = texts.typed(said?.who ?? model.names[0]);
  const text = said?.text ?? "";
  return [span(label, "strong"), span(fitted(printable(text), width - widthOf(label)), "strong")];
}

function wires(model: Model, column: number, height: number): Line[] {
  const { plain, tls } = shownLine(model);
  const { versions, suites } = model.facts.tls?.tls ?? {};
  const session = { version: versions?.at(-1), suite: suites?.at(-1) };
  const empty = [texts.nothingPlain, ...(model.script === undefined ? [texts.typeALine] : [])];
  const left = plain === undefined ? advice(empty, column) : plainLines(plain, column, height);
  const right = tls === undefined ? beforeFirstRecord(model, column, height) : tlsLines(tls, session, column, height);
  const before = (mode: Mode, shown: WireEntry | undefined, { length }: readonly Line[]) =>
    earlierLines(saidBefore(model, mode, shown), column, height - length);
  return sideBySide(
    [...left, ...before("plain", plain, left)],
    [...right, ...before("tls", tls, right)],
    column,
    height,
  );
}

/** Until the first line over TLS: how to change to TLS, or the handshake. */
function beforeFirstRecord(model: Model, column: number, height: number): readonly Line[] {
  const handshake = model.wire.tls.filter(({ kind }) => kind === "handshake");
  const empty = [texts.nothingTls, ...(model.script === undefined ? [texts.pressToChange] : [])];
  if (handshake.length === 0) return advice(empty, column);
  const isRefused = model.attacker?.isIn === true && !model.attacker.opensTls;
  const isDone = modeOf(model) === "tls" && model.script === undefined && !isRefused;
  const next = isDone ? [[], ...advice(texts.nothingTlsYet, column)] : [];
  return [...handshakeLines(handshake, column, height - next.length), ...next];
}

function advice(sentences: readonly string[], width: number): Line[] {
  return sentences.flatMap((sentence) => wrapText(sentence, width)).map(faint);
}

const faint = (text: string): Line => [span(text, "faint")];

/** The help: the present keys, and the mouse. */
export function helpLines(model: Model, width: number): readonly Line[] {
  return [
    ...keyHelpLines(keysOf(model), width),
    [],
    [span(texts.mouse, "strong")],
    ...texts.mouseActions.flatMap(([name, meaning]) => helpLine(name, meaning, width)),
  ];
}

/** The key of the footer at this column, if there is one. */
export function keyInFooter(model: Model, columns: number, column: number): string | undefined {
  const width = Math.min(columns, MAX_WIDTH);
  return pressedKey(keysOf(model), width, column - ((columns - width) >> 1));
}

function rule(title: string, width: number): Line {
  const head = `── ${title} `;
  return [span(head + "─".repeat(Math.max(0, width - widthOf(head))), "faint")];
}

/** Two columns of lines, each padded to its width. */
function sideBySide(left: readonly Line[], right: readonly Line[], column: number, height?: number): Line[] {
  const length = Math.min(height ?? Number.POSITIVE_INFINITY, Math.max(left.length, right.length, height ?? 0));
  return Array.from({ length }, (_, at) => [
    ...filledUp(left[at] ?? [], column),
    span(divider, "faint"),
    ...(right[at] ?? []),
  ]);
}

function filledUp(line: Line, column: number): Line {
  return [...line, span(" ".repeat(Math.max(0, column - widthOf(lineText(line)))))];
}
