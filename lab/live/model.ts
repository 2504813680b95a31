import type { Mode } from "../../exercises/bot/guest.ts";
import type { Overheard } from "../../sniffer/observe/eavesdropper/eavesdropper.ts";
import { emptyInput, type InputLine } from "../../terminal/input-line.ts";
import type { WireEntry } from "./wire.ts";

/** Most entries of each wire, and most lines of people. */
const MAX_ENTRIES = 400;
const MAX_SAID = 200;

/** A line of a person or a guest. */
export interface Said {
  readonly who: string;
  readonly mode: Mode;
  /** The typed text; undefined for a guest over TLS, because only the record is known. */
  readonly text: string | undefined;
  /** Its place on the wire, after it was captured. */
  readonly key: string | undefined;
}

/** The two people: 0 joined first. */
export type Seat = 0 | 1;
export type Two<T> = readonly [T, T];

/** Everything on the screen. Texts are untrusted. */
export interface Model {
  readonly names: Two<string>;
  /** The last line that each of them read in the chat. */
  readonly heard: Two<string | undefined>;
  readonly inputs: Two<InputLine>;
  readonly modes: Two<Mode>;
  readonly focus: Seat;
  readonly wire: Readonly<Record<Mode, readonly WireEntry[]>>;
  readonly said: readonly Said[];
  /** How many lines before the newest the shown one is; 0 is the newest. */
  readonly back: number;
  /** What an eavesdropper knows on each wire. */
  readonly facts: Readonly<Partial<Record<Mode, Overheard>>>;
  readonly trouble: string | undefined;
  readonly attacker: Attacker | undefined;
  /** The script, if one plays. */
  readonly script: Played | undefined;
}

interface Attacker {
  /** Whether it is on the way. */
  readonly isIn: boolean;
  /** Its last action. */
  readonly did: string | undefined;
  /** Whether it ends the first person's TLS, and so reads every word. */
  readonly opensTls: boolean;
}

/** The progress of a script. */
interface Played {
  /** The shown step, from 1. */
  readonly step: number;
  /** For every played step: how many lines there were after it. The first step is there from the beginning. */
  readonly saidAfter: readonly number[];
}

export type Action =
  | { readonly kind: "said"; readonly seat: Seat; readonly text: string }
  | { readonly kind: "heard"; readonly seat: Seat; readonly line: string }
  | { readonly kind: "mode"; readonly seat: Seat; readonly mode: Mode }
  | { readonly kind: "wire"; readonly entries: readonly WireEntry[] }
  | { readonly kind: "facts"; readonly facts: Model["facts"] }
  | { readonly kind: "edit"; readonly edit: (input: InputLine) => InputLine }
  | { readonly kind: "switch" }
  | { readonly kind: "look"; readonly back: 1 | -1 }
  | { readonly kind: "trouble"; readonly message: string | undefined }
  | { readonly kind: "attacker"; readonly attacker: Model["attacker"] }
  | { readonly kind: "step"; readonly by: 1 | -1 };

export function initialModel(names: Two<string>, isScripted: boolean): Model {
  return {
    names,
    heard: [undefined, undefined],
    inputs: [emptyInput, emptyInput],
    modes: ["plain", "plain"],
    focus: 0,
    wire: { plain: [], tls: [] },
    said: [],
    back: 0,
    facts: {},
    trouble: undefined,
    attacker: undefined,
    script: isScripted ? { step: 1, saidAfter: [0] } : undefined,
  };
}

/** The next state. Pure. */
export function reduce(model: Model, action: Action): Model {
  switch (action.kind) {
    case "said":
      return said(model, {
        who: model.names[action.seat],
        text: action.text,
        mode: model.modes[action.seat],
        key: undefined,
      });
    case "heard":
      return { ...model, heard: withSeat(model.heard, action.seat, action.line) };
    case "mode":
      return { ...model, modes: withSeat(model.modes, action.seat, action.mode) };
    case "wire":
      return action.entries.reduce(withEntry, model);
    case "facts":
      return { ...model, facts: action.facts };
    case "edit":
      return { ...model, inputs: withSeat(model.inputs, model.focus, action.edit(model.inputs[model.focus])) };
    case "switch":
      return { ...model, focus: model.focus === 0 ? 1 : 0 };
    case "look":
      return { ...model, back: Math.max(0, Math.min(model.said.length - 1, model.back + action.back)) };
    case "trouble":
      return { ...model, trouble: action.message };
    case "attacker":
      return { ...model, attacker: action.attacker };
    case "step":
      return stepped(model, action.by);
  }
}

/** The mode of the two; "mixed" while only one has changed. */
export function modeOf({ modes: [one, other] }: Model): Mode | "mixed" {
  return one === other ? one : "mixed";
}

