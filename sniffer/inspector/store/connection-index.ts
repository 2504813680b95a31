import { Column } from "./column.ts";
import { NameTable } from "./name-table.ts";

/** One row of numbers per connection. Addresses are read again from its first packet when they are shown. */
export class ConnectionIndex {
  readonly firstPacket = new Column(Uint32Array);
  readonly lastPacket = new Column(Uint32Array);
  /** The client's end; end 0 sent the first packet. */
  readonly client = new Column(Uint8Array);
  /** The sequence number of the first byte of each end's stream; -1 while it is not known. */
  private readonly bases = [new Column(Float64Array), new Column(Float64Array)] as const;
  readonly packets = new Column(Uint32Array);
  /** Bytes of data from each end, with those that were sent again. */
  private readonly sent = [new Column(Float64Array), new Column(Float64Array)] as const;
  /** Readable lines, and TLS records. */
  readonly lines = new Column(Uint32Array);
  readonly records = new Column(Uint32Array);
  /** Records that keys opened, and lines of text in them. */
  readonly opened = new Column(Uint32Array);
  readonly openedLines = new Column(Uint32Array);
  /** Its last state, by its name in `states`. */
  readonly state = new Column(Uint16Array);
  readonly states = new NameTable();
  private readonly startingAtZero: readonly Column<Uint8Array | Uint16Array | Uint32Array | Float64Array>[] = [
    ...[this.client, this.packets, ...this.sent, this.lines, this.records, this.opened, this.openedLines, this.state],
  ];

  get length(): number {
    return this.firstPacket.length;
  }

  /** Makes room for connections up to this one; they are numbered in order. */
  open(connection: number, packet: number): void {
    while (this.length <= connection) {
      this.firstPacket.push(packet);
      this.lastPacket.push(0xffffffff);
      for (const base of this.bases) base.push(-1);
      for (const column of this.startingAtZero) column.push(0);
    }
  }

  /** Counts a packet with `bytes` bytes of data. */
  count(connection: number, end: 0 | 1, bytes: number): void {
    this.packets.values[connection]! += 1;
    this.sent[end].values[connection]! += bytes;
  }

  bytes(connection: number, end: 0 | 1): number {
    return this.sent[end].at(connection);
  }

  base(connection: number, end: 0 | 1): number | undefined {
    const base = this.bases[end].at(connection);
    return base < 0 ? undefined : base;
  }

  setBase(connection: number, end: 0 | 1, sequence: number): void {
    this.bases[end].values[connection] = sequence;
  }
}
