import { Column } from "./column.ts";
import { NameTable } from "./name-table.ts";

/** One row of numbers per connection. Addresses are read again from its first packet when they are shown. */
export class ConnectionIndex {
  readonly firstPacket = new Column(Uint32Array);
  readonly lastPacket = new Column(Uint32Array);
  /** The client's end; end 0 sent the first packet. */
  readonly client = new Column(Uint8Array);
  /** The sequence number of the first byte of each end's stream, and bits for known ones. */
  readonly base0 = new Column(Uint32Array);
  readonly base1 = new Column(Uint32Array);
  readonly known = new Column(Uint8Array);
  readonly packets = new Column(Uint32Array);
  /** Bytes of data from each end, with those that were sent again. */
  private readonly bytes0 = new Column(Float64Array);
  private readonly bytes1 = new Column(Float64Array);
  /** Readable lines, and TLS records. */
  readonly lines = new Column(Uint32Array);
  readonly records = new Column(Uint32Array);
  /** Records that keys opened, and lines of text in them. */
  readonly opened = new Column(Uint32Array);
  readonly openedLines = new Column(Uint32Array);
  /** Its last state, by its name in `states`. */
  readonly state = new Column(Uint16Array);
  readonly states = new NameTable();

  get length(): number {
    return this.firstPacket.length;
  }

  /** Makes room for connections up to this one; they are numbered in order. */
  open(connection: number, packet: number): void {
    while (this.length <= connection) {
      this.firstPacket.push(packet);
      this.lastPacket.push(0xffffffff);
      this.client.push(0);
      this.base0.push(0);
      this.base1.push(0);
      this.known.push(0);
      this.packets.push(0);
      this.bytes0.push(0);
      this.bytes1.push(0);
      this.lines.push(0);
      this.records.push(0);
      this.opened.push(0);
      this.openedLines.push(0);
      this.state.push(0);
    }
  }

  /** Counts a packet with `bytes` bytes of data. */
  count(connection: number, end: 0 | 1, bytes: number): void {
    this.packets.values[connection]! += 1;
    (end === 0 ? this.bytes0 : this.bytes1).values[connection]! += bytes;
  }

  bytes(connection: number, end: 0 | 1): number {
    return (end === 0 ? this.bytes0 : this.bytes1).at(connection);
  }

  base(connection: number, end: 0 | 1): number | undefined {
    if ((this.known.at(connection) & (1 << end)) === 0) return undefined;
    return (end === 0 ? this.base0 : this.base1).at(connection);
  }

  setBase(connection: number, end: 0 | 1, sequence: number): void {
    (end === 0 ? this.base0 : this.base1).values[connection] = sequence;
    this.known.values[connection]! |= 1 << end;
  }
}
