import type { Connection } from "../transport/connection.ts";

/** Longest line of this protocol, in bytes: a request with a wrapped key and a name. */
const MAX_LINE_BYTES = 4096;
/** How many bytes may wait here before the other side is slowed down. */
const MAX_WAITING_BYTES = 1024 * 1024;
/** How long the other side may send nothing inside a body, in milliseconds. */
const usualPatience = 30_000;

const newline = 0x0a;
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Why nothing more can be read: the connection is over, or the bytes break the rules. */
export class IncomingError extends Error {
  readonly why: "closed" | "stalled" | "line-too-long" | "not-utf8";

  constructor(why: IncomingError["why"]) {
    super(why);
    this.why = why;
  }
}

/**
 * The bytes of a connection, to be pulled as lines or as a number of bytes. Holds at most a megabyte; the rest waits at
 * the sender. Takes over `onData`, `onEnd` and `onClose` of the connection.
 */
export class Incoming {
  private readonly connection: Connection;
  private readonly patience: number;
  private readonly chunks: Buffer[] = [];
  private waiting = 0;
  /** Whether the other side sends nothing more. */
  isOver = false;
  private wake = () => {};

  /** `first`: bytes that came before. */
  constructor(
    connection: Connection,
    first: { readonly rest: Uint8Array; readonly hasEnded: boolean },
    patience = usualPatience,
  ) {
    this.connection = connection;
    this.patience = patience;
    this.isOver = first.hasEnded;
    this.add(Buffer.from(first.rest));
    connection.onData = (bytes) => this.add(bytes);
    const end = () => {
      this.isOver = true;
      this.wake();
    };
    connection.onEnd = end;
    const { onClose } = connection;
    connection.onClose = (error) => {
      end();
      onClose(error);
    };
    connection.resume();
  }

  /**
   * The next line, without its end. Undefined if the connection ends between two lines. Throws IncomingError if it ends
   * inside a line, or stalls for `patience` milliseconds, and for a line that breaks the rules.
   */
  async line(patience = Number.POSITIVE_INFINITY): Promise<string | undefined> {
    let searched = 0;
    for (;;) {
      const all = Buffer.concat(this.chunks);
      const end = all.indexOf(newline, searched);
      if (end > MAX_LINE_BYTES || (end === -1 && all.length > MAX_LINE_BYTES)) throw new IncomingError("line-too-long");
      if (end !== -1) {
        this.replace(all.subarray(end + 1));
        return decoded(all.subarray(0, all[end - 1] === 0x0d ? end - 1 : end));
      }
      searched = all.length;
      if (this.isOver && all.length > 0) throw new IncomingError("closed");
      if (this.isOver) return undefined;
      this.replace(all);
      await this.more(patience);
    }
  }

  /** The next `count` bytes, as they come. Throws IncomingError if the connection ends before, or stalls. */
  async *bytes(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0; ) {
      const [first] = this.chunks;
      if (first === undefined) {
        if (this.isOver) throw new IncomingError("closed");
        await this.more(this.patience);
        continue;
      }
      const piece = first.subarray(0, left);
      if (piece.length === first.length) this.chunks.shift();
      else this.chunks[0] = first.subarray(left);
      this.took(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  /** Whether there are bytes that were not read yet. */
  get hasBytes(): boolean {
    return this.chunks.length > 0;
  }

  private add(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.chunks.push(bytes);
    this.waiting += bytes.length;
    if (this.waiting > MAX_WAITING_BYTES) this.connection.pause();
    this.wake();
  }

  private replace(bytes: Buffer): void {
    this.chunks.splice(0, this.chunks.length, ...(bytes.length > 0 ? [bytes] : []));
    this.took(this.waiting - bytes.length);
  }

  private took(count: number): void {
    this.waiting -= count;
    if (this.waiting <= MAX_WAITING_BYTES) this.connection.resume();
  }

  private more(patience: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer =
        patience === Number.POSITIVE_INFINITY
          ? undefined
          : setTimeout(() => reject(new IncomingError("stalled")), patience);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function decoded(line: Uint8Array): string {
  try {
    return utf8.decode(line);
  } catch {
    throw new IncomingError("not-utf8");
  }
}
