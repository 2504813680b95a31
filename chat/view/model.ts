import * as input from "../../terminal/input-line.ts";
import { type Delivery, type Protection, readClientLine } from "../protocol/protocol.ts";
import type { KeyAction } from "./keys.ts";
import { texts } from "./texts.ts";

/** Lines of the conversation that are kept for scrolling back. */
const MAX_ENTRIES = 5_000;
/** Longest text of one line that is kept, in UTF-16 units: a hostile server may send more. */
const MAX_TEXT = 8 * 1024;
/** Names that are kept for completion and counting. */
const MAX_NAMES = 5_000;

/** One line of the conversation. Texts come from outside and are not cleaned; the screen does that. */
export interface Entry {
  readonly kind: "own" | "other" | "notice" | "refusal" | "answer" | "alarm";
  /** Its arrival, in milliseconds. */
  readonly time: number;
  /** The sender, and the sign between name and text; undefined for notices. */
  readonly from?: { readonly name: string; readonly sign: string };
  readonly text: string;
}

/** The present protection. `verified` names what verified the server. */
export type Link =
  | { readonly kind: "offline" }
  | { readonly kind: "plain" }
  | { readonly kind: "layers"; readonly recipe: string }
  | {
      readonly kind: "tls";
      readonly protection: Protection & { kind: "tls" };
      readonly verified: string;
      readonly isVerified: boolean;
    };

/** Everything the screen shows. */
export interface ChatModel {
  readonly name: string;
  readonly link: Link;
  readonly isMoving: boolean;
  readonly entries: readonly Entry[];
  readonly names: readonly string[];
  readonly input: input.InputLine;
  /** The possible completions of Tab. */
  readonly choices: readonly string[];
  /** How many entries the view ends before the newest; 0 follows the newest. */
  readonly back: number;
  /**
   * How many entries came since the user scrolled back. A line above them marks them until the user sends something.
   */
  readonly unread: number;
}

export type ChatAction =
  | { readonly kind: "key"; readonly key: KeyAction; readonly page: number }
  | { readonly kind: "heard"; readonly deliveries: readonly Delivery[]; readonly time: number }
  | { readonly kind: "said"; readonly line: string; readonly time: number }
  | { readonly kind: "told"; readonly lines: readonly string[]; readonly as: Entry["kind"]; readonly time: number }
  | { readonly kind: "link"; readonly link: Link; readonly name?: string }
  | { readonly kind: "moving"; readonly isMoving: boolean };

const commandWords = [
  ...["/users", "/msg", "/me", "/nick", "/tls", "/cert", "/encrypt", "/plain", "/wire", "/help", "/quit"],
  ...["/usuarios", "/salir", "!usuarios"],
];

/** The screen before the first event. */
export function emptyModel(name: string): ChatModel {
  const { emptyInput } = input;
  return {
    name,
    link: { kind: "offline" },
    isMoving: false,
    entries: [],
    names: [],
    input: emptyInput,
    choices: [],
    back: 0,
    unread: 0,
  };
}

/** The screen after an event. Pure. */
export function reduce(model: ChatModel, action: ChatAction): ChatModel {
  switch (action.kind) {
    case "key":
      return pressed(model, action.key, action.page);
    case "heard":
      return action.deliveries.reduce((now, delivery) => heard(now, delivery, action.time), model);
    case "said":
      return withEntries({ ...model, back: 0, unread: 0 }, ownEntries(model.name, action.line, action.time));
    case "told":
      return withEntries(
        model,
        action.lines.map((text) => ({ kind: action.as, time: action.time, text })),
      );
    case "link":
      return { ...model, link: action.link, name: action.name ?? model.name };
    case "moving":
      return { ...model, isMoving: action.isMoving };
  }
}

