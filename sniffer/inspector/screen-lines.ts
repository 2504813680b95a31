import { widthOf } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { type Line, lineText, span } from "../../terminal/screen/line.ts";
import { wrapText } from "../../terminal/wrap.ts";
import { bytesLines } from "./bytes-lines.ts";
import { conversationLine, type Lock } from "./conversation-lines.ts";
import { helpLines } from "./help-lines.ts";
import { type Layout, layoutOf, smallest } from "./layout.ts";
import type { Model, Scene } from "./model.ts";
import { packetLine } from "./packet-line.ts";
import { type PaneProps, paneLines } from "./pane-lines.ts";
import type { Session } from "./session.ts";
import { lastLine, statusLine } from "./status-line.ts";
import { texts } from "./texts.ts";
import { aboutLines, treeLine } from "./tree-lines.ts";
import { betweenEnds, smallestEnds, type TwoEnds } from "./two-ends.ts";
import { connectionEnds } from "./who.ts";

export interface ScreenProps {
  readonly session: Session;
  readonly model: Model;
  readonly scene: Scene;
  readonly lock: Lock;
}

/** The whole screen: a function of the model and the capture. */
export function screenLines(props: ScreenProps): readonly Line[] {
  const { model, session } = props;
  const { columns, rows } = model.size;
  if (columns < smallest.columns || rows < smallest.rows) {
    return wrapText(texts.tooSmall(smallest.columns, smallest.rows), columns).map((line) => [span(line)]);
  }
  return [statusLine(session, model), ...bodyLines(props), lastLine(session, model)];
}

function bodyLines(props: ScreenProps): readonly Line[] {
  const { model, session } = props;
  const layout = layoutOf({ ...model, isMaximised: false });
  const whole = { width: layout.columns, rows: layout.body - 1, hasFocus: true };
  const page = (lines: readonly Line[], top: number) => ({
    ...whole,
    lines: lines.slice(top, top + whole.rows),
    aside: top + whole.rows < lines.length ? texts.panes.more : "",
  });
  switch (model.screen) {
    case "help":
      return paneLines({ ...page(helpLines(layout.columns), model.help.top), title: texts.panes.help });
    case "knowledge": {
      const { knowledge } = session;
      const reading =
        knowledge === undefined || knowledge.isComplete ? "" : texts.knowledge.reading(knowledge.progress);
      const title = texts.knowledge.title(model.knowledge.connection ?? 0) + reading;
      return paneLines({ ...page(session.knowledgePage(model), model.knowledge.top), title });
    }
    case "conversation":
      return paneLines({ ...whole, ...conversationTitle(props), lines: conversationRows(props, layout) });
    case "packets":
      return linkedPanes(props, layoutOf(model));
  }
}

/** Packets above, below them the tree and the bytes side by side, and at the end what the chosen field is. */
function linkedPanes(props: ScreenProps, layout: Layout): readonly Line[] {
  const { session, model, scene } = props;
  const chosen = scene.tree[model.tree.cursor];
  const about = aboutLines(chosen, scene.sections, layout.columns, layout.about);
  const packets = paneLines({
    title: texts.panes.packets,
    aside: asideOfPackets(session, model, scene),
    hasFocus: model.pane === "packets",
    width: layout.columns,
    rows: layout.packets,
    lines: packetRows(props),
  });
  const tree = paneLines({
    title: texts.panes.tree,
    hasFocus: model.pane === "tree",
    width: layout.treeWidth,
    rows: layout.tree,
    lines: scene.tree
      .slice(model.tree.top, model.tree.top + layout.tree)
      .map((row) => treeLine(row, layout.treeWidth, row === chosen)),
  });
  const bytes = paneLines({
    title: texts.panes.bytes,
    hasFocus: model.pane === "bytes",
    width: layout.bytesWidth,
    rows: layout.bytes,
    lines: bytesLines(
      scene.sections[chosen?.section ?? 0]?.bytes ?? new Uint8Array(0),
      model.bytesTop,
      layout.bytes,
      layout.perRow,
      {
        start: chosen?.start ?? 0,
        end: chosen?.kind === "section" ? 0 : (chosen?.end ?? 0),
        cursor: model.pane === "bytes" ? model.byte : undefined,
      },
    ),
  });
  const lower = layout.tree === 0 ? bytes : layout.bytes === 0 ? tree : sideBySide(tree, layout.treeWidth, bytes);
  const missing = Array.from({ length: layout.about - about.length }, (): Line => []);
  return [
    ...(layout.packets > 0 ? packets : []),
    ...(layout.tree + layout.bytes > 0 ? lower : []),
    ...about,
    ...missing,
  ];
}

