import { isUtf8 } from "node:buffer";

/** The output of a line changer: bytes to pass on, and their kind. */
export type Passed =
  | {
      readonly kind: "line";
      readonly bytes: Buffer;
      /** The original line, without its end; bytes that are not UTF-8 appear as U+FFFD. Not cleaned. */
      readonly text: string;
      /** The new line, if it was changed. */
      readonly changedTo?: string;
    }
  /** A piece of a line above the bound: it passes unchanged. `isFirst` for the first piece. */
  | { readonly kind: "too-long"; readonly bytes: Buffer; readonly isFirst: boolean };

const LF = 0x0a;
const CR = 0x0d;
const nothing = Buffer.alloc(0);

/**
 * Changes words in the lines of one direction, however its bytes are cut into segments. A line passes unchanged if it
 * is above the bound, would be after the change, or is not UTF-8. Holds at most the longest line.
 */
export class LineChanger {
  private readonly change: (text: string) => string;
  private readonly longest: number;
  private waiting: Buffer = nothing;
  private isInLongLine = false;

  /** `longest` is the bound of the protocol in bytes, without the line end. */
  constructor(change: (text: string) => string, longest: number) {
    this.change = change;
    this.longest = longest;
  }

  /** Whether an unfinished line waits for its end. */
  get hasUnfinished(): boolean {
    return this.waiting.length > 0;
  }

  /**
   * Takes bytes; returns those that can go on, in order. Together with `takeUnfinished`, only changes add or remove
   * bytes.
   */
  push(bytes: Buffer): readonly Passed[] {
    const passed: Passed[] = [];
    let rest = this.waiting.length === 0 ? bytes : Buffer.concat([this.waiting, bytes]);
    for (let end = rest.indexOf(LF); end !== -1; end = rest.indexOf(LF)) {
      passed.push(this.read(rest.subarray(0, end + 1)));
      this.isInLongLine = false;
      rest = rest.subarray(end + 1);
    }
    // One more for a carriage return whose newline may still come.
    if (this.isInLongLine || rest.length > this.longest + 1) {
      if (rest.length > 0) passed.push(this.tooLong(rest));
      rest = nothing;
    }
    this.waiting = rest;
    return passed;
  }

  /** The unfinished line as a line of its own: some programs send no line ends. */
  takeUnfinished(): readonly Passed[] {
    if (this.waiting.length === 0) return [];
    const line = this.waiting;
    this.waiting = nothing;
    return [this.read(line)];
  }

  private read(whole: Buffer): Passed {
    const length = whole.length - endLength(whole);
    if (this.isInLongLine || length > this.longest) return this.tooLong(whole);
    const line = whole.subarray(0, length);
    const text = line.toString();
    const changed = isUtf8(line) ? this.change(text) : text;
    if (changed === text || Buffer.byteLength(changed) > this.longest) return { kind: "line", bytes: whole, text };
    const bytes = Buffer.concat([Buffer.from(changed), whole.subarray(length)]);
    return { kind: "line", bytes, text, changedTo: changed };
  }

  private tooLong(bytes: Buffer): Passed {
    const isFirst = !this.isInLongLine;
    this.isInLongLine = true;
    return { kind: "too-long", bytes, isFirst };
  }
}

function endLength(line: Buffer): number {
  if (line.at(-1) !== LF) return 0;
  return line.at(-2) === CR ? 2 : 1;
}
