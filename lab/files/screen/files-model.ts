import type { ListedFile } from "../../../chat/files/requests.ts";
import { edited, emptyInput, type InputLine, inputText, insert, lineOf } from "../../../terminal/input-line.ts";
import { keysOf, type Typed } from "../../../terminal/key-reader.ts";
import { actionFor } from "../../../terminal/screen/key-table.ts";
import type { Line } from "../../../terminal/screen/line.ts";
import { type ListView, type Movement, moveTo, scrolledTo, target } from "../../../terminal/screen/list-view.ts";
import type { KeyState } from "../run-files.ts";
import { type Act, type Action, listKeys, pageKeys } from "./keys.ts";
import { texts } from "./texts.ts";

/** Most results that are kept. */
const MAX_NOTICES = 4;

/** A question of the program before it continues. */
export interface Ask {
  readonly kind: "text" | "path" | "secret" | "yes-no";
  readonly prompt: string;
  readonly input: InputLine;
}

/** A running transfer. */
export interface Bar {
  readonly what: string;
  readonly done: number;
  readonly all: number;
  /** How long it has run, in seconds. */
  readonly seconds: number;
}

/** A page of text over the list. Its lines depend on the width. */
export interface Page {
  readonly title: string;
  readonly lines: (columns: number) => readonly Line[];
  readonly top: number;
}

export interface Notice {
  readonly text: string;
  readonly isWarning: boolean;
}

/** Everything on the screen. */
export interface FilesModel {
  readonly user: string;
  readonly server: string;
  readonly isTls: boolean;
  /** Undefined until the server has answered. */
  readonly files: readonly ListedFile[] | undefined;
  readonly keys: KeyState | undefined;
  readonly view: ListView;
  readonly page: Page | undefined;
  readonly ask: Ask | undefined;
  readonly bar: Bar | undefined;
  /** The program is busy: with a key, or with the work of a password. */
  readonly isBusy: boolean;
  /** The newest last. */
  readonly notices: readonly Notice[];
}

export type FilesEvent =
  | { readonly kind: "typed"; readonly typed: Typed; readonly room: Room }
  | { readonly kind: "listed"; readonly files: readonly ListedFile[]; readonly keys: KeyState }
  | { readonly kind: "asked"; readonly ask: Pick<Ask, "kind" | "prompt"> & { readonly text?: string } }
  | { readonly kind: "completed"; readonly input: InputLine }
  | { readonly kind: "busy"; readonly isBusy: boolean }
  | { readonly kind: "progress"; readonly bar: Bar | undefined }
  | { readonly kind: "noticed"; readonly notice: Notice }
  | { readonly kind: "paged"; readonly page: Omit<Page, "top"> };

/** How much of the list or of a page is visible. */
export interface Room {
  readonly columns: number;
  readonly rows: number;
}

/** Work for the program after a key. */
export type Effect =
  | { readonly kind: "act"; readonly act: Act; readonly file: ListedFile | undefined }
  | { readonly kind: "answer"; readonly text: string | undefined }
  | { readonly kind: "complete"; readonly input: InputLine }
  | { readonly kind: "stop" | "help" | "quit" };

export interface Step {
  readonly model: FilesModel;
  readonly effects: readonly Effect[];
}

export function newModel(user: string, server: string, isTls: boolean): FilesModel {
  return {
    ...{ user, server, isTls, files: undefined, keys: undefined, view: { cursor: 0, top: 0 } },
    ...{ page: undefined, ask: undefined, bar: undefined, isBusy: true, notices: [] },
  };
}

