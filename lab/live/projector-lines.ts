import { cell } from "../../terminal/columns.ts";
import { wrapped } from "../../terminal/wrap.ts";
import { type Model, modeOf, twinInClear } from "./model.ts";
import { entryLines, filled, filledLines, heading, type ScreenLine, toldFacts } from "./screen-parts.ts";
import { script } from "./script.ts";
import { texts } from "./texts.ts";

/** From this size on the script has a layout for a room that looks on. */
const PROJECTOR_COLUMNS = 100;
const PROJECTOR_ROWS = 30;
/** Lines that are neither chat nor wire: title, note, names, heading, the most telling fact, key, and the empty ones between. */
const FRAME_LINES = 16;
const NOTE_LINES = 2;

/** Whether the terminal is large enough for a calm screen. */
export function isForProjector(columns: number, rows: number): boolean {
  return columns >= PROJECTOR_COLUMNS && rows >= PROJECTOR_ROWS;
}

/**
 * The script for a projector, exactly `rows` lines: wide margins, an empty line between any two messages, and one thing at a time: the
 * wire while people talk, with the most telling fact for an eavesdropper below it, and at the last step all of them.
 */
export function projectorLines(model: Model, columns: number, rows: number): readonly ScreenLine[] {
  const margin = Math.floor(columns / 12);
  const width = columns - 2 * margin;
  const step = model.step ?? 1;
  const isLast = step === script.length;
  const chatHeight = Math.floor((rows - FRAME_LINES) * 0.4);
  const place = texts.step(step, script.length);
  const title = `${texts.talk}: ${texts.title[modeOf(model)]}`;
  const empty: ScreenLine = { text: "" };
  const lines: ScreenLine[] = [
    empty,
    { text: cell(title, width - place.length) + place, isLoud: true },
    empty,
    ...filled(wrapped(script[step - 1]!.note, width), NOTE_LINES).map((text) => ({ text, isLoud: true })),
    empty,
    ...chats(model, width, chatHeight),
    empty,
    heading(isLast ? texts.eavesdropper : texts.wire, width),
    empty,
    ...filledLines(
      isLast ? facts(model, width) : wire(model, width, rows - FRAME_LINES - chatHeight),
      rows - FRAME_LINES - chatHeight,
    ),
    empty,
    { text: isLast ? "" : (toldFacts(model.facts)[0] ?? "") },
    empty,
    { text: model.trouble ?? (isLast ? texts.projectorEnd : texts.projectorNext), isLoud: model.trouble !== undefined },
    empty,
  ];
  return lines.map((line) => ({ ...line, text: line.text === "" ? "" : " ".repeat(margin) + cell(line.text, width) }));
}

function chats({ lines }: Model, width: number, height: number): ScreenLine[] {
  const column = (width - 3) >> 1;
  const two = (left: string, right: string) => ({ text: `${cell(left, column)} │ ${cell(right, column)}` });
  const [ana, luis] = (["ana", "luis"] as const).map((who) => {
    const messages = lines[who].map((line) => wrapped(line, column));
    return filled(lastApart(messages, "", height), height);
  }) as [string[], string[]];
  return [two("ana", "luis"), two("", ""), ...ana.map((line, at) => two(line, luis[at]!))];
}

function wire(model: Model, width: number, height: number): readonly ScreenLine[] {
  const empty: ScreenLine = { text: "" };
  const twin = twinInClear(model);
  const entries = model.wire.map((entry) => entryLines(entry, width));
  if (entries.length === 0) return [{ text: texts.nothingOnWire }];
  const shown = lastApart(entries, empty, height);
  const first = twin === undefined ? undefined : entries[model.wire.indexOf(twin)]?.[0];
  if (twin === undefined || (first !== undefined && shown.includes(first))) return shown;
  const pinned = [...entryLines({ ...twin, who: `${texts.before}: ${twin.who}` }, width), empty];
  return [...pinned, ...lastApart(entries, empty, height - pinned.length)];
}

function facts({ facts }: Model, width: number): readonly ScreenLine[] {
  return toldFacts(facts).flatMap((fact) => [...wrapped(fact, width).map((text) => ({ text })), { text: "" }]);
}

/** The last blocks that fit into so many lines, with a line between any two; the beginning of the last one where not even that fits. */
function lastApart<Line>(blocks: readonly (readonly Line[])[], between: Line, height: number): Line[] {
  let shown: Line[] = (blocks.at(-1) ?? []).slice(0, height);
  for (const block of blocks.slice(0, -1).reverse()) {
    if (block.length + 1 + shown.length > height) break;
    shown = [...block, between, ...shown];
  }
  return shown;
}
