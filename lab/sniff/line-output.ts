import { LabError } from "../lab-error.ts";
import { printable } from "../terminal/printable.ts";
import { words } from "./words.ts";

/** Bytes that gather before they are written; a longer line makes room for itself. */
const bufferLength = 128 * 1024;
/** Most bytes that one character of a JavaScript string takes in UTF-8. */
const bytesPerCharacter = 3;

/**
 * Lines to standard output, gathered into large writes. Encoding each line at once lets its string be forgotten at once, which halves
 * the time of a long listing. `isClosed` once nothing more can be written, most often because the reader has gone away (`| head`).
 */
export class LineOutput {
  isClosed = false;
  private buffer = Buffer.allocUnsafe(bufferLength);
  private filled = 0;
  /** Why nothing more can be written, where it is not that the reader has gone. */
  private fault: Error | undefined;

  constructor() {
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
      this.isClosed = true;
      if (error.code !== "EPIPE") this.fault = error;
    });
  }

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

  /** Writes what has gathered, and waits where the reader is slow. */
  async flush(): Promise<void> {
    this.send();
    if (!this.isClosed && process.stdout.writableNeedDrain) await firstOf("drain", "error", "close");
  }

  /** Writes the rest. Throws a `LabError` where something could not be written: a full disk, not a reader who has gone. */
  async end(): Promise<void> {
    this.send();
    if (!this.isClosed) await new Promise((resolve) => process.stdout.write("", resolve));
    if (this.fault !== undefined)
      throw new LabError(words.outputFault(printable(this.fault.message)), words.outputFaultHint);
  }

  private send(): void {
    if (this.filled === 0) return;
    if (!this.isClosed) process.stdout.write(this.buffer.subarray(0, this.filled));
    this.filled = 0;
    // What standard output has not passed on yet must not be written over.
    if (process.stdout.writableLength > 0) this.buffer = Buffer.allocUnsafe(bufferLength);
  }
}

function firstOf(...events: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const event of events) process.stdout.off(event, done);
      resolve();
    };
    for (const event of events) process.stdout.on(event, done);
  });
}
