import { widthOf } from "../../../terminal/columns.ts";
import { type Line, span } from "../../../terminal/screen/line.ts";
import { moveTo, target, thumbRows } from "../../../terminal/screen/list-view.ts";
import { paneTitle } from "../../../terminal/screen/pane.ts";
import { conversationLine, savedLine } from "../conversation-line.ts";
import type { ConversationForm, ConversationList, ConversationSides } from "../conversation-list.ts";
import { type CommonAct, page, type View } from "../page.ts";
import { texts } from "../texts.ts";
import { betweenEnds, smallestEnds } from "../two-ends.ts";
import { connectionEnds } from "../who.ts";

interface State {
  readonly connection: number | undefined;
  readonly form: ConversationForm;
  readonly sides: ConversationSides;
  readonly cursor: number;
  readonly top: number;
  /** Whether each new line is chosen when it comes. */
  readonly isFollowing: boolean;
}

type Act = { readonly kind: "form" | "sides" | "save" };

const forms: readonly ConversationForm[] = ["text", "hex", "raw"];
const allSides: readonly ConversationSides[] = ["both", "client", "server"];
const { keys: words } = texts;

/** The messages of one connection, as a dialogue. */
export const conversationPage = page<State, Act>({
  name: "conversation",
  opensWith: { keys: ["c"], help: words.conversation, footer: words.conversationFooter },
  isAboutConnection: true,
  start: () => ({ connection: undefined, form: "text", sides: "both", cursor: 0, top: 0, isFollowing: true }),
  keys: [
    { keys: ["enter"], action: { kind: "enter" }, help: words.toPacket, footer: words.openFooter },
    { keys: ["v"], action: { kind: "form" }, help: words.form, footer: words.formFooter },
    { keys: ["d"], action: { kind: "sides" }, help: words.sides, footer: words.sidesFooter },
    { keys: ["s"], action: { kind: "save" }, help: words.save, footer: words.saveFooter },
  ],
  title,
  lines,
  reduce: (state, act, view) => {
    if (act.kind === "save") return { state, wish: { kind: "prompt", prompt: "save" } };
    const row = listOf(state, view).at(state.cursor);
    if (act.kind === "enter") return row && { state, wish: { kind: "show-packet", packet: row.item.packet } };
    const next = changed(state, act, view);
    return next && { state: next };
  },
  chosen: (state, view) => {
    const row = listOf(state, view).at(state.cursor);
    const text = () => (row === undefined ? "" : savedLine(view.session.store, row.item, "E"));
    return { packet: row?.item.packet, connection: view.connection, text };
  },
  search: {
    source: (state, view) => listOf(state, view).searched,
    at: (state, view) => listOf(state, view).placeOf(state.cursor),
    goTo: (state, place, wanted, view) => ({
      ...state,
      cursor: listOf(state, view).rowFound(place, wanted),
      isFollowing: false,
    }),
  },
});

function listOf({ form, sides }: Pick<State, "form" | "sides">, { session, connection }: View): ConversationList {
  return session.conversationOf(connection ?? 0, form, sides);
}

function changed(state: State, act: Act | CommonAct, view: View): State | undefined {
  const list = listOf(state, view);
  const { rows } = view.size;
  switch (act.kind) {
    case "opened":
      return opened(state, act.packet, view);
    case "turned":
      // The rows are different: chooses those of the same packet.
      return state.isFollowing || act.packet === undefined ? state : { ...state, cursor: list.rowOfPacket(act.packet) };
    case "form":
      return shownAs(state, { form: forms[(forms.indexOf(state.form) + 1) % forms.length]! }, view);
    case "sides":
      return shownAs(state, { sides: allSides[(allSides.indexOf(state.sides) + 1) % allSides.length]! }, view);
    case "move":
      if (act.to === "last") return { ...state, isFollowing: true };
      return chosen(state, target(state.cursor, act.to, list.length, rows));
    case "wheel":
      return chosen(state, state.cursor + act.by);
    case "click":
      return state.top + act.row < list.length ? chosen(state, state.top + act.row) : state;
    case "settle": {
      const cursor = state.isFollowing ? list.length - 1 : state.cursor;
      const window = moveTo(state, cursor, list.length, Math.max(1, rows));
      return window === state ? state : { ...state, ...window };
    }
    default:
      return undefined;
  }
}

/** Goes to the chosen packet. While packets come, to the newest, until the user chooses a line. */
function opened(state: State, packet: number | undefined, view: View): State {
  const { connection, session } = view;
  const isSame = connection === state.connection;
  const isLive = session.source.kind === "device" && session.isLoading;
  if (isLive || packet === undefined)
    return isSame ? state : { ...state, connection, cursor: 0, top: 0, isFollowing: isLive };
  const there = isSame ? state : { ...state, connection, top: 0 };
  return chosen(there, listOf(there, view).rowOfPacket(packet));
}

function chosen(state: State, cursor: number): State {
  return { ...state, cursor, isFollowing: false };
}

/** With another form or other sides the rows differ: the chosen line is found again among them. */
function shownAs(state: State, wanted: Partial<State>, view: View): State {
  const item = listOf(state, view).at(state.cursor)?.item;
  const next = { ...state, ...wanted };
  if (state.isFollowing || item === undefined) return next;
  return { ...next, cursor: listOf(next, view).rowOf(item.index) };
}

/** Form and sides are always shown; of the ends, as much as fits. */
function title({ form, sides }: State, { session: { store }, connection = 0, size }: View): Line {
  const [first, second] = connectionEnds(store, connection);
  const ends = store.sideOf(connection, 0) === "client" ? ([first, second] as const) : ([second, first] as const);
  const name = texts.conversation.title(connection);
  const aside = texts.conversation.shown(form, sides);
  const room = size.columns - widthOf(name) - widthOf(aside) - 7;
  const whole = room < smallestEnds ? name : `${name}: ${betweenEnds(ends, room)}`;
  return paneTitle(whole, size.columns, { aside, hasFocus: true });
}

function lines(state: State, view: View): readonly Line[] {
  const { session, size, lock, matches } = view;
  const list = listOf(state, view);
  if (list.length === 0) return [[], [span(`  ${texts.conversation.empty}`)]];
  const { top, cursor, form } = state;
  const thumb = thumbRows(top, list.length, size.rows);
  const found: Line[] = [];
  for (let at = top; at < Math.min(list.length, top + size.rows); at++) {
    const look = { isChosen: at === cursor, hasThumb: at - top >= thumb.from && at - top < thumb.to, lock, matches };
    found.push(conversationLine(session.store, list.at(at)!, form, size.columns, look));
  }
  return found;
}
