import { edited, type InputLine, inputText, insert, lineOf, sent } from "../../terminal/input-line.ts";
import { queryFault } from "../observe/query/parse-query.ts";
import { layoutOf } from "./layout.ts";
import { type Movement, moveTo, target } from "./list-view.ts";
import type { Model, Pane, PromptKind, Request, Scene } from "./model.ts";
import { moveInConversation, nextForm, nextSides } from "./reduce-conversation.ts";
import { chooseContents, moveInBytes, moveInTree, packetChosen, selectRow, turnGroup } from "./reduce-fields.ts";

/** What happens on the screen: keys by their meaning, and news from outside. */
export type Action =
  | { readonly kind: "move"; readonly to: Movement }
  | { readonly kind: "left" | "right" | "enter" | "back" | "next-pane" | "previous-pane" | "maximise" }
  | { readonly kind: "pause" | "mark" | "copy" | "quit" | "help" | "conversation" | "knowledge" }
  | { readonly kind: "form" | "sides" | "search-next" | "search-previous" }
  | { readonly kind: "prompt"; readonly prompt: PromptKind }
  | { readonly kind: "type"; readonly text: string }
  | { readonly kind: "edit"; readonly key: string }
  | { readonly kind: "submit" | "cancel" }
  | { readonly kind: "data" | "scene" }
  | { readonly kind: "resize"; readonly columns: number; readonly rows: number }
  | { readonly kind: "notice"; readonly text: string }
  | { readonly kind: "filtered"; readonly text: string; readonly row: number }
  | { readonly kind: "go-to-line"; readonly row: number }
  | { readonly kind: "go-to"; readonly row: number; readonly byte?: number }
  | { readonly kind: "opened"; readonly screen: "conversation" | "knowledge"; readonly connection: number };

const panes: readonly Pane[] = ["packets", "tree", "bytes"];

/** What a name is suggested when a file is to be written. */
const suggested: Readonly<Record<PromptKind, string>> = {
  filter: "",
  search: "",
  write: "work/captures/packets.pcap",
  save: "work/conversation.txt",
};

/** The next model: pure, with no clock and no files. What must be done outside goes into `requests`. */
export function reduce(model: Model, action: Action, scene: Scene): Model {
  switch (action.kind) {
    case "move":
      return move({ ...model, notice: "" }, action.to, scene);
    case "left":
    case "right":
      return sideways(model, action.kind, scene);
    case "enter":
      return enter(model, scene);
    case "back":
      return back(model);
    case "next-pane":
      return { ...model, pane: panes[(panes.indexOf(model.pane) + 1) % panes.length]! };
    case "previous-pane":
      return { ...model, pane: panes[(panes.indexOf(model.pane) + panes.length - 1) % panes.length]! };
    case "maximise":
      return settle({ ...model, isMaximised: !model.isMaximised }, scene);
    case "pause":
      return model.pausedAt === undefined
        ? { ...model, pausedAt: scene.rows, isFollowing: false, rowsSeen: scene.rows }
        : settle({ ...model, pausedAt: undefined }, scene);
    case "help":
      if (model.screen === "help") return { ...model, screen: model.help.under };
      return { ...model, screen: "help", help: { top: 0, under: model.screen } };
    case "conversation":
    case "knowledge":
      if (model.screen === action.kind) return { ...model, screen: "packets" };
      return request(model, { kind: action.kind === "conversation" ? "open-conversation" : "open-knowledge" });
    case "opened":
      return opened(model, action.screen, action.connection);
    case "form":
      return shownAs(model, { form: nextForm(model.conversation.form) }, scene);
    case "sides":
      return shownAs(model, { sides: nextSides(model.conversation.sides) }, scene);
    case "search-next":
    case "search-previous":
      if (model.searchText === "") return reduce(model, { kind: "prompt", prompt: "search" }, scene);
      return request(model, { kind: "search", text: model.searchText, backwards: action.kind === "search-previous" });
    case "mark":
    case "copy":
    case "quit":
      return request(model, { kind: action.kind });
    case "prompt":
    case "type":
    case "edit":
    case "submit":
    case "cancel":
      return typing(model, action);
    case "data":
    case "scene":
      return settle(model, scene);
    case "resize":
      return settle({ ...model, size: { columns: action.columns, rows: action.rows } }, scene);
    case "notice":
      return { ...model, notice: action.text };
    case "filtered":
      return goTo({ ...model, filterText: action.text, pausedAt: undefined }, action.row, scene);
    case "go-to-line":
      return settle(
        { ...model, conversation: { ...model.conversation, cursor: action.row, isFollowing: false } },
        scene,
      );
    case "go-to": {
      const there = goTo({ ...model, screen: "packets", isFollowing: false, rowsSeen: scene.rows }, action.row, scene);
      return action.byte === undefined ? there : showByte(there, action.byte);
    }
  }
}