function sideBySide(left: readonly Line[], width: number, right: readonly Line[]): readonly Line[] {
  return left.map((line, row) => [
    ...line,
    span(" ".repeat(width + 1 - widthOf(lineText(line)))),
    ...(right[row] ?? []),
  ]);
}

function asideOfPackets(session: Session, model: Model, scene: Scene): string {
  if (session.source.kind === "file") return "";
  if (model.isFollowing) return session.isLoading ? texts.panes.following : "";
  const below = session.list.length - Math.max(model.rowsSeen, 0);
  return below > 0 && scene.rows > 0 ? texts.panes.waiting(below) : "";
}

function packetRows({ session, model, scene }: ScreenProps): readonly Line[] {
  const layout = layoutOf(model);
  if (scene.rows === 0) return emptyLines(session, model, layout.columns);
  const lines: Line[] = [];
  for (let row = model.packets.top; row < Math.min(scene.rows, model.packets.top + layout.packets); row++) {
    const packet = session.list.at(row);
    if (packet !== undefined)
      lines.push(packetLine(session.store, packet, layout.columns, row === model.packets.cursor));
  }
  return lines;
}

/** What is said while there is no packet to show: what is waited for, and how to cause it. */
function emptyLines(session: Session, model: Model, columns: number): readonly Line[] {
  const { source, store } = session;
  const said = (...texts: readonly string[]): Line[] => [
    [],
    ...texts.flatMap((text) =>
      wrapText(text, columns - 4, { lines: 3, breaksWords: true }).map((line): Line => [span(`  ${line}`)]),
    ),
  ];
  if (store.counts.packets > 0) {
    return said(texts.empty.hidden(store.counts.packets, printable(model.filterText)), texts.empty.hiddenHint);
  }
  if (source.kind === "device" && !session.isLoading) return said(texts.empty.deviceEnded(printable(source.name)));
  if (source.kind === "device") {
    const filter = source.filter === undefined ? undefined : printable(source.filter);
    const hint = source.isPrivate ? [texts.empty.deviceHint, texts.empty.privateHint] : [texts.empty.deviceHint];
    return said(texts.empty.device(printable(source.name), filter), ...hint);
  }
  return said(session.isLoading ? texts.empty.fileReading : texts.empty.file);
}

/** Form and sides are said always; of the ends there is as much as fits. */
function conversationTitle({ session, model }: ScreenProps): Pick<PaneProps, "title" | "aside"> {
  const { connection = 0, form, sides } = model.conversation;
  const [first, second] = connectionEnds(session.store, connection);
  const ends: TwoEnds = session.store.sideOf(connection, 0) === "client" ? [first, second] : [second, first];
  const title = texts.conversation.title(connection);
  const aside = texts.conversation.shown(form, sides);
  const room = model.size.columns - title.length - aside.length - 6;
  return { title: room < smallestEnds ? title : `${title} ${betweenEnds(ends, room)}`, aside };
}

function conversationRows({ session, model, lock }: ScreenProps, layout: Layout): readonly Line[] {
  const list = session.conversation;
  const { top, cursor, form } = model.conversation;
  if (list === undefined || list.length === 0) return [[], [span(`  ${texts.conversation.empty}`)]];
  const lines: Line[] = [];
  for (let at = top; at < top + layout.body - 1; at++) {
    const row = list.at(at);
    if (row !== undefined) lines.push(conversationLine(session.store, row, form, layout.columns, at === cursor, lock));
  }
  return lines;
}
