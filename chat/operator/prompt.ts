import { endSecrets } from "../../terminal/ask-secret.ts";
import { widthOf } from "../../terminal/columns.ts";
import { complete, edited, emptyInput, type InputLine, inputText, insert, sent } from "../../terminal/input-line.ts";
import { type Input, KeyReader } from "../../terminal/key-reader.ts";
import { printed, printedOn } from "../../terminal/print.ts";
import { paint } from "../../terminal/style.ts";
import { visibleInput } from "../../terminal/visible-input.ts";

export interface PromptOptions {
  readonly prompt: string;
  /** Whether the prompt is a warning, too. */
  readonly isAlarm?: boolean;
  /** The words that the Tab key may complete. */
  readonly words: () => readonly string[];
  readonly onLine: (line: string) => void;
  /** Ctrl-C, Ctrl-D on an empty line, or the end of the terminal. */
  readonly onEnd: () => void;
}

/** Pasted text is marked and never sends a line. */
const pasteOn = "\x1b[?2004h";
const pasteOff = "\x1b[?2004l";
const eraseLine = "\r\x1b[K";
/** How long to wait for the rest of an escape sequence, in milliseconds. */
const patience = 10;

/**
 * One line at the bottom of a terminal in which the operator types, while other lines appear above it. Pasted text is
 * shown cleaned, because it may come from a stranger.
 */
export class Prompt {
  private readonly options: PromptOptions;
  private readonly keys = new KeyReader();
  private line: InputLine = emptyInput;
  private rest: NodeJS.Timeout | undefined;
  private isOpen = true;

  constructor(options: PromptOptions) {
    this.options = options;
    const { stdin, stdout } = process;
    endSecrets();
    stdin.setEncoding("utf8");
    stdin.setRawMode(true);
    stdin.on("data", this.typed).on("end", options.onEnd).on("error", options.onEnd);
    stdin.resume();
    stdout.on("resize", this.draw);
    process.on("exit", this.close).on("SIGCONT", this.continued);
    stdout.write(pasteOn);
    this.draw();
  }

  /** Shows a line above the prompt. The text must be clean. */
  say(line: string): void {
    process.stdout.write(`${this.isOpen ? eraseLine : ""}${printedOn(process.stdout, line)}\n`);
    this.draw();
  }

  /** Restores the terminal. May be called again. */
  readonly close = (): void => {
    if (!this.isOpen) return;
    this.isOpen = false;
    clearTimeout(this.rest);
    const { stdin, stdout } = process;
    stdin.off("data", this.typed).off("end", this.options.onEnd);
    stdout.off("resize", this.draw);
    process.off("exit", this.close).off("SIGCONT", this.continued);
    // A terminal that is gone cannot be restored.
    if (!stdin.destroyed) stdin.setRawMode(false);
    stdin.pause();
    stdout.write(`${eraseLine}${pasteOff}`);
  };

  private readonly draw = (): void => {
    if (!this.isOpen) return;
    const { prompt, isAlarm } = this.options;
    const width = (process.stdout.columns || 80) - widthOf(prompt) - 1;
    const [before, under, after] = visibleInput(this.line, Math.max(1, width));
    const behind = widthOf(under + after);
    const shown = isAlarm ? paint("danger", prompt) : prompt;
    process.stdout.write(`${eraseLine}${printed(shown + before + under + after)}\x1b[${behind}D`);
  };

  private readonly continued = (): void => {
    process.stdin.setRawMode(true);
    process.stdout.write(pasteOn);
    this.draw();
  };

  private readonly typed = (text: string | Buffer): void => {
    clearTimeout(this.rest);
    this.take(this.keys.push(String(text)));
    if (this.keys.isWaiting) this.rest = setTimeout(() => this.take(this.keys.flush()), patience);
  };

  private take(inputs: readonly Input[]): void {
    for (const input of inputs) {
      if (!this.isOpen) return;
      if (input.kind === "text" || input.kind === "paste") this.line = insert(this.line, input.text);
      else if (input.kind === "key") this.press(input.name);
    }
    this.draw();
  }

  private press(key: string): void {
    const { onEnd, onLine, words } = this.options;
    if (key === "ctrl+c" || (key === "ctrl+d" && this.line.characters.length === 0)) onEnd();
    else if (key === "enter") {
      const text = inputText(this.line);
      this.draw();
      process.stdout.write("\n");
      this.line = sent(this.line);
      onLine(text);
    } else if (key === "tab") {
      const { line, choices } = complete(this.line, words());
      this.line = line;
      if (choices.length > 1) this.say(choices.join("  "));
    } else this.line = edited(this.line, key) ?? this.line;
  }
}
