import { fileCells } from "../../../chat/files/file-lines.ts";
import { keyFingerprint } from "../../../chat/files/fingerprint.ts";
import type { ListedFile } from "../../../chat/files/requests.ts";
import { fitted, fittedRight, widthOf } from "../../../terminal/columns.ts";
import type { Size } from "../../../terminal/screen/full-screen.ts";
import { type FooterBinding, footerLine } from "../../../terminal/screen/key-table.ts";
import { type Line, span } from "../../../terminal/screen/line.ts";
import { moveTo, scrolledTo } from "../../../terminal/screen/list-view.ts";
import { filledLines, paneTitle } from "../../../terminal/screen/pane.ts";
import { visibleInput } from "../../../terminal/visible-input.ts";
import { wrapText } from "../../../terminal/wrap.ts";
import { barText } from "../progress-line.ts";
import type { Ask, Bar, FilesModel, Room } from "./files-model.ts";
import { answerKeys, listKeys, pageKeys } from "./keys.ts";
import { texts } from "./texts.ts";

/** Lines that are always visible, besides the state of the keys: title, column headings, and the keys of the screen. */
const FRAME_LINES = 3;
/** At most this part of the screen is for results and questions, and for a warning about the keys. */
const STATUS_PART = 3;

/** The whole screen. */
export function frameOf(model: FilesModel, size: Size): readonly Line[] {
  const { columns } = size;
  const status = statusLines(model, size);
  const { rows } = roomOf(model, size);
  const { page } = model;
  const body =
    page === undefined
      ? [headLine(columns), ...listLines(model, columns, rows)]
      : [
          paneTitle(page.title, columns, { hasFocus: true }),
          ...page.lines(columns).slice(scrolledTo(page.top, undefined, page.lines(columns).length, rows)),
        ];
  const footer = footerLine(footerOf(model), columns);
  const head = [titleLine(model, columns), ...keysLines(model, size)];
  return [...head, ...filledLines(body, rows + 1), ...status, footer].slice(-size.rows);
}

/** The keys that do something now. */
function footerOf({ ask, page }: FilesModel): readonly FooterBinding[] {
  if (ask !== undefined) return answerKeys[ask.kind === "path" || ask.kind === "yes-no" ? ask.kind : "words"];
  return page === undefined ? listKeys : pageKeys;
}

/** How much of the list or of a page is visible. */
export function roomOf(model: FilesModel, size: Size): Room {
  const others = keysLines(model, size).length + statusLines(model, size).length;
  return { columns: size.columns, rows: Math.max(1, size.rows - FRAME_LINES - others) };
}

function titleLine({ user, server, isTls, files }: FilesModel, columns: number): Line {
  const tag = isTls ? span(texts.tls, "protected-area") : span(texts.plain, "readable-area");
  const count = files === undefined ? "" : `${texts.count(files.length)} `;
  const room = Math.max(0, columns - widthOf(tag.text) - widthOf(count) - 1);
  return [span(`${fitted(` ${texts.title(user, server)}`, room)} ${count}`, "bar"), tag];
}

/** The state of the user's keys in one line; a warning about them is shown in full. */
function keysLines({ keys }: FilesModel, { columns, rows }: Size): readonly Line[] {
  if (keys === undefined) return [[]];
  const { own, given } = keys;
  const warning = (text: string) =>
    wrapText(text, columns, { lines: mostLines(rows) }).map((line): Line => [span(line, "warning")]);
  if (own === undefined) return warning(texts.keysElsewhere);
  const [mine, servers] = [keyFingerprint(own), keyFingerprint(given)];
  if (mine !== servers) return warning(texts.keysSwapped(servers));
  return [[span(fitted(texts.keysFit(mine), columns), "faint")]];
}

function mostLines(rows: number): number {
  return Math.max(1, Math.floor(rows / STATUS_PART));
}

/** Columns of the table; the name gets the rest. */
const widths = { name: 60, owner: 10, bytes: 13, opens: 14, readers: 18, stored: 16 };
/** From this many columns on, these are shown. */
const shownFrom = { bytes: 0, owner: 44, readers: 60, opens: 76, stored: 100 } as const;
type Column = keyof typeof shownFrom;

