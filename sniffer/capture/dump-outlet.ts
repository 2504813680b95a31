import { writeSync } from "node:fs";
import { recordHeaderLength, writeRecordHeader } from "./pcap-writer.ts";

/** The most bytes that wait for a slow reader. Frames above this bound are dropped and counted. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;

const segmentLength = 1024 * 1024;
const retryAfterMilliseconds = 1;

/** Memory whose bytes from `start` to `end` wait to be written. */
interface Segment {
  readonly bytes: Buffer;
  start: number;
  end: number;
}

/**
 * Writes pcap records to a pipe: all frames of one turn of the event loop together, at the end of the turn. It never
 * blocks, because the kernel's ring would overflow meanwhile without a count. Bytes that a slow reader leaves wait
 * here, up to a bound.
 */
export class DumpOutlet {
  private readonly pipe: number;
  private readonly onClosed: () => void;
  private readonly onDropped: (frames: number) => void;
  private readonly waiting: Segment[] = [];
  private waitingBytes = 0;
  private dropped = 0;
  private timer: NodeJS.Timeout | undefined;
  private isFlushPlanned = false;
  private onEmpty: (() => void) | undefined;

  constructor(pipe: number, on: { readonly closed: () => void; readonly dropped: (frames: number) => void }) {
    this.pipe = pipe;
    this.onClosed = on.closed;
    this.onDropped = on.dropped;
  }

  /** Writes the file header at once: it shows the reader that the device is open. */
  writeHeader(header: Buffer): void {
    const { bytes, end } = this.room(header.length);
    header.copy(bytes, end - header.length);
    this.flush();
  }

  /** Copies the first `captured` bytes of `frame`, which the caller may overwrite afterwards. */
  writeFrame(seconds: number, microseconds: number, frame: Buffer, captured: number, originalLength: number): void {
    const length = recordHeaderLength + captured;
    if (this.waitingBytes + length > MAX_WAITING_BYTES) {
      this.dropped += 1;
      return;
    }
    const { bytes, end } = this.room(length);
    writeRecordHeader(bytes, end - length, seconds, microseconds, captured, originalLength);
    frame.copy(bytes, end - captured, 0, captured);
    if (this.isFlushPlanned) return;
    this.isFlushPlanned = true;
    setImmediate(() => {
      this.isFlushPlanned = false;
      this.flush();
    });
  }

  /** Resolves when everything was written. */
  async finish(): Promise<void> {
    this.flush();
    if (this.waitingBytes > 0) await new Promise<void>((resolve) => (this.onEmpty = resolve));
  }

  /**
   * The segment with `length` free bytes at its end. A full segment is written at once, also in the middle of a burst.
   */
  private room(length: number): Segment {
    let last = this.waiting.at(-1);
    if (last === undefined || last.end + length > last.bytes.length) {
      if (last !== undefined) this.flush();
      last = { bytes: Buffer.allocUnsafe(Math.max(segmentLength, length)), start: 0, end: 0 };
      this.waiting.push(last);
    }
    last.end += length;
    this.waitingBytes += length;
    return last;
  }

  private flush(): void {
    if (this.timer !== undefined) return; // The pipe is full; the timer will try again.
    try {
      for (let first = this.waiting[0]; first !== undefined; first = this.waiting[0]) {
        const written = writeSync(this.pipe, first.bytes, first.start, first.end - first.start);
        first.start += written;
        this.waitingBytes -= written;
        if (first.start === first.end) this.waiting.shift();
      }
      this.reportDrops();
      this.onEmpty?.();
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) {
        this.onClosed();
        return;
      }
      this.timer = setTimeout(() => {
        this.timer = undefined;
        this.flush();
      }, retryAfterMilliseconds);
    }
  }

  private reportDrops(): void {
    if (this.dropped === 0) return;
    this.onDropped(this.dropped);
    this.dropped = 0;
  }
}
