/** How long the first bytes are held for earlier ones, in packets of the connection and in seconds of capture time. */
const MAX_START_PACKETS = 16;
const MAX_START_SECONDS = 1;

/** Data of a packet, by the sequence number of their first byte. */
export interface HeldData {
  readonly sequence: number;
  readonly data: Uint8Array;
  readonly packet: number;
}

/**
 * The first data of a direction that was whose beginning was not captured. The first segment captured need not be the first one sent: it is held until the
 * receiver has acknowledged it, for then all before it has come too, or for a short while.
 */
export class StreamStart {
  /** What the receiver acknowledged before any data were seen: where the next begin. */
  expected: number | undefined;
  private pieces: HeldData[] = [];
  private sincePacket = 0;
  private sinceTime = 0;

  get isEmpty(): boolean {
    return this.pieces.length === 0;
  }

  /** Bytes held. */
  get pendingBytes(): number {
    return this.pieces.reduce((sum, { data }) => sum + data.length, 0);
  }

  /** Holds a copy of data, that came in the connection's packet number `count` at `time`. Returns whether others end behind them. */
  hold({ sequence, data, packet }: HeldData, count: number, time: number): boolean {
    if (this.isEmpty) {
      this.sincePacket = count;
      this.sinceTime = time;
    }
    const isEarlier = this.pieces.some((piece) => distance(sequence, endOf(piece)) > data.length);
    this.pieces.push({ sequence, data: new Uint8Array(data), packet });
    return isEarlier;
  }

  /** Whether they need not wait longer, in the connection's packet number `count`, at `time`. */
  isOver(count: number, time: number): boolean {
    return !this.isEmpty && (count - this.sincePacket > MAX_START_PACKETS || time - this.sinceTime > MAX_START_SECONDS);
  }

  /** Whether this acknowledgment is of some of them. */
  isCoveredBy(acknowledgment: number): boolean {
    return this.pieces.some(({ sequence }) => distance(sequence, acknowledgment) > 0);
  }

  /** All that was held, the first byte first. */
  take(): readonly HeldData[] {
    const pieces = this.pieces.sort((a, b) => distance(b.sequence, a.sequence));
    this.pieces = [];
    return pieces;
  }
}

function endOf({ sequence, data }: HeldData): number {
  return (sequence + data.length) >>> 0;
}

/** How far it is from one sequence number to another; negative: backwards. */
function distance(from: number, to: number): number {
  return (to - from) | 0;
}
