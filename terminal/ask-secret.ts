import { type Input, KeyReader } from "./key-reader.ts";
import { Cancelled, LabError } from "./lab-error.ts";
import { texts } from "./texts.ts";

/** Longest secret from the keyboard, in characters. */
const MAX_SECRET_LENGTH = 1024;
/** Most characters that are kept between questions. */
const MAX_TYPED_AHEAD = 8 * 1024;
/** How long to wait for the rest of an escape sequence, in milliseconds. After that it was the Escape key. */
const patience = 10;

let silent: SilentTerminal | undefined;

/**
 * Asks for a secret on the terminal without showing what is typed. From the first question until `endSecrets`, the
 * terminal stays silent: text typed before the next question is its answer, and is not shown either. Throws LabError
 * with `elsewhere` as the hint if standard input is not a terminal, if the secret is too long, or after Ctrl-C or
 * Ctrl-D.
 */
export async function askSecret(prompt: string, elsewhere: string): Promise<string> {
  if (!process.stdin.isTTY) throw new LabError(texts.secrets.noTerminal, elsewhere);
  silent ??= new SilentTerminal(); // Before the prompt: otherwise fast typing would be visible.
  return silent.ask(prompt, elsewhere);
}

/** Restores the terminal: call it before anything else reads from it, and when a command ends. May be called again. */
export function endSecrets(): void {
  silent?.close();
  silent = undefined;
}

/** A question without an answer so far. */
interface Question {
  readonly answer: (secret: string) => void;
  readonly fail: (why: string, Failure?: typeof LabError) => void;
  readonly characters: string[];
}

/** The terminal while it hides typed text. */
class SilentTerminal {
  private readonly keys = new KeyReader();
  private ahead = "";
  private question: Question | undefined;
  private rest: NodeJS.Timeout | undefined;

  constructor() {
    const { stdin } = process;
    stdin.setEncoding("utf8");
    stdin.setRawMode(true);
    stdin.on("data", this.typed).on("end", this.hungUp).on("error", this.hungUp);
    stdin.resume();
  }

  ask(prompt: string, elsewhere: string): Promise<string> {
    process.stderr.write(prompt);
    return new Promise((resolve, reject) => {
      const fail: Question["fail"] = (why, Failure = LabError) => reject(new Failure(why, elsewhere));
      this.question = { characters: [], answer: resolve, fail };
      this.read();
    });
  }

  /** Unread text goes on to the next reader. */
  close(): void {
    const { stdin } = process;
    clearTimeout(this.rest);
    stdin.off("data", this.typed).off("end", this.hungUp).off("error", this.hungUp);
    // A terminal that is gone cannot be restored.
    if (!stdin.destroyed) stdin.setRawMode(false);
    stdin.pause();
    if (this.ahead !== "" && !stdin.destroyed) stdin.unshift(this.ahead, "utf8");
  }

  private readonly hungUp = (): void => this.end((question) => question.fail(texts.secrets.nothingTyped));

  private readonly typed = (text: string): void => {
    if (this.question === undefined && text.includes("\x03")) {
      endSecrets();
      process.kill(process.pid, "SIGINT"); // As the terminal does by default.
      return;
    }
    this.ahead = (this.ahead + text).replaceAll("\r\n", "\r").slice(0, MAX_TYPED_AHEAD);
    this.read();
  };

  /** Takes the typed text up to the end of the answer; the rest belongs to the next question. */
  private read(): void {
    clearTimeout(this.rest);
    while (this.question !== undefined && this.ahead !== "") {
      const end = this.ahead.search(/[\r\n\x03\x04]/) + 1 || this.ahead.length;
      const piece = this.ahead.slice(0, end);
      this.ahead = this.ahead.slice(end);
      this.take(this.keys.push(piece));
    }
    if (this.keys.isWaiting) this.rest = setTimeout(() => this.take(this.keys.flush()), patience);
  }

  private take(inputs: readonly Input[]): void {
    for (const input of inputs) {
      if (input.kind === "key") this.press(input.name);
      else if (input.kind === "text" || input.kind === "paste") this.add(input.text);
    }
  }

  private add(text: string): void {
    const { characters = [] } = this.question ?? {};
    if (characters.length <= MAX_SECRET_LENGTH) characters.push(...text);
  }

  private press(key: string): void {
    if (key === "backspace") this.question?.characters.pop();
    else if (key === "ctrl+u") this.question?.characters.splice(0);
    else if (key === "ctrl+c") this.end((question) => question.fail(texts.secrets.nothingTyped, Cancelled));
    else if (key === "ctrl+d") this.hungUp();
    else if (key === "enter") {
      this.end(({ characters, answer, fail }) => {
        if (characters.length > MAX_SECRET_LENGTH) fail(texts.secrets.tooLong(MAX_SECRET_LENGTH));
        else answer(characters.join(""));
      });
    }
  }

  private end(act: (question: Question) => void): void {
    const { question } = this;
    if (question === undefined) return;
    this.question = undefined;
    process.stderr.write("\n");
    act(question);
  }
}
