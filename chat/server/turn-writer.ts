import type { ServerLayers } from "../layers/layers.ts";
import type { Connection } from "../transport/connection.ts";
import { Outbox } from "./outbox.ts";

/** Most bytes that may wait for all clients together; past it, those with the most waiting are dropped. */
const MAX_UNSENT_BYTES_IN_ALL = 256 * 1024 * 1024;
/** Most that waits in one turn, in UTF-16 units; past it, the turn ends early. */
const MAX_TURN_LENGTH = 1024 * 1024;

/** What a writer needs to know of a client. */
interface Client {
  readonly connection: Connection;
  /** Its home-made layers: each client then gets lines of its own. */
  readonly layers?: Pick<ServerLayers, "deliver"> | undefined;
}

/**
 * Writes what one turn of the event loop brings for a client in one piece, and notices who does not read: one write a client and turn is
 * what makes the server fast.
 */
export class TurnWriter<Reader extends Client> {
  private readonly outbox = new Outbox<Reader>();
  private readonly maxUnsentBytes: number;
  private readonly isLayered: boolean;
  private readonly onBehind: (reader: Reader) => void;
  private isScheduled = false;
  bytesSent = 0;

  /** `onBehind` is called for a client that has more than `maxUnsentBytes` waiting, or too much where all together have too much. */
  constructor(maxUnsentBytes: number, isLayered: boolean, onBehind: (reader: Reader) => void) {
    this.maxUnsentBytes = maxUnsentBytes;
    this.isLayered = isLayered;
    this.onBehind = onBehind;
  }

  add(reader: Reader): void {
    this.outbox.add(reader);
  }

  /** Takes a client out and returns what was still to be written to it. */
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

  /** Writes now what waits. */
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
    // After all sockets that are readable in this turn have been read.
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