function move(model: Model, to: Movement, scene: Scene): Model {
  if (model.screen === "help" || model.screen === "knowledge") return scroll(model, to, scene);
  if (model.screen === "conversation") return moveInConversation(model, to, scene);
  if (model.pane === "tree") return moveInTree(model, to, scene);
  if (model.pane === "bytes") return moveInBytes(model, to, scene);
  const { packets: rows } = layoutOf(model);
  const packets = moveTo(model.packets, target(model.packets, to, scene.rows, rows), scene.rows, rows);
  const staysLast = model.isFollowing && packets.cursor === scene.rows - 1;
  const isFollowing = (to === "last" || staysLast) && model.pausedAt === undefined;
  const rowsSeen = model.isFollowing && !isFollowing ? scene.rows : model.rowsSeen;
  return packetChosen({ ...model, packets, isFollowing, rowsSeen }, packets.cursor !== model.packets.cursor);
}

/** Moves a page without a cursor: the first row is what moves; without a movement it is brought in line with the screen. */
function scroll(model: Model, to: Movement | undefined, scene: Scene): Model {
  const page = model.screen === "help" ? "help" : "knowledge";
  const length = page === "help" ? scene.helpRows : scene.knowledgeRows;
  const { top } = model[page];
  const rows = Math.max(1, layoutOf(model).body - 1);
  const most = Math.max(0, length - rows);
  const wanted = to === undefined ? top : to === "last" ? most : target({ cursor: top, top }, to, length, rows);
  const next = Math.max(0, Math.min(most, wanted));
  return next === top ? model : { ...model, [page]: { ...model[page], top: next } };
}

function sideways(model: Model, to: "left" | "right", scene: Scene): Model {
  if (model.screen !== "packets") return model;
  if (model.pane === "tree") return turnGroup(model, to === "right", scene);
  if (model.pane === "bytes") return moveInBytes(model, to, scene);
  return model;
}

function enter(model: Model, scene: Scene): Model {
  if (model.screen === "conversation") return request(model, { kind: "to-packet-of-conversation" });
  if (model.screen !== "packets") return { ...model, screen: "packets" };
  if (model.pane === "packets") return { ...model, pane: "tree", isMaximised: false };
  if (model.pane === "tree") return turnGroup(model, undefined, scene);
  return { ...model, pane: "tree" };
}

function back(model: Model): Model {
  if (model.screen === "help") return { ...model, screen: model.help.under };
  if (model.screen !== "packets") return { ...model, screen: "packets" };
  if (model.notice !== "") return { ...model, notice: "" };
  if (model.isMaximised) return { ...model, isMaximised: false };
  if (model.pane !== "packets") return { ...model, pane: "packets" };
  if (model.filterText !== "") return request(model, { kind: "apply-filter", text: "" });
  return model;
}

