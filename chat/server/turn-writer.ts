import type { ServerLayers } from "../layers/layers.ts";
import type { Connection } from "../transport/connection.ts";
import { Outbox } from "./outbox.ts";

/** Most bytes that may wait for all clients together. Above it, the clients with the most are dropped. */
const MAX_UNSENT_BYTES_IN_ALL = 256 * 1024 * 1024;
/** Most characters that wait in one turn, in UTF-16 units. Above it, the turn ends early. */
const MAX_TURN_LENGTH = 1024 * 1024;

/** The parts of a client that a writer uses. */
interface Client {
  readonly connection: Connection;
  /** Its home-made layers: each client then gets its own lines. */
  readonly layers?: Pick<ServerLayers, "deliver"> | undefined;
}

/**
 * Writes all lines of one turn of the event loop for a client in one piece, and notices clients that do not read. One
 * write per client and turn makes the server fast.
 */
export class TurnWriter<Reader extends Client> {
  private readonly outbox = new Outbox<Reader>();
  private readonly maxUnsentBytes: number;
  private readonly isLayered: boolean;
  private readonly onBehind: (reader: Reader) => void;
  private isScheduled = false;
  bytesSent = 0;

  /**
   * `onBehind` is called for a client with more than `maxUnsentBytes` waiting, or with the most when all together have
   * too much.
   */
  constructor(maxUnsentBytes: number, isLayered: boolean, onBehind: (reader: Reader) => void) {
    this.maxUnsentBytes = maxUnsentBytes;
    this.isLayered = isLayered;
    this.onBehind = onBehind;
  }

  add(reader: Reader): void {
    this.outbox.add(reader);
  }

  /** Removes a client and returns its unwritten bytes. */
  remove(reader: Reader): Uint8Array | undefined {
    return this.outbox.remove(reader);
  }

  toAll(line: string, except: Reader | undefined): void {
    if (!this.isLayered) this.outbox.toAll(line, except);
    else for (const reader of this.outbox.readers) if (reader !== except) this.toOne(reader, line);
    this.schedule();
  }

  toOne(reader: Reader, line: string): void {
    this.outbox.toOne(reader, reader.layers?.deliver(line) ?? line);
    this.schedule();
  }

  /** Writes all waiting bytes at once. */
  flush(): void {
    let unsent = 0;
    const behind: Reader[] = [];
    this.outbox.flush((reader, bytes) => {
      reader.connection.write(bytes);
      this.bytesSent += bytes.length;
      const left = reader.connection.unsent;
      if (left === 0) return;
      unsent += left;
      behind.push(reader);
    });
    if (behind.length > 0) this.dropThoseFarBehind(behind, unsent);
  }

  private schedule(): void {
    if (this.outbox.turnLength > MAX_TURN_LENGTH) {
      this.flush();
      return;
    }
    if (this.isScheduled || this.outbox.isEmpty) return;
    this.isScheduled = true;
    // After all sockets that are readable in this turn were read.
    setImmediate(() => {
      this.isScheduled = false;
      this.flush();
    });
  }

  private dropThoseFarBehind(behind: Reader[], unsentInAll: number): void {
    let excess = unsentInAll - MAX_UNSENT_BYTES_IN_ALL;
    if (excess > 0) behind.sort((a, b) => b.connection.unsent - a.connection.unsent);
    for (const reader of behind) {
      const { unsent } = reader.connection;
      if (unsent <= this.maxUnsentBytes && excess <= 0) continue;
      excess -= unsent;
      this.onBehind(reader);
    }
  }
}