/** Whether the newest played step is shown: then the next one acts; otherwise it only shows. */
export function isAtNewestStep({ script }: Model): boolean {
  return script !== undefined && script.step === script.saidAfter.length;
}

/** One line, and its place on each wire: the same words if they were sent on both, or else the last line before. */
export interface ShownLine {
  readonly said: Said | undefined;
  readonly plain: WireEntry | undefined;
  readonly tls: WireEntry | undefined;
}

/** The shown line. */
export function shownLine({ said, back, wire }: Model): ShownLine {
  const at = said.length - 1 - back;
  const shown = at < 0 ? undefined : said[at];
  const entryIn = (mode: Mode): WireEntry | undefined => {
    if (shown === undefined) return undefined;
    if (shown.mode === mode) return entryOf(wire[mode], shown.key);
    const before = said.slice(0, at).filter((one) => one.mode === mode && one.key !== undefined);
    const twin = before.findLast(({ text, who }) => text === shown.text && who === shown.who) ?? before.at(-1);
    return entryOf(wire[mode], twin?.key);
  };
  return { said: shown, plain: entryIn("plain"), tls: entryIn("tls") };
}

/** The lines on one wire before the shown one, the newest first. */
export function saidBefore(
  { said, back, wire }: Model,
  mode: Mode,
  shown: WireEntry | undefined,
): readonly WireEntry[] {
  const before = said.slice(0, Math.max(0, said.length - 1 - back));
  return before
    .flatMap(({ mode: saidIn, key }) => (saidIn === mode ? (entryOf(wire[mode], key) ?? []) : []))
    .filter(({ key }) => key !== shown?.key)
    .reverse();
}

function entryOf(entries: readonly WireEntry[], key: string | undefined): WireEntry | undefined {
  return key === undefined ? undefined : entries.findLast((entry) => entry.key === key);
}

function withSeat<T>([one, other]: Two<T>, seat: Seat, value: T): Two<T> {
  return seat === 0 ? [value, other] : [one, value];
}

/** One step forward or back. An earlier step shows its lines again. */
function stepped(model: Model, by: 1 | -1): Model {
  const { script, said } = model;
  if (script === undefined) return model;
  const step = Math.max(1, script.step + by);
  const played = script.saidAfter.with(-1, said.length);
  const saidAfter = step > played.length ? [...played, said.length] : played;
  const isNewest = step === saidAfter.length;
  return { ...model, script: { step, saidAfter }, back: isNewest ? 0 : said.length - saidAfter[step - 1]! };
}

/** An earlier line that the user looks at does not move. */
function said(model: Model, one: Said): Model {
  return { ...model, said: [...model.said, one].slice(-MAX_SAID), back: model.back === 0 ? 0 : model.back + 1 };
}

/** A message may later prove to be a part of the handshake: the later entry counts. */
function withEntry(model: Model, entry: WireEntry): Model {
  const entries = model.wire[entry.mode];
  const known = entries.findIndex(({ key }) => key === entry.key);
  const same = entries[known];
  if (same !== undefined) {
    const merged: WireEntry = { ...same, kind: entry.kind, text: entry.text };
    const isSaid = ({ key, text }: Said) => key !== entry.key || text !== undefined;
    return {
      ...model,
      said: model.said.filter(isSaid),
      wire: { ...model.wire, [entry.mode]: entries.with(known, merged) },
    };
  }
  return found({ ...model, wire: { ...model.wire, [entry.mode]: [...entries, entry].slice(-MAX_ENTRIES) } }, entry);
}

/** Finds the line of an entry: by its words without TLS; in a record, by exactly its length. */
function found(model: Model, entry: WireEntry): Model {
  if (entry.kind !== "message" || !entry.isToServer) return model;
  const isTyped = ({ who, mode, key, text }: Said) =>
    who === entry.who && mode === entry.mode && key === undefined && text !== undefined && fits(entry, text);
  const at = model.said.findIndex(isTyped);
  if (at !== -1) return { ...model, said: model.said.with(at, { ...model.said[at]!, key: entry.key }) };
  // A guest types nothing here: its text on the wire is its line.
  if (model.names.includes(entry.who)) return model;
  return said(model, { who: entry.who, mode: entry.mode, text: entry.text, key: entry.key });
}

/**
 * A line end, the content type and the tag: the lab's client adds these to a line in a TLS 1.3 record (RFC 8446 section
 * 5.2).
 */
const RECORD_EXTRA = 1 + 1 + 16;

function fits(entry: WireEntry, text: string): boolean {
  return entry.mode === "plain" ? entry.text === text : entry.bodyLength === Buffer.byteLength(text) + RECORD_EXTRA;
}
