import { wantedBytes } from "./matches.ts";
import type { Action, Model } from "./model.ts";
import type { CommonAct, View, Wish } from "./page.ts";
import { pageNamed, pages } from "./pages.ts";
import { entered, openPrompt, typedInto } from "./prompt.ts";
import { texts } from "./texts.ts";

/** Makes the view of a model, from which a page is drawn. */
export type ViewOf = (model: Model) => View;

/** The next model: pure, without clock or files. Work outside the model goes into `effects`. */
export function reduce(model: Model, action: Action, viewOf: ViewOf): Model {
  switch (action.kind) {
    case "move":
      return toPage(calm(model), action, viewOf);
    case "enter":
      return toPage(calm(model), { kind: "enter" }, viewOf);
    case "page":
      return toPage(calm(model), action.act, viewOf);
    case "back":
      return back(model, viewOf);
    case "go":
      return go(calm(model), action.page, viewOf);
    case "prompt":
      return { ...calm(model), prompt: openPrompt(action.prompt, model.entered, model.filter) };
    case "filter":
      return filtered(model, action.text, viewOf);
    case "type":
      return model.prompt === undefined ? model : { ...model, prompt: typedInto(model.prompt, { text: action.text }) };
    case "edit":
      return model.prompt === undefined ? model : { ...model, prompt: typedInto(model.prompt, { key: action.key }) };
    case "cancel":
      return { ...model, prompt: undefined };
    case "submit":
      return submit(model, viewOf);
    case "search-next":
    case "search-previous":
      return searchOn(model, action.kind === "search-next" ? "next" : "previous", viewOf);
    case "news":
      return seek(toPage(model, { kind: "settle" }, viewOf), viewOf);
    case "resize":
      return toPage({ ...model, size: action.size }, { kind: "settle" }, viewOf);
    case "notice":
      return { ...model, notice: action.text };
    case "turn-key":
      if (!viewOf(model).session.hasKeys) return { ...model, notice: texts.notice.noKeys };
      return withEffect(calm(model), action.kind, viewOf);
    case "mark":
    case "copy":
    case "quit":
      return withEffect(model, action.kind, viewOf);
  }
}

/** A notice stays until the next key. */
function calm(model: Model): Model {
  return model.notice === "" ? model : { ...model, notice: "" };
}

/** Gives the page an act, then lets it adjust to its new size or rows. */
function toPage(model: Model, act: CommonAct, viewOf: ViewOf): Model {
  const { name, reduce: reducePage } = pageNamed(model.page);
  let changed = model;
  for (const next of act.kind === "settle" ? [act] : [act, { kind: "settle" } as const]) {
    const outcome = reducePage(changed.states[name], next, viewOf(changed));
    if (outcome === undefined) continue;
    if (outcome.state !== changed.states[name])
      changed = { ...changed, states: { ...changed.states, [name]: outcome.state } };
    if (outcome.wish !== undefined) return granted(changed, outcome.wish, viewOf);
  }
  return changed;
}

function granted(model: Model, wish: Wish, viewOf: ViewOf): Model {
  switch (wish.kind) {
    case "open":
      return go({ ...model, connection: wish.connection ?? model.connection }, wish.page, viewOf, wish.connection);
    case "show-packet":
      return toPage({ ...model, page: pages[0]!.name }, wish, viewOf);
    case "filter":
      return filtered(model, wish.text, viewOf);
    case "prompt":
      return reduce(model, wish, viewOf);
    case "notice":
      return { ...model, notice: wish.text };
  }
}

/**
 * Goes to another page: about the connection of the present choice. The key of the present page leads back to the
 * packets.
 */
function go(model: Model, name: string, viewOf: ViewOf, connection?: number): Model {
  if (model.page === name) return { ...model, page: pages[0]!.name };
  const isAboutOne = pageNamed(name).isAboutConnection;
  const here = pageNamed(model.page).chosen(model.states[model.page], viewOf(model));
  const chosen = connection ?? here.connection;
  if (isAboutOne && chosen === undefined) return { ...model, notice: texts.notice.noConnection };
  const opened = { kind: "opened", packet: here.packet } as const;
  return toPage({ ...model, page: name, connection: chosen ?? model.connection }, opened, viewOf);
}

