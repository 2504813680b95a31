import { closeSync, openSync, readSync, statSync } from "node:fs";
import { printable } from "../../terminal/printable.ts";
import { texts } from "./texts.ts";

/** Most bytes read of one key log: a million lines and more. */
const MAX_KEY_LOG_BYTES = 256 * 1024 * 1024;
/** Bytes read at a time. */
const chunkLength = 1024 * 1024;
const LF = 0x0a;

/** A key log in a file, read as far as it has been written. */
export class KeyLogFile {
  readonly path: string;
  private position = 0;
  private inode: number | undefined;
  /** What was said last of why the file cannot be read. */
  private said: string | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * What is new in the file: whole lines, and with `isLast` also a last line without its end. `notice` gets one clean line where the file
   * cannot be read or is something else, once.
   */
  read(notice: (line: string) => void, isLast: boolean): string {
    try {
      return this.readNew(notice, isLast);
    } catch (error) {
      this.say(notice, texts.keyLogUnreadable(printable(this.path), (error as NodeJS.ErrnoException).code ?? ""));
      return "";
    }
  }

  private readNew(notice: (line: string) => void, isLast: boolean): string {
    const stat = statSync(this.path);
    if (!stat.isFile()) {
      // A pipe is not even opened: that would wait for its writer.
      this.say(notice, texts.keyLogNoFile(printable(this.path)));
      return "";
    }
    // A log that was replaced or emptied begins again.
    if (stat.ino !== this.inode || stat.size < this.position) this.position = 0;
    this.inode = stat.ino;
    if (stat.size === this.position && !isLast) return "";
    const file = openSync(this.path, "r");
    try {
      const bytes = this.newBytes(file, isLast);
      if (this.position === bytes.length && bytes.length > 0) this.look(bytes, notice);
      if (isLast && this.position === 0) this.say(notice, texts.keyLogEmpty(printable(this.path)));
      return bytes.toString("utf8");
    } finally {
      closeSync(file);
    }
  }

  private newBytes(file: number, isLast: boolean): Buffer {
    const chunks: Buffer[] = [];
    let at = this.position;
    while (at < MAX_KEY_LOG_BYTES) {
      const chunk = Buffer.alloc(chunkLength);
      const read = readSync(file, chunk, 0, chunkLength, at);
      if (read === 0) break;
      chunks.push(chunk.subarray(0, read));
      at += read;
    }
    const all = Buffer.concat(chunks);
    const whole = isLast ? all : all.subarray(0, all.lastIndexOf(LF) + 1);
    this.position += whole.length;
    return whole;
  }

  /** Says what people take for a key log. */
  private look(bytes: Buffer, notice: (line: string) => void): void {
    const start = bytes.toString("latin1", 0, 4096);
    const label = /^-----BEGIN ([A-Z ]+)-----/m.exec(start)?.[1];
    if (label?.endsWith("PRIVATE KEY")) this.say(notice, texts.keyLogIsPrivateKey(printable(this.path)));
    else if (label !== undefined) this.say(notice, texts.keyLogIsPem(printable(this.path), label));
    else if (!/^[ \t]*(#|[A-Z][A-Za-z0-9_]* )/m.test(start)) this.say(notice, texts.keyLogIsNone(printable(this.path)));
  }

  private say(notice: (line: string) => void, line: string): void {
    if (this.said === line) return;
    this.said = line;
    notice(line);
  }
}
