import { cell } from "../../terminal/columns.ts";
import { inputText } from "../../terminal/input-line.ts";
import { visibleInput } from "../../terminal/visible-input.ts";
import { wrapped } from "../../terminal/wrap.ts";
import { type Model, modeOf, twinInClear } from "./model.ts";
import { isForProjector, projectorLines } from "./projector-lines.ts";
import { entryLines, filled, filledLines, heading, type ScreenLine, toldFacts } from "./screen-parts.ts";
import { script } from "./script.ts";
import type { Person } from "./stage.ts";
import { texts } from "./texts.ts";

/** Lines of the strip, and of the note of a script. */
const STRIP_LINES = 4;
const NOTE_LINES = 2;

/** The whole screen, line by line, exactly `rows` of them. Everything from outside is cleaned. */
export function screenLines(model: Model, columns: number, rows: number): readonly ScreenLine[] {
  if (model.step !== undefined && isForProjector(columns, rows)) return projectorLines(model, columns, rows);
  const mode = texts.title[modeOf(model)];
  const noteLines = model.step === undefined ? 0 : NOTE_LINES;
  const room = Math.max(8, rows - 4 - STRIP_LINES - noteLines);
  const chatLines = Math.max(3, Math.floor(room * 0.4));
  const keys = texts.keys.length <= columns ? texts.keys : texts.shortKeys;
  const footer = model.step === undefined ? keys : texts.scriptKeys;
  const lines: ScreenLine[] = [
    { text: cell(` ${texts.talk}: ${mode}`, columns), isLoud: true },
    ...noteOf(model, columns, noteLines),
    ...chats(model, columns, chatLines),
    heading(texts.wire, columns),
    ...wire(model, columns, room - chatLines),
    heading(texts.eavesdropper, columns),
    ...strip(model, columns),
    { text: cell(model.trouble ?? footer, columns), isQuiet: model.trouble === undefined },
  ];
  return lines.slice(0, rows);
}

function noteOf({ step }: Model, columns: number, count: number): ScreenLine[] {
  if (step === undefined) return [];
  const lines = wrapped(`${texts.step(step, script.length)}: ${script[step - 1]!.note}`, columns);
  return filled(lines, count).map((text) => ({ text: cell(text, columns) }));
}

function chats(model: Model, columns: number, height: number): ScreenLine[] {
  const column = (columns - 3) >> 1;
  const two = (left: string, right: string) => ({ text: `${cell(left, column)} │ ${cell(right, column)}` });
  const head = (who: Person) => `${model.focus === who && model.step === undefined ? ">" : " "} ${who}`;
  const [ana, luis] = (["ana", "luis"] as const).map((who) => {
    const lines = model.lines[who].flatMap((line) => wrapped(line, column));
    const typed = model.step === undefined ? [prompt(model, who, column)] : [];
    return [...filled(lines.slice(-(height - 1 - typed.length)), height - 1 - typed.length), ...typed];
  }) as [string[], string[]];
  return [{ ...two(head("ana"), head("luis")), isQuiet: false }, ...ana.map((line, at) => two(line, luis[at]!))];
}

/** What is being typed, the cursor, a bar, always in sight. */
function prompt({ inputs, focus }: Model, who: Person, column: number): string {
  const input = inputs[who];
  if (focus !== who) return `  ${inputText(input)}`;
  const [before, under, after] = visibleInput(input, column - 3);
  return `: ${before}▏${under}${after}`.trimEnd();
}

function wire(model: Model, columns: number, height: number): ScreenLine[] {
  const { wire } = model;
  if (wire.length === 0) return filled([` ${texts.nothingYet}`], height).map((text) => ({ text }));
  const shown = wire.slice(-Math.floor(height / 2));
  const twin = twinInClear(model);
  if (twin === undefined || shown.includes(twin) || height < 4)
    return filledLines(
      shown.flatMap((entry) => entryLines(entry, columns)),
      height,
    );
  const pinned = entryLines({ ...twin, who: `${texts.before}: ${twin.who}` }, columns);
  return filledLines([...pinned, ...shown.slice(1).flatMap((entry) => entryLines(entry, columns))], height);
}

function strip({ facts }: Model, columns: number): ScreenLine[] {
  const lines = toldFacts(facts).map((fact) => ` ${fact}`);
  return filled(lines, STRIP_LINES).map((text) => ({ text: cell(text, columns) }));
}
