import { on } from "node:events";
import { widthOf } from "./columns.ts";
import { KeyReader, keysOf } from "./key-reader.ts";
import { isOnTerminal } from "./on-terminal.ts";
import { print, printed } from "./print.ts";
import { paint } from "./style.ts";
import { texts } from "./texts.ts";

const pageKeys = [" ", "enter", "pagedown"];
const lineKeys = ["down", "j"];
const endKeys = ["q", "Q", "escape", "ctrl+c", "ctrl+d"];

/**
 * Shows lines on a terminal from their beginning, a window at a time, as `more` does: earlier lines stay above, and can
 * be scrolled to. Resolves when all was shown, or when the reader ends it.
 */
export async function showPages(lines: readonly string[]): Promise<void> {
  const { stdin, stdout } = process;
  if (!isOnTerminal()) {
    for (const line of lines) print(line);
    return;
  }
  let shown = 0;
  const showRows = (rows: number) => {
    const until = lineAfter(lines, shown, rows, stdout.columns);
    for (const line of lines.slice(shown, until)) stdout.write(`${printed(line)}\n`);
    shown = until;
  };
  // The last row of the window is for the prompt, or for the shell.
  showRows(stdout.rows - 1);
  if (shown >= lines.length) return;
  stdin.setRawMode(true);
  try {
    for await (const key of keysTyped()) {
      stdout.write("\r\x1b[K");
      if (endKeys.includes(key)) return;
      if (pageKeys.includes(key)) showRows(stdout.rows - 2);
      if (lineKeys.includes(key)) showRows(1);
      if (shown >= lines.length) return;
      prompt(shown, lines.length);
    }
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
  }

  async function* keysTyped() {
    prompt(shown, lines.length);
    const reader = new KeyReader();
    const chunks = on(stdin, "data", { close: ["end"] });
    // An earlier question may have paused it.
    stdin.resume();
    for await (const [chunk] of chunks) {
      yield* [...reader.push(String(chunk)), ...reader.flush()].flatMap((input) =>
        input.kind === "key" || input.kind === "text" ? keysOf(input) : [],
      );
    }
  }
}

function prompt(shown: number, all: number): void {
  const { stdout } = process;
  const whole = texts.morePages(shown, all);
  const fits = whole.length < stdout.columns ? whole : texts.morePagesShort(shown, all);
  stdout.write(paint("bold", fits.slice(0, stdout.columns - 1)));
}

/** The first line after `rows` full rows: a long line takes several. At least one line is shown. */
function lineAfter(lines: readonly string[], from: number, rows: number, columns: number): number {
  let at = from;
  for (let left = rows; at < lines.length; at += 1) {
    left -= Math.max(1, Math.ceil(widthOf(lines[at]!) / columns));
    if (left < 0 && at > from) break;
  }
  return at;
}