/** The whole behaviour of the screen: the next state after an event, and the work to do. */
export function reduce(model: FilesModel, event: FilesEvent): Step {
  switch (event.kind) {
    case "typed":
      return typed(model, event.typed, event.room);
    case "listed":
      return done({ ...listed(model, event.files), keys: event.keys });
    case "asked": {
      const { kind, prompt, text = "" } = event.ask;
      return done({ ...model, ask: { kind, prompt, input: text === "" ? emptyInput : lineOf(text, []) } });
    }
    case "completed":
      return done({ ...model, ask: model.ask && { ...model.ask, input: event.input } });
    case "busy":
      return done({ ...model, isBusy: event.isBusy, bar: undefined });
    case "progress":
      return done({ ...model, bar: event.bar });
    case "noticed":
      return done({ ...model, notices: [...model.notices, event.notice].slice(-MAX_NOTICES) });
    case "paged":
      return done({ ...model, page: { ...event.page, top: 0 } });
  }
}

const done = (model: FilesModel, ...effects: readonly Effect[]): Step => ({ model, effects });

/** The chosen file stays chosen, wherever it is in the new list. */
function listed(model: FilesModel, files: readonly ListedFile[]): FilesModel {
  const before = model.files?.[model.view.cursor];
  const at = files.findIndex(({ owner, name }) => owner === before?.owner && name === before.name);
  const cursor = Math.max(0, Math.min(at === -1 ? model.view.cursor : at, files.length - 1));
  return { ...model, files, view: { ...model.view, cursor } };
}

function typed(model: FilesModel, what: Typed, room: Room): Step {
  if (model.ask !== undefined) return answering(model, model.ask, what);
  const bindings = model.page === undefined ? listKeys : pageKeys;
  let step = done(model);
  for (const key of keysOf(what)) {
    const next = acted(step.model, actionFor(bindings, key), room);
    step = { model: next.model, effects: [...step.effects, ...next.effects] };
  }
  return step;
}

function acted(model: FilesModel, action: Action | undefined, room: Room): Step {
  switch (action?.kind) {
    case undefined:
      return done(model);
    case "help":
    case "quit":
      return done(model, { kind: action.kind });
    case "move":
      return done(moved(model, action.to, room));
    case "back":
      return model.isBusy ? done(model, { kind: "stop" }) : done({ ...model, page: undefined });
    case "act": {
      // One thing at a time: a second one would have to wait, and nobody would see why.
      if (model.isBusy) return done(model);
      const file = model.files?.[model.view.cursor];
      const needsFile = action.act !== "upload" && action.act !== "fingerprints" && action.act !== "forget";
      if (needsFile && file === undefined) return done(model);
      const isOwners = action.act === "share" || action.act === "unshare" || action.act === "remove";
      const quiet = { ...model, notices: [] };
      if (isOwners && file?.owner !== model.user)
        return reduce(quiet, { kind: "noticed", notice: { text: texts.notOwner, isWarning: true } });
      return done(quiet, { kind: "act", act: action.act, file });
    }
  }
}

function moved(model: FilesModel, to: Movement, { columns, rows }: Room): FilesModel {
  const { page, view, files = [] } = model;
  if (page !== undefined)
    return { ...model, page: { ...page, top: scrolledTo(page.top, to, page.lines(columns).length, rows) } };
  return { ...model, view: moveTo(view, target(view.cursor, to, files.length, rows), files.length, rows) };
}

/** Letters answer the question, Escape cancels it, and Ctrl-C ends the program. */
function answering(model: FilesModel, ask: Ask, what: Typed): Step {
  const answer = (text: string | undefined) => done({ ...model, ask: undefined }, { kind: "answer", text });
  const change = (input: InputLine) => done({ ...model, ask: { ...ask, input } });
  if (what.kind === "key" && what.name === "ctrl+c") return done(model, { kind: "quit" });
  if (what.kind === "key" && what.name === "escape") return answer(undefined);
  if (ask.kind === "yes-no") {
    if (what.kind !== "text") return done(model);
    return answer(texts.yes.includes(what.text[0]!) ? "yes" : undefined);
  }
  if (what.kind !== "key") return change(insert(ask.input, what.text));
  if (what.name === "enter") return answer(inputText(ask.input));
  if (what.name === "tab")
    return ask.kind === "path" ? done(model, { kind: "complete", input: ask.input }) : done(model);
  return change(edited(ask.input, what.name) ?? ask.input);
}
