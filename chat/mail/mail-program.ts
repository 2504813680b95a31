import { existsSync, type FSWatcher, watch } from "node:fs";
import { join } from "node:path";
import { adviceLines } from "../../terminal/advice.ts";
import { fitted, widthOf } from "../../terminal/columns.ts";
import { keysOf } from "../../terminal/key-reader.ts";
import { lastKeys, movementKeys } from "../../terminal/screen/common-keys.ts";
import { type Screen, type ScreenProgram, showFullScreen } from "../../terminal/screen/full-screen.ts";
import { HelpOverlay } from "../../terminal/screen/help-overlay.ts";
import { actionFor, footerLine, type KeyBinding, keyHelpLines } from "../../terminal/screen/key-table.ts";
import { type Line, span } from "../../terminal/screen/line.ts";
import { type ListView, type Movement, moveTo, scrolledTo, target } from "../../terminal/screen/list-view.ts";
import { filledLines, paneTitle } from "../../terminal/screen/pane.ts";
import { tableLines } from "../../terminal/table-lines.ts";
import { wrapText } from "../../terminal/wrap.ts";
import { emailLines, emailRows } from "./mail-lines.ts";
import { texts } from "./texts.ts";

type Action = { readonly kind: "move"; readonly to: Movement } | { readonly kind: "open" | "back" | "help" | "quit" };

const keyBindings: readonly KeyBinding<Action>[] = [
  ...movementKeys,
  { keys: ["enter", "right"], action: { kind: "open" }, help: texts.openHelp, footer: texts.footer.open },
  { keys: ["escape", "left", "backspace"], action: { kind: "back" }, help: texts.backHelp, footer: texts.footer.back },
  ...lastKeys,
];

/** Lines besides the e-mails: title and keys. */
const FRAME_LINES = 2;

/** How often the screen checks whether the folder exists, in milliseconds. */
const lookInterval = 1000;

/** Shows the e-mails on the terminal until the user ends it. New e-mails appear. */
export async function showMail(folder: string): Promise<void> {
  let endWatch = () => {};
  try {
    await showFullScreen((screen) => {
      const program = mailProgram(folder, screen);
      endWatch = watchEmails(folder, program.refresh);
      return program;
    });
  } finally {
    endWatch();
  }
}

/** Reports each change in the folder, also if the folder is made later. Returns a function that ends it. */
function watchEmails(folder: string, onChange: () => void): () => void {
  let watchers: readonly FSWatcher[] = [];
  const begin = () => {
    if (!existsSync(folder)) return;
    clearInterval(timer);
    try {
      watchers = ["new", "cur"].map((box) => watch(join(folder, box), onChange).on("error", () => {}));
    } catch {} // Then the screen does not change.
    onChange();
  };
  const timer = setInterval(begin, lookInterval);
  begin();
  return () => {
    clearInterval(timer);
    for (const watcher of watchers) watcher.close();
  };
}

/** The screen: a list, and one e-mail of it. */
function mailProgram(
  folder: string,
  screen: Pick<Screen, "size" | "leave" | "changed">,
): ScreenProgram & { refresh: () => void } {
  let rows = emailRows(folder);
  let view: ListView = { cursor: Math.max(0, rows.length - 1), top: 0 };
  /** The lines of the open e-mail, and how far it is scrolled. */
  let open: { readonly lines: readonly string[]; top: number } | undefined;
  const help = new HelpOverlay((columns) => keyHelpLines(keyBindings, columns));
  const room = () => Math.max(1, screen.size.rows - FRAME_LINES);
  const wrapped = (lines: readonly string[]) => lines.flatMap((line) => wrapText(line, screen.size.columns - 1));
  const move = (to: Movement) => {
    if (open !== undefined) open.top = scrolledTo(open.top, to, wrapped(open.lines).length, room());
    else view = moveTo(view, target(view.cursor, to, rows.length, room()), rows.length, room());
  };
  const act = (action: Action | undefined) => {
    if (action?.kind === "quit") screen.leave();
    else if (action?.kind === "help") help.open();
    else if (action?.kind === "move") move(action.to);
    else if (action?.kind === "back") open = undefined;
    else if (action?.kind === "open" && open === undefined) {
      const lines = emailLines(folder, view.cursor + 1);
      open = lines && { lines, top: 0 };
      rows = emailRows(folder);
    }
  };
  const listFrame = (columns: number): readonly Line[] => {
    if (rows.length === 0) return adviceLines(texts.none, columns).map((line) => [span(line)]);
    view = moveTo(view, view.cursor, rows.length, room());
    const full = tableLines(rows);
    // The time of arrival is shown whole or not at all.
    const withoutTime = () => tableLines(rows.map((row) => row.slice(0, -1)));
    return (full.every((line) => widthOf(line) <= columns) ? full : withoutTime())
      .map((line, index): Line => [span(fitted(line, columns), index === view.cursor ? "chosen" : "plain")])
      .slice(view.top, view.top + room());
  };
  return {
    refresh: () => {
      rows = emailRows(folder);
      screen.changed();
    },
    happened: (event) => {
      if (!help.takes(event, screen.size) && event.kind !== "resize" && event.kind !== "mouse")
        for (const key of keysOf(event)) act(actionFor(keyBindings, key));
    },
    frame: (size) => {
      const title = open === undefined ? `${texts.title} (${rows.length})` : `${view.cursor + 1}/${rows.length}`;
      const body =
        open === undefined
          ? listFrame(size.columns)
          : wrapped(open.lines)
              .slice(open.top, open.top + room())
              .map((line): Line => [span(line)]);
      const frame = [
        paneTitle(title, size.columns, { hasFocus: true }),
        ...filledLines(body, room()),
        footerLine(keyBindings, size.columns),
      ];
      return help.over(frame, size);
    },
  };
}
