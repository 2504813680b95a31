/** How long the first bytes wait for earlier ones, in packets of the connection and in seconds of capture time. */
const MAX_START_PACKETS = 16;
const MAX_START_SECONDS = 1;

/** Data of a packet, with the sequence number of their first byte. */
export interface HeldData {
  readonly sequence: number;
  readonly data: Uint8Array;
  readonly packet: number;
}

/**
 * The first data of a direction whose beginning was not captured. The first captured segment may not be the first one
 * sent. So it waits until the receiver has acknowledged it, because then all bytes before it have come too, or for a
 * short time.
 */
export class StreamStart {
  /** What the receiver acknowledged before the first data: the sequence number of the next byte. */
  expected: number | undefined;
  private pieces: HeldData[] = [];
  private sincePacket = 0;
  private sinceTime = 0;

  get isEmpty(): boolean {
    return this.pieces.length === 0;
  }

  get pendingBytes(): number {
    return this.pieces.reduce((sum, { data }) => sum + data.length, 0);
  }

  /**
   * Keeps a copy of data from the connection's packet number `count` at `time`. Returns whether other kept data
   * end after them.
   */
  hold({ sequence, data, packet }: HeldData, count: number, time: number): boolean {
    if (this.isEmpty) {
      this.sincePacket = count;
      this.sinceTime = time;
    }
    const isEarlier = this.pieces.some((piece) => distance(sequence, endOf(piece)) > data.length);
    this.pieces.push({ sequence, data: new Uint8Array(data), packet });
    return isEarlier;
  }

  /** Whether the wait is over in the connection's packet number `count`, at `time`. */
  isOver(count: number, time: number): boolean {
    return !this.isEmpty && (count - this.sincePacket > MAX_START_PACKETS || time - this.sinceTime > MAX_START_SECONDS);
  }

  /** Whether this acknowledgment covers some of the data. */
  isCoveredBy(acknowledgment: number): boolean {
    return this.pieces.some(({ sequence }) => distance(sequence, acknowledgment) > 0);
  }

  /** All data that waited, first byte first. */
  take(): readonly HeldData[] {
    const pieces = this.pieces.sort((a, b) => distance(b.sequence, a.sequence));
    this.pieces = [];
    return pieces;
  }
}

function endOf({ sequence, data }: HeldData): number {
  return (sequence + data.length) >>> 0;
}

/** The distance from one sequence number to another; negative: backwards. */
function distance(from: number, to: number): number {
  return (to - from) | 0;
}
