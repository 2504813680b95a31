import { closeSync, openSync, readSync, statSync } from "node:fs";
import { printable } from "../../terminal/printable.ts";
import { texts } from "./texts.ts";

/** Most bytes read of one key log: a million lines and more. */
const MAX_KEY_LOG_BYTES = 256 * 1024 * 1024;
/** Bytes read at a time. */
const chunkLength = 1024 * 1024;
const LF = 0x0a;

type Encoding = "utf8" | "utf16le" | "utf16be";

/** A key log in a file that may still grow. */
export class KeyLogFile {
  readonly path: string;
  private position = 0;
  private inode: number | undefined;
  private encoding: Encoding = "utf8";
  /** The last reason that was reported for why the file cannot be read. */
  private said: string | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * The new text of the file, in parts: whole lines, and with `isLast` also an unfinished last line. `notice` gets one
   * clean line, once, if the file cannot be read or is something else.
   */
  *read(notice: (line: string) => void, isLast: boolean): Iterable<string> {
    try {
      yield* this.readNew(notice, isLast);
    } catch (error) {
      this.say(notice, texts.keyLogUnreadable(printable(this.path), (error as NodeJS.ErrnoException).code ?? ""));
    }
  }

  private *readNew(notice: (line: string) => void, isLast: boolean): Iterable<string> {
    const stat = statSync(this.path);
    if (!stat.isFile()) {
      // A pipe is not opened: that would wait for its writer.
      this.say(notice, texts.keyLogNoFile(printable(this.path)));
      return;
    }
    // If the log was replaced or emptied, reading starts again.
    if (stat.ino !== this.inode || stat.size < this.position) this.position = 0;
    this.inode = stat.ino;
    if (stat.size === this.position && !isLast) return;
    const file = openSync(this.path, "r");
    try {
      for (const bytes of this.newBytes(file, isLast)) {
        if (this.position === 0) this.look(bytes, notice);
        this.position += bytes.length;
        yield textOf(bytes, this.encoding);
      }
      if (isLast && this.position === 0) this.say(notice, texts.keyLogEmpty(printable(this.path)));
    } finally {
      closeSync(file);
    }
  }

  /** The bytes after the position, in parts that end with a line. */
  private *newBytes(file: number, isLast: boolean): Iterable<Buffer> {
    let rest = Buffer.alloc(0);
    for (let at = this.position; at < MAX_KEY_LOG_BYTES; ) {
      const chunk = Buffer.alloc(chunkLength);
      const read = readSync(file, chunk, 0, chunkLength, at);
      if (read === 0) break;
      if (at === 0) this.encoding = encodingOf(chunk.subarray(0, read));
      at += read;
      const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
      const end = lastLineEnd(bytes, this.encoding);
      rest = bytes.subarray(end);
      if (end > 0) yield bytes.subarray(0, end);
    }
    if (isLast && rest.length > 0) yield rest;
  }

  /** Reports files that people often take for a key log. */
  private look(bytes: Buffer, notice: (line: string) => void): void {
    const start = textOf(bytes.subarray(0, 4096), this.encoding);
    const label = /^-----BEGIN ([A-Z ]+)-----/m.exec(start)?.[1];
    if (label?.endsWith("PRIVATE KEY")) this.say(notice, texts.keyLogIsPrivateKey(printable(this.path)));
    else if (label !== undefined) this.say(notice, texts.keyLogIsPem(printable(this.path), label));
    else if (!/^[ \t\0\ufeff]*(#|[A-Z][A-Za-z0-9_]*[ \t])/m.test(start)) {
      this.say(notice, texts.keyLogIsNone(printable(this.path)));
    }
  }

  private say(notice: (line: string) => void, line: string): void {
    if (this.said === line) return;
    this.said = line;
    notice(line);
  }
}

/** PowerShell on Windows writes UTF-16, with a byte order mark. */
function encodingOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf16be" : "utf8";
}

/** The offset after the last line end. */
function lastLineEnd(bytes: Buffer, encoding: Encoding): number {
  const end = bytes.lastIndexOf(LF) + 1;
  return encoding === "utf16le" && end > 0 && end < bytes.length ? end + 1 : end;
}

function textOf(bytes: Buffer, encoding: Encoding): string {
  if (encoding === "utf8") return bytes.toString("utf8");
  const isEven = bytes.length % 2 === 0;
  const even = Buffer.from(isEven ? bytes : bytes.subarray(0, -1));
  return (encoding === "utf16be" ? even.swap16() : even).toString("utf16le");
}
