import { isUtf8 } from "node:buffer";

/** Longest line that is accepted from a client, in bytes, without the line end. */
export const MAX_LINE_BYTES = 4096;
/** How many bytes of one overlong line are thrown away before the splitter gives up. */
export const MAX_DISCARDED_BYTES = 1024 * 1024;

/** The result for one line of a client: the line, or what is wrong with it. */
export type IncomingLine =
  | { readonly kind: "line"; readonly text: string }
  /** A line that was asked for as a secret: the only copy, for its reader to wipe. */
  | { readonly kind: "secret"; readonly bytes: Buffer }
  | { readonly kind: "too-long" }
  | { readonly kind: "endless" }
  | { readonly kind: "broken-utf8"; readonly offset: number };

const newline = 0x0a;
const carriageReturn = 0x0d;
const nothing = Buffer.alloc(0);

/**
 * Splits the bytes of one client into lines: LF or CRLF, at most `longestLine` bytes each; lines that are not UTF-8 are
 * refused. The caller pulls lines with `next`, so a server can let a flood wait. Holds at most the longest line of an
 * unfinished one, plus the bytes that were not pulled.
 */
export class LineSplitter {
  private waiting: Buffer = nothing;
  private isDiscarding = false;
  private discarded = 0;
  /** Whether this client has ever ended a line. One that has not is probably a program that sends chunks. */
  hasEndedALine = false;
  private readonly longest: number;
  private readonly wipes: boolean;

  /** `wipes`: clears pushed bytes while it copies them, because there may be secrets among them. */
  constructor(longestLine = MAX_LINE_BYTES, { wipes = false }: { readonly wipes?: boolean } = {}) {
    this.longest = longestLine;
    this.wipes = wipes;
  }

  /** Adds bytes. They are kept by reference until they are pulled. */
  push(bytes: Uint8Array): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const before = this.waiting;
    this.waiting = before.length === 0 ? chunk : Buffer.concat([before, chunk]);
    if (this.wipes && before.length > 0) for (const copied of [before, chunk]) copied.fill(0);
  }

  /** The next complete line, as a secret if one is wanted; undefined if there is none yet. */
  next(wanted: "line" | "secret" = "line"): IncomingLine | undefined {
    for (;;) {
      const end = this.waiting.indexOf(newline);
      if (end === -1) return this.withoutEnd();
      const line = this.waiting.subarray(0, end);
      this.waiting = this.waiting.subarray(end + 1);
      this.hasEndedALine = true;
      if (this.isDiscarding) {
        this.isDiscarding = false;
        continue; // The end of a line that was already refused.
      }
      return this.read(line, wanted);
    }
  }

  /** Takes an unfinished line as a line: for the pause rule, and for the end of the stream. */
  takeUnfinished(wanted: "line" | "secret" = "line"): IncomingLine | undefined {
    if (this.isDiscarding || this.waiting.length === 0) return undefined;
    const line = this.waiting;
    this.waiting = nothing;
    return this.read(line, wanted);
  }

  /** All bytes that were not pulled. */
  takeRest(): Uint8Array {
    const rest = this.waiting;
    this.waiting = nothing;
    return rest;
  }

  /** Whether an unfinished line waits. */
  get hasUnfinished(): boolean {
    return this.waiting.length > 0 && !this.isDiscarding;
  }

  private withoutEnd(): IncomingLine | undefined {
    if (this.waiting.length === 0) return undefined;
    if (this.isDiscarding) {
      this.discarded += this.waiting.length;
      this.waiting = nothing;
      return this.discarded > MAX_DISCARDED_BYTES ? { kind: "endless" } : undefined;
    }
    // One more for a carriage return whose newline may still come.
    if (this.waiting.length <= this.longest + 1) {
      const copy = ownCopy(this.waiting);
      if (this.wipes && copy !== this.waiting) this.waiting.fill(0);
      this.waiting = copy;
      return undefined;
    }
    this.isDiscarding = true;
    this.discarded = this.waiting.length;
    if (this.wipes) this.waiting.fill(0);
    this.waiting = nothing;
    return { kind: "too-long" };
  }

  private read(bytes: Buffer, wanted: "line" | "secret"): IncomingLine {
    const line = bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes;
    if (wanted === "secret") return this.readSecret(line);
    if (line.length > this.longest) return { kind: "too-long" };
    if (!isUtf8(line)) return { kind: "broken-utf8", offset: firstBroken(line) };
    return { kind: "line", text: line.toString() };
  }

  /**
   * Copies the line to its own memory and wipes the original. Never a string: strings cannot be wiped. Never a small
   * array of `Buffer.alloc`: V8 keeps these in its heap, and leaves copies when it moves them.
   */
  private readSecret(line: Buffer): IncomingLine {
    const bytes = Buffer.allocUnsafe(Math.min(line.length, this.longest));
    line.copy(bytes);
    line.fill(0);
    return line.length > this.longest ? { kind: "too-long" } : { kind: "secret", bytes };
  }
}

/** A view of a short rest would keep its whole 64 KiB chunk in memory. */
function ownCopy(bytes: Buffer): Buffer {
  return bytes.length > 0 && bytes.buffer.byteLength > 4 * MAX_LINE_BYTES ? Buffer.from(bytes) : bytes;
}

/** The place of the first byte that is not UTF-8, found by halving: slow, and only for refusals. */
function firstBroken(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (good < bad) {
    const middle = (good + bad + 1) >> 1;
    if (beginsWell(bytes.subarray(0, middle))) good = middle;
    else bad = middle - 1;
  }
  return good;
}

/** Whether these bytes are UTF-8, also if they end inside a character. */
function beginsWell(bytes: Buffer): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
