import { once } from "node:events";

/** Bytes that are collected before they are written; a longer line enlarges the buffer. */
const bufferLength = 128 * 1024;
/** Most bytes of one character of a JavaScript string in UTF-8. */
const bytesPerCharacter = 3;

/**
 * Lines for standard output, collected into large writes. Each line is encoded at once, so its string can be freed at
 * once; this halves the time of a long listing.
 */
export class LineOutput {
  private buffer = Buffer.allocUnsafe(bufferLength);
  private filled = 0;

  /** Adds a line, without its line end. */
  line(text: string): void {
    const most = text.length * bytesPerCharacter + 1;
    if (most > this.buffer.length - this.filled) {
      this.send();
      if (most > this.buffer.length) this.buffer = Buffer.allocUnsafe(most);
    }
    this.filled += this.buffer.write(text, this.filled);
    this.buffer[this.filled++] = 0x0a;
  }

  /** Writes all collected lines, and waits if the reader is slow. */
  async flush(): Promise<void> {
    this.send();
    if (process.stdout.writableNeedDrain) await once(process.stdout, "drain");
  }

  private send(): void {
    if (this.filled === 0) return;
    process.stdout.write(this.buffer.subarray(0, this.filled));
    this.filled = 0;
    // Bytes that standard output has not passed on yet must not be overwritten.
    if (process.stdout.writableLength > 0) this.buffer = Buffer.allocUnsafe(bufferLength);
  }
}