function back(model: Model, viewOf: ViewOf): Model {
  if (model.notice !== "") return { ...model, notice: "" };
  const first = pages[0]!.name;
  const outcome = pageNamed(model.page).reduce(model.states[model.page], { kind: "back" }, viewOf(model));
  if (outcome !== undefined) return { ...model, states: { ...model.states, [model.page]: outcome.state } };
  if (model.page !== first) return { ...model, page: first };
  if (model.search.text !== "") return { ...model, search: { text: "" } };
  return model.filter === "" ? model : filtered(model, "", viewOf);
}

/** A new filter. The chosen packet stays chosen if it passes. */
function filtered(model: Model, text: string, viewOf: ViewOf): Model {
  return toPage({ ...model, filter: text }, { kind: "settle" }, viewOf);
}

function submit(model: Model, viewOf: ViewOf): Model {
  const { prompt } = model;
  if (prompt === undefined || prompt.fault !== undefined) return model;
  const { text, entered: all } = entered(prompt, model.entered);
  const done = { ...model, prompt: undefined, entered: all };
  if (prompt.kind === "filter") return filtered(done, text.trim(), viewOf);
  if (text === "") return prompt.kind === "search" ? { ...done, search: { text } } : done;
  if (prompt.kind === "write") {
    const { until } = pageNamed(model.page).chosen(model.states[model.page], viewOf(model));
    return { ...done, effects: [...done.effects, { kind: "write", path: text, until }] };
  }
  if (prompt.kind === "save") return { ...done, effects: [...done.effects, { kind: "save", text }] };
  if (wantedBytes(text) === undefined) return { ...done, notice: texts.notice.notHexSearch(text) };
  return seek({ ...done, search: { text, seeks: "next" } }, viewOf);
}

function searchOn(model: Model, seeks: "next" | "previous", viewOf: ViewOf): Model {
  if (model.search.text === "") return reduce(model, { kind: "prompt", prompt: "search" }, viewOf);
  return seek({ ...model, search: { ...model.search, seeks } }, viewOf);
}

/** Goes to the next place of the search, when it is known. */
function seek(model: Model, viewOf: ViewOf): Model {
  const { seeks, text } = model.search;
  const { search, name } = pageNamed(model.page);
  const view = viewOf(model);
  const { matches } = view;
  if (seeks === undefined) return model;
  if (search === undefined || matches === undefined) return { ...model, search: { text } };
  const state = model.states[name];
  const from = search.at(state, view);
  const found = matches.next(from, seeks === "previous");
  if (found === "unknown") return { ...model, notice: texts.notice.searching(matches.progress) };
  if (found === "none") return { ...model, search: { text }, notice: texts.notice.notFound(text, name) };
  const isAround = seeks === "next" ? found <= from : found >= from;
  const there = {
    ...model,
    search: { text },
    states: { ...model.states, [name]: search.goTo(state, found, matches.wanted, view) },
    notice: texts.notice.found(text, matches.numberOf(found), matches.length, matches.isComplete, isAround),
  };
  return toPage(there, { kind: "settle" }, viewOf);
}

function withEffect(model: Model, kind: "mark" | "copy" | "quit" | "turn-key", viewOf: ViewOf): Model {
  const { packet, text } = pageNamed(model.page).chosen(model.states[model.page], viewOf(model));
  if (kind === "quit") return { ...model, effects: [...model.effects, { kind }] };
  if (kind === "copy") return { ...model, effects: [...model.effects, { kind, text: text() }] };
  if (kind === "turn-key") return { ...model, effects: [...model.effects, { kind, packet }] };
  return packet === undefined ? model : { ...model, effects: [...model.effects, { kind, packet }] };
}