/** Keys that only change the screen; the app handles the others. */
function pressed(model: ChatModel, key: KeyAction, page: number): ChatModel {
  const edit = (line: input.InputLine): ChatModel => ({ ...model, input: line, choices: [] });
  const line = model.input;
  switch (key.kind) {
    case "insert":
      return edit(input.insert(line, key.text));
    case "send":
      return edit(input.sent(line));
    case "complete": {
      const completed = input.complete(line, [...model.names, ...commandWords]);
      return { ...model, input: completed.line, choices: completed.choices.length > 1 ? completed.choices : [] };
    }
    case "edit":
      return edit(input.edited(line, key.key) ?? line);
    case "page-up":
      return {
        ...model,
        back: Math.min(Math.max(0, model.entries.length - 1), model.back + page),
        unread: model.back === 0 ? 0 : model.unread,
      };
    case "page-down":
      return { ...model, back: Math.max(0, model.back - page) };
    case "bottom":
      return { ...model, back: 0, choices: [] };
    default:
      return model;
  }
}

function heard(model: ChatModel, delivery: Delivery, time: number): ChatModel {
  switch (delivery.kind) {
    case "message":
      return other(model, delivery.from, ">", delivery.text, time);
    case "private":
      return other(model, delivery.from, texts.fromOne, delivery.text, time);
    case "action":
      return other(model, delivery.from, "*", delivery.text, time);
    case "joined":
      return notice(
        named(model, [...model.names.filter((name) => name !== delivery.name), delivery.name]),
        texts.joined(delivery.name),
        time,
      );
    case "left":
      return notice(
        named(
          model,
          model.names.filter((name) => name !== delivery.name),
        ),
        texts.left(delivery.name),
        time,
      );
    case "renamed": {
      const { from, to } = delivery;
      const renamed = named(
        model,
        model.names.map((name) => (name === from ? to : name)),
      );
      return notice({ ...renamed, name: model.name === from ? to : model.name }, texts.renamed(from, to), time);
    }
    case "welcome":
      return { ...model, name: delivery.name };
    case "users":
      return notice(named(model, delivery.names), texts.here(delivery.names), time, "answer");
    case "move-word":
    case "moved":
      return model;
    case "notice":
    case "refusal":
    case "answer":
      return notice(model, delivery.text, time, delivery.kind);
    case "question":
      return notice(model, delivery.text, time, "answer");
    case "registered":
    case "password-changed":
      return model; // Shown before the screen opens.
  }
}

function other(model: ChatModel, name: string, sign: string, text: string, time: number): ChatModel {
  return withEntries(model, [{ kind: "other", time, from: { name, sign }, text }]);
}

function notice(model: ChatModel, text: string, time: number, kind: Entry["kind"] = "notice"): ChatModel {
  return withEntries(model, [{ kind, time, text }]);
}

function named(model: ChatModel, names: readonly string[]): ChatModel {
  return { ...model, names: names.slice(-MAX_NAMES) };
}

/** The server does not send a line back to its sender, so the client shows it itself, as others see it. */
function ownEntries(name: string, line: string, time: number): readonly Entry[] {
  const said = readClientLine(line, name);
  if (said.kind === "message") return [{ kind: "own", time, from: { name, sign: ">" }, text: said.text }];
  if (said.kind === "action") return [{ kind: "own", time, from: { name, sign: "*" }, text: said.text }];
  if (said.kind !== "private") return [];
  return [{ kind: "own", time, from: { name, sign: texts.toOne(said.to) }, text: said.text }];
}

function withEntries(model: ChatModel, added: readonly Entry[]): ChatModel {
  if (added.length === 0) return model;
  const bounded = added.map((entry) =>
    entry.text.length > MAX_TEXT ? { ...entry, text: entry.text.slice(0, MAX_TEXT) } : entry,
  );
  const entries = [...model.entries, ...bounded].slice(-MAX_ENTRIES);
  const isReadingBack = model.back > 0;
  return {
    ...model,
    entries,
    back: isReadingBack ? Math.min(entries.length - 1, model.back + added.length) : 0,
    unread: isReadingBack || model.unread > 0 ? model.unread + added.length : 0,
  };
}
