import { fitted, widthOf } from "../../../terminal/columns.ts";
import type { ScreenProgram, Size } from "../../../terminal/screen/full-screen.ts";
import { actionFor, footerLine, type KeyBinding } from "../../../terminal/screen/key-table.ts";
import { type Line, type Span, span, type Tone } from "../../../terminal/screen/line.ts";
import { wrapText } from "../../../terminal/wrap.ts";
import { type CribAction, type CribModel, cribKeystream, knownOf, reduce } from "./crib-model.ts";
import { joined, piecesOf } from "./keystream.ts";
import type { LanguageModel } from "./language-model.ts";
import { texts } from "./texts.ts";

/** Lines of the screen besides the messages and the help: title, a line of signs, crib, and the keys. */
const FRAME_LINES = 4;
/** The help takes a second and third line only from messages after these. */
const MIN_MESSAGES = 5;
/** Columns of the packet's number, and the space after it. */
const LABEL = 9;

const { keys } = texts;
/** Every key except letters: dispatch and footer come from this table. */
const keyBindings: readonly KeyBinding<CribAction | { readonly kind: "quit" }>[] = [
  { keys: ["right"], help: keys.slide, footer: keys.slideShort, action: { kind: "slide", by: 1 } },
  { keys: ["left"], help: keys.slide, action: { kind: "slide", by: -1 } },
  { keys: ["down"], help: keys.line, footer: keys.lineShort, action: { kind: "line", by: 1 } },
  { keys: ["up"], help: keys.line, action: { kind: "line", by: -1 } },
  { keys: ["enter"], help: keys.fix, footer: keys.fixShort, action: { kind: "fix" } },
  { keys: ["tab"], help: keys.best, footer: keys.bestShort, action: { kind: "best" } },
  { keys: ["ctrl+z"], help: keys.undo, footer: keys.undoShort, action: { kind: "undo" } },
  { keys: ["f2", "ctrl+t"], help: keys.guess, footer: keys.guessShort, action: { kind: "guess" } },
  { keys: ["backspace"], help: keys.erase, action: { kind: "erase" } },
  { keys: ["escape", "ctrl+c", "ctrl+d"], help: keys.quit, footer: keys.quitShort, action: { kind: "quit" } },
];

interface CribScreen {
  readonly model: CribModel;
  /** The packet of each line. */
  readonly packets: readonly number[];
  readonly language: () => LanguageModel;
  /** The user leaves, with the fixed cribs. */
  readonly onLeave: (model: CribModel) => void;
}

/** The screen on which a crib slides over the lines; it shows at once what the other lines would say. */
export function cribProgram({ model: first, packets, language, onLeave }: CribScreen): ScreenProgram {
  let model = first;
  return {
    happened(event) {
      if (event.kind === "text" || event.kind === "paste") {
        model = reduce(model, { kind: "type", text: event.text }, language);
      } else if (event.kind === "key") {
        const action = actionFor(keyBindings, event.name);
        if (action?.kind === "quit") onLeave(model);
        else if (action !== undefined) model = reduce(model, action, language);
      }
    },
    frame: (size) => frameOf(model, packets, size),
  };
}

function frameOf(model: CribModel, packets: readonly number[], { columns, rows }: Size): readonly Line[] {
  const help = wrapText(texts.help, columns).slice(0, Math.max(1, rows - FRAME_LINES - MIN_MESSAGES));
  const height = Math.max(1, rows - FRAME_LINES - help.length);
  const first = Math.max(0, Math.min(model.line - (height >> 1), model.lines.length - height));
  const length = Math.max(...model.lines.map((line) => line.length));
  const shown = model.lines
    .slice(first, first + height)
    .map((_, at) => messageLine(model, packets, first + at, columns));
  const known = texts.known(knownOf(model).size, length);
  const title = `${texts.title(model.lines.length)} · ${known}`;
  const missing = Array.from({ length: Math.max(0, height - shown.length) }, (): Line => []);
  return [
    [span(fitted(widthOf(title) > columns ? known : title, columns), "strong")],
    [span("─".repeat(columns))],
    ...shown,
    ...missing,
    ...help.map((line): Line => [span(fitted(line, columns), "faint")]),
    [span(`${texts.crib}: `, "strong"), span(fitted(`${model.crib}▏`, Math.max(1, columns - 6)), "chosen")],
    footerLine(keyBindings, columns),
  ];
}

/** One message: the fixed part, and in another tone what the crib would add. Long lines follow the crib. */
function messageLine(model: CribModel, packets: readonly number[], index: number, columns: number): Line {
  const sealed = model.lines[index]!;
  const crib = cribKeystream(model);
  const pieces = piecesOf(sealed, joined(knownOf(model), crib));
  const tone: Tone = index === model.line ? "chosen" : "hit";
  const room = Math.max(1, columns - LABEL);
  const from = Math.max(0, Math.min(model.at - (room >> 1), longest(model) - room));
  const spans: Span[] = [];
  let used = 0;
  for (let at = from; at < pieces.length; at++) {
    const text = pieces[at]!;
    used += widthOf(text);
    if (used > room) break;
    spans.push(span(text, crib.has(at) ? tone : text === "·" ? "faint" : "plain"));
  }
  return [span(fitted(`${index === model.line ? "▸" : " "}${packets[index]}`, LABEL), "faint"), ...spans];
}

function longest({ lines }: CribModel): number {
  return Math.max(...lines.map((line) => line.length));
}
