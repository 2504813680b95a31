import type { Fact } from "../../sniffer/compare/facts.ts";
import { emptyInput, type InputLine } from "../../terminal/input-line.ts";
import { type Person, people } from "./stage.ts";
import type { WireEntry } from "./wire.ts";

/** Most lines kept of each person's chat, and most entries of the wire. */
const MAX_LINES = 100;
const MAX_ENTRIES = 200;

/** Everything the screen shows. Texts are untrusted. */
export interface Model {
  readonly lines: Readonly<Record<Person, readonly string[]>>;
  readonly inputs: Readonly<Record<Person, InputLine>>;
  readonly modes: Readonly<Record<Person, "plain" | "tls">>;
  readonly focus: Person;
  readonly wire: readonly WireEntry[];
  /** What clients said on the wire in the clear, each text once, the newest last: to be seen beside its encrypted twin. */
  readonly inClear: readonly WireEntry[];
  /** What was said last, by either. */
  readonly lastSaid: string | undefined;
  readonly facts: readonly Fact[];
  readonly trouble: string | undefined;
  /** The step of the script that is shown, from 1; undefined without a script. */
  readonly step: number | undefined;
}

export type Action =
  | { readonly kind: "said"; readonly who: Person; readonly text: string }
  | { readonly kind: "heard"; readonly who: Person; readonly line: string }
  | { readonly kind: "mode"; readonly who: Person; readonly mode: "plain" | "tls" }
  | { readonly kind: "wire"; readonly entries: readonly WireEntry[] }
  | { readonly kind: "facts"; readonly facts: readonly Fact[] }
  | { readonly kind: "edit"; readonly edit: (input: InputLine) => InputLine }
  | { readonly kind: "switch" }
  | { readonly kind: "trouble"; readonly message: string | undefined }
  | { readonly kind: "step" };

export function initialModel(isScripted: boolean): Model {
  return {
    lines: { ana: [], luis: [] },
    inputs: { ana: emptyInput, luis: emptyInput },
    modes: { ana: "plain", luis: "plain" },
    focus: "ana",
    wire: [],
    inClear: [],
    lastSaid: undefined,
    facts: [],
    trouble: undefined,
    step: isScripted ? 1 : undefined,
  };
}

/** The next state. Pure. */
export function reduce(model: Model, action: Action): Model {
  switch (action.kind) {
    case "said":
      return { ...withLine(model, action.who, `${action.who} > ${action.text}`), lastSaid: action.text };
    case "heard":
      return withLine(model, action.who, action.line);
    case "mode":
      return { ...model, modes: { ...model.modes, [action.who]: action.mode } };
    case "wire":
      return action.entries.reduce(withEntry, model);
    case "facts":
      return { ...model, facts: action.facts };
    case "edit":
      return { ...model, inputs: { ...model.inputs, [model.focus]: action.edit(model.inputs[model.focus]) } };
    case "switch":
      return { ...model, focus: people[(people.indexOf(model.focus) + 1) % people.length]! };
    case "trouble":
      return { ...model, trouble: action.message };
    case "step":
      return { ...model, step: (model.step ?? 1) + 1 };
  }
}

/** Which mode the two are in; "mixed" while one has changed and the other not yet. */
export function modeOf({ modes }: Model): "plain" | "tls" | "mixed" {
  return modes.ana === modes.luis ? modes.ana : "mixed";
}

/** What was on the wire in the clear when the last words were said before, or the last thing that was; undefined while all is. */
export function twinInClear({ inClear, lastSaid, modes }: Model): WireEntry | undefined {
  if (modes.ana === "plain") return undefined;
  return inClear.find(({ words }) => words === `"${lastSaid}"`) ?? inClear.at(-1);
}

function withLine(model: Model, who: Person, line: string): Model {
  return { ...model, lines: { ...model.lines, [who]: [...model.lines[who], line].slice(-MAX_LINES) } };
}

/** What was taken for a message may be told a moment later to be a part of the handshake: the later word counts. */
function withEntry(model: Model, entry: WireEntry): Model {
  const known = model.wire.findIndex(({ key }) => key === entry.key);
  const same = model.wire[known];
  const merged = same === undefined ? entry : { ...same, words: entry.words, kind: entry.kind };
  const wire = same === undefined ? [...model.wire, merged].slice(-MAX_ENTRIES) : model.wire.with(known, merged);
  const isSaid = entry.kind === "readable" && entry.who.endsWith("server") && !entry.words.startsWith('"/');
  if (!isSaid) return { ...model, wire };
  const others = model.inClear.filter(({ words }) => words !== entry.words);
  return { ...model, wire, inClear: [...others, entry].slice(-MAX_LINES) };
}
