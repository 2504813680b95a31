import { Socket } from "node:net";
import { pcapRecord, recordHeaderLength } from "./pcap-writer.ts";

/** The most bytes that wait for a slow reader. Frames above this bound are dropped and counted. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;
/** The most bytes of one burst that wait for its end. */
const MAX_CORKED_BYTES = 1024 * 1024;

/**
 * Writes pcap records to a pipe: all frames of one turn of the event loop together, at the end of the turn. It never
 * blocks, because the kernel's ring would overflow meanwhile without a count. Bytes that a slow reader leaves wait
 * in the stream, up to a bound.
 */
export class DumpOutlet {
  private readonly pipe: Socket;
  private readonly onDropped: (frames: number) => void;
  private corkedBytes = 0;
  private dropped = 0;

  constructor(pipe: number, on: { readonly closed: () => void; readonly dropped: (frames: number) => void }) {
    this.onDropped = on.dropped;
    this.pipe = new Socket({ fd: pipe, readable: false, writable: true });
    this.pipe.on("error", on.closed).on("drain", () => this.reportDrops());
  }

  /** Writes the file header at once: it shows the reader that the device is open. */
  writeHeader(header: Buffer): void {
    this.pipe.write(header);
  }

  /** Copies the first `captured` bytes of `frame`, which the caller may overwrite afterwards. */
  writeFrame(seconds: number, microseconds: number, frame: Buffer, captured: number, originalLength: number): void {
    const length = recordHeaderLength + captured;
    if (this.pipe.writableLength + length > MAX_WAITING_BYTES) {
      this.dropped += 1;
      return;
    }
    if (this.corkedBytes === 0) {
      this.pipe.cork();
      setImmediate(() => this.uncork());
    }
    this.pipe.write(pcapRecord(seconds, microseconds, frame.subarray(0, captured), originalLength));
    this.corkedBytes += length;
    if (this.corkedBytes > MAX_CORKED_BYTES) this.uncork();
  }

  /** Resolves when everything was written. */
  async finish(): Promise<void> {
    await new Promise<void>((resolve) => this.pipe.end(resolve));
    this.reportDrops();
  }

  private uncork(): void {
    if (this.corkedBytes > 0) this.pipe.uncork();
    this.corkedBytes = 0;
  }

  private reportDrops(): void {
    if (this.dropped > 0) this.onDropped(this.dropped);
    this.dropped = 0;
  }
}