function columnsOf(columns: number): readonly Column[] {
  return (["owner", "bytes", "opens", "stored", "readers"] as const).filter((name) => columns >= shownFrom[name]);
}

function row(cells: Readonly<Record<Column | "name", string>>, columns: number): string {
  const others = columnsOf(columns);
  const name = columns - 2 - others.reduce((sum, column) => sum + widths[column] + 1, 0);
  const shown = others.map((column) =>
    column === "bytes" ? fittedRight(cells.bytes, widths.bytes) : fitted(cells[column], widths[column]),
  );
  return [`  ${fitted(cells.name, Math.min(widths.name, Math.max(8, name)))}`, ...shown].join(" ");
}

function headLine(columns: number): Line {
  return [span(fitted(row(texts.head, columns), columns), "strong")];
}

function listLines(model: FilesModel, columns: number, rows: number): readonly Line[] {
  const { files, view } = model;
  if (files === undefined) return [];
  if (files.length === 0) return wrapText(texts.none, columns - 2).map((line) => [span(`  ${line}`)]);
  const { cursor, top } = moveTo(view, view.cursor, files.length, rows);
  return files.slice(top, top + rows).map((file, at): Line => {
    const isChosen = top + at === cursor;
    const text = fitted(row(cellsOf(file, model), columns), columns);
    return [span(isChosen ? `▶${text.slice(1)}` : text, isChosen ? "chosen" : "plain")];
  });
}

function cellsOf(file: ListedFile, { user, keys }: FilesModel) {
  const { opensWith } = texts;
  const opens = file.owner === user ? opensWith.password : keys?.own === undefined ? opensWith.nothing : opensWith.keys;
  const { sharedWith, ...cells } = fileCells(file);
  return { ...cells, opens, readers: sharedWith };
}

/** Results, the running transfer, and the open question: at the bottom, above the keys. */
function statusLines({ notices, bar, ask, isBusy }: FilesModel, { columns, rows }: Size): readonly Line[] {
  const most = mostLines(rows);
  const told = notices.flatMap(({ text, isWarning }) =>
    wrapText(text, columns - 1, { breaksWords: true }).map((line) => [span(line, isWarning ? "warning" : "plain")]),
  );
  const asked = ask === undefined ? [] : askLines(ask, columns);
  const doing = bar === undefined ? texts.working : barLine(bar, columns);
  const running = isBusy && ask === undefined ? [[span(fitted(doing, columns), "strong")]] : [];
  // The newest results, and the whole question.
  const above = told.slice(-Math.max(0, most - asked.length - running.length) || told.length);
  return [...above, ...running, ...asked];
}

function askLines({ kind, prompt, input }: Ask, columns: number): readonly Line[] {
  const lines = wrapText(prompt.trimEnd(), columns - 1, { breaksWords: true });
  const last = `${lines.at(-1)!} `;
  const above = lines.slice(0, -1).map((line): Line => [span(line, "strong")]);
  if (kind === "yes-no") return [...above, [span(last, "strong"), span(" ", "marked")]];
  const room = columns - widthOf(last) - 1;
  const isOnOwnLine = room < Math.min(columns - 1, 16);
  const shown = kind === "secret" ? { ...input, characters: input.characters.map(() => "*") } : input;
  const [before, under, after] = visibleInput(shown, isOnOwnLine ? columns - 1 : room);
  const typed: Line = [span(before), span(under, "marked"), span(after)];
  return isOnOwnLine ? [...above, [span(last, "strong")], typed] : [...above, [span(last, "strong"), ...typed]];
}

/** `sending ####...... 43 % of 1,024 MiB  21 MiB/s  28 s left  Esc stops`, as far as it fits. */
function barLine({ what, done, all, seconds }: Bar, columns: number): string {
  const rate = seconds > 0 ? done / seconds : 0;
  const parts = [
    barText(what, done, all),
    ...(rate > 0 ? [`${(rate / 1024 ** 2).toFixed(1)} MiB/s`, texts.bar.left((all - done) / rate)] : []),
  ];
  const stop = `  ${texts.bar.stop}`;
  while (parts.length > 1 && widthOf(parts.join("  ") + stop) > columns) parts.pop();
  return parts.join("  ") + stop;
}
