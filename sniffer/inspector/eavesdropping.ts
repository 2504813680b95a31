import { Eavesdropper, type Overheard } from "../observe/eavesdropper/eavesdropper.ts";
import { Observer } from "../observe/observer.ts";
import type { PacketStore } from "./store/packet-store.ts";

/** How many packets are observed between two looks at the clock. */
const packetsPerLook = 256;

/**
 * What an eavesdropper knows about one connection. Its packets are observed again, a few at a time, so that nothing
 * must be kept for all connections.
 */
export class Eavesdropping {
  readonly connection: number;
  private readonly store: PacketStore;
  private readonly observer = new Observer();
  private readonly eavesdropper = new Eavesdropper();
  private scanned: number;

  constructor(store: PacketStore, connection: number) {
    this.store = store;
    this.connection = connection;
    this.scanned = store.connections.firstPacket.at(connection);
  }

  get isComplete(): boolean {
    return this.scanned === this.store.packets.length;
  }

  /** The part that was observed, 0 to 1. */
  get progress(): number {
    return this.scanned / Math.max(1, this.store.packets.length);
  }

  /** Observes packets for at most this many milliseconds. */
  advance(milliseconds: number): void {
    const until = performance.now() + milliseconds;
    const { packets } = this.store;
    let looked = 0;
    for (; this.scanned < packets.length; this.scanned++) {
      if (packets.connection.at(this.scanned) !== this.connection) continue;
      for (const observation of this.observer.push(this.store.frame(this.scanned))) this.eavesdropper.push(observation);
      if (++looked % packetsPerLook === 0 && performance.now() > until) return;
    }
    if (packets.length === 0) return;
    // A line without a line end counts as complete after a pause in the capture.
    for (const observation of this.observer.idle(this.store.time(packets.length - 1)))
      this.eavesdropper.push(observation);
  }

  overheard(): Overheard {
    return this.eavesdropper.overheard();
  }
}
