import { printable } from "../../../terminal/printable.ts";
import { type Line, span } from "../../../terminal/screen/line.ts";
import { thumbRows } from "../../../terminal/screen/list-view.ts";
import { filledLines, paneTitle, sideBySide } from "../../../terminal/screen/pane.ts";
import { wrapText } from "../../../terminal/wrap.ts";
import { chosenBytes, type Explained } from "../fields/fields.ts";
import type { View } from "../page.ts";
import { texts } from "../texts.ts";
import { bytesLines, type Run } from "./bytes-lines.ts";
import { columnsFor, headingLine, type PacketColumns, packetLine } from "./packet-line.ts";
import { explainedOf, type PacketsState, type Shown, shownOf } from "./packets-state.ts";
import { saysLines } from "./says-lines.ts";
import { aboutLines, treeLine } from "./tree-lines.ts";

/** The headings over the list, or the name of a maximised pane. */
export function packetsTitle(state: PacketsState, view: View): Line {
  const shown = shownOf(state, view);
  const { columns } = view.size;
  if (state.isMaximised && state.pane !== "packets")
    return paneTitle(state.pane === "tree" ? texts.panes.tree : texts.panes.bytes, columns, { hasFocus: true });
  return headingLine(columnsOf(state, shown, view), columns, asideOf(state, shown, view));
}

/** The packets, the words of the chosen one, and its explanation beside its bytes. */
export function packetsLines(state: PacketsState, view: View): readonly Line[] {
  const shown = shownOf(state, view);
  const { layout } = shown;
  const explained = explainedOf(state, shown, view);
  return [
    ...filledLines(listLines(state, shown, view), layout.packets),
    ...wordsLines(shown, view),
    ...(layout.lower === 0 ? [] : lowerLines(state, shown, explained)),
    ...filledLines(
      aboutLines(explained.tree[state.fields.tree.cursor], explained.sections, layout.columns, layout.about),
      layout.about,
    ),
  ];
}

function rowsInSight({ top }: PacketsState, { length, layout, list }: Shown): readonly number[] {
  const packets: number[] = [];
  for (let row = top; row < Math.min(length, top + layout.packets); row++) packets.push(list.at(row)!);
  return packets;
}

function columnsOf(state: PacketsState, shown: Shown, { session, size }: View): PacketColumns {
  return columnsFor(session.store, rowsInSight(state, shown), size.columns);
}

function listLines(state: PacketsState, shown: Shown, view: View): readonly Line[] {
  const { session, size, matches } = view;
  const { length, layout } = shown;
  if (length === 0) return emptyLines(view);
  const columns = columnsOf(state, shown, view);
  const thumb = thumbRows(state.top, length, layout.packets);
  return rowsInSight(state, shown).map((packet, row) =>
    packetLine(session.store, packet, columns, size.columns, {
      isChosen: packet === shown.packet,
      hasThumb: row >= thumb.from && row < thumb.to,
      matches,
    }),
  );
}

/** At the right end of the headings: whether acknowledgements are hidden, and how many packets are new. */
function asideOf(
  { isFollowing, packetsSeen, hasAcks }: PacketsState,
  { list, length }: Shown,
  { session }: View,
): string {
  const below = isFollowing || session.source.kind === "file" ? 0 : list.length - list.rowOf(packetsSeen);
  if (below > 0 && length > 0) return texts.packets.waiting(below);
  return hasAcks ? texts.packets.acksShown : texts.packets.acksHidden;
}

function wordsLines({ packet, layout }: Shown, { session, matches }: View): readonly Line[] {
  if (layout.says === 0) return [];
  const lines = packet === undefined ? [] : saysLines(session.store, packet, layout.columns, layout.says, matches);
  return [paneTitle(texts.panes.says, layout.columns), ...filledLines(lines, layout.says)];
}

function lowerLines(
  { fields, pane, isMaximised }: PacketsState,
  { layout }: Shown,
  explained: Explained,
): readonly Line[] {
  const { lower, treeWidth, bytesWidth, perRow } = layout;
  const { tree, sections } = explained;
  const chosen = tree[fields.tree.cursor];
  const treeRows = tree
    .slice(fields.tree.top, fields.tree.top + lower)
    .map((row) => treeLine(row, treeWidth, row === chosen, pane === "tree"));
  const bytesRows = bytesLines(
    chosenBytes(fields, explained),
    { top: fields.bytesTop, rows: lower, perRow },
    {
      start: chosen?.start ?? 0,
      end: chosen?.kind === "section" ? 0 : (chosen?.end ?? 0),
      cursor: pane === "bytes" ? fields.byte : undefined,
    },
    runsOf(sections[chosen?.section ?? 0]?.fields ?? []),
  );
  const titled = (title: string, of: "tree" | "bytes", width: number, rows: readonly Line[]) => [
    ...(isMaximised ? [] : [paneTitle(title, width, { hasFocus: pane === of })]),
    ...filledLines(rows, lower),
  ];
  const left = titled(texts.panes.tree, "tree", treeWidth, treeRows);
  const right = titled(texts.panes.bytes, "bytes", bytesWidth, bytesRows);
  return treeWidth === 0 ? right : bytesWidth === 0 ? left : sideBySide(left, treeWidth, right);
}

/** The places of words and records in the bytes. */
function runsOf(fields: Explained["sections"][number]["fields"]): readonly Run[] {
  return fields.flatMap(({ label, start, end, children }): Run[] => {
    if (label === "5 Content")
      return children.filter((child) => child.label === "Line").map((line) => ({ ...line, kind: "opened" }));
    if (label === "Line" || label === "Line of layers") return [{ start, end, kind: "text" }];
    return label === "TLS record" ? [{ start, end, kind: "record" }] : [];
  });
}

/** Before the first packet: what the page waits for, and how to cause it. */
function emptyLines({ session, size, filter }: View): readonly Line[] {
  const { source, store, isLoading } = session;
  const said = (...sentences: readonly string[]): readonly Line[] => [
    [],
    ...sentences.flatMap((sentence) =>
      wrapText(sentence, size.columns - 4, { lines: 4, breaksWords: true }).map((line): Line => [span(`  ${line}`)]),
    ),
  ];
  if (store.packets.length > 0) {
    return filter === ""
      ? said(texts.empty.acksOnly(store.packets.length))
      : said(texts.empty.hidden(store.packets.length, printable(filter)), texts.empty.hiddenHint);
  }
  if (source.kind === "file") return said(isLoading ? texts.empty.fileReading : texts.empty.file);
  if (!isLoading) return said(texts.empty.deviceEnded(printable(source.name)));
  const capturing = texts.empty.device(printable(source.name), source.filter && printable(source.filter));
  return said(capturing, texts.empty.deviceHint, ...(source.isPrivate ? [texts.empty.privateHint] : []));
}