function opened(model: Model, screen: "conversation" | "knowledge", connection: number): Model {
  if (screen === "knowledge") return { ...model, screen, knowledge: { connection, top: 0 } };
  const isSame = model.conversation.connection === connection;
  const conversation = isSame
    ? model.conversation
    : { ...model.conversation, connection, cursor: 0, top: 0, isFollowing: true };
  return { ...model, screen, conversation };
}

/** The conversation in another form, or of other sides: its rows are others, and the line that was chosen is looked for among them. */
function shownAs(model: Model, wanted: Partial<Model["conversation"]>, scene: Scene): Model {
  const changed = { ...model, conversation: { ...model.conversation, ...wanted } };
  const { conversationItem: item } = scene;
  return item === undefined ? changed : request(changed, { kind: "to-item", item });
}

type TypingAction = Extract<Action, { kind: "prompt" | "type" | "edit" | "submit" | "cancel" }>;

function typing(model: Model, action: TypingAction): Model {
  if (action.kind === "prompt") {
    const text = action.prompt === "filter" ? model.filterText : suggested[action.prompt];
    const line = lineOf(text, model.entered[action.prompt]);
    return { ...model, notice: "", prompt: { kind: action.prompt, line } };
  }
  const { prompt } = model;
  if (prompt === undefined) return model;
  const { kind, line } = prompt;
  switch (action.kind) {
    case "type":
      return typed(model, kind, insert(line, action.text.slice(0, MAX_TYPED - inputText(line).length)));
    case "edit":
      return typed(model, kind, edited(line, action.key) ?? line);
    case "cancel":
      return { ...model, prompt: undefined };
    case "submit": {
      if (prompt.fault !== undefined) return model;
      const text = inputText(line);
      const entered = { ...model.entered, [kind]: sent(line).history };
      const done = { ...model, entered, prompt: undefined };
      if (kind === "filter") return request(done, { kind: "apply-filter", text: text.trim() });
      if (text === "") return done;
      if (kind !== "search") return request(done, { kind, text });
      return request({ ...done, searchText: text }, { kind, text, backwards: false });
    }
  }
}

/** Longest line that can be typed. */
const MAX_TYPED = 500;

function typed(model: Model, kind: PromptKind, line: InputLine): Model {
  const fault = kind === "filter" ? queryFault(inputText(line)) : undefined;
  return { ...model, prompt: { kind, line, fault } };
}

/** Brings the windows in line with lists that have grown, shrunk or changed. */
function settle(model: Model, scene: Scene): Model {
  const { packets: rows } = layoutOf(model);
  const cursor = model.isFollowing ? scene.rows - 1 : model.packets.cursor;
  const packets = moveTo(model.packets, cursor, scene.rows, rows);
  const isOther = packets.cursor !== model.packets.cursor;
  const settled = settlePage(packetChosen({ ...model, packets }, isOther), scene);
  if (isOther) return settled;
  const chosen = chooseContents(settled, scene);
  return chosen === settled ? selectRow(chosen, chosen.tree.cursor, scene, false) : chosen;
}

function settlePage(model: Model, scene: Scene): Model {
  const { screen, conversation } = model;
  if (screen === "help" || screen === "knowledge") return scroll(model, undefined, scene);
  return screen === "conversation" || conversation.isFollowing ? moveInConversation(model, undefined, scene) : model;
}

/** The place where something was found, in the middle of the bytes pane. */
function showByte(model: Model, byte: number): Model {
  const { bytes, perRow } = layoutOf(model);
  return { ...model, byte, bytesTop: Math.max(0, Math.floor(byte / perRow) - (bytes >> 1)) };
}

function goTo(model: Model, row: number, scene: Scene): Model {
  const { packets: rows } = layoutOf(model);
  const packets = moveTo(model.packets, row, scene.rows, rows);
  return packetChosen({ ...model, packets }, true);
}

function request(model: Model, wanted: Request): Model {
  return { ...model, requests: [...model.requests, wanted] };
}
