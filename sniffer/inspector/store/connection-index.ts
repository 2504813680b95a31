import { Column } from "./column.ts";

/** One row of numbers a connection: who is who is read again from its first packet when it is shown. */
export class ConnectionIndex {
  readonly firstPacket = new Column(Uint32Array);
  readonly lastPacket = new Column(Uint32Array);
  /** The end that is the client; end 0 sent the first packet. */
  readonly client = new Column(Uint8Array);
  readonly isGuess = new Column(Uint8Array);
  /** The sequence number of the first byte of each end's stream, and bits for those that are known. */
  readonly base0 = new Column(Uint32Array);
  readonly base1 = new Column(Uint32Array);
  readonly known = new Column(Uint8Array);

  get length(): number {
    return this.firstPacket.length;
  }

  /** Makes room for connections up to this one, as they are numbered in order. */
  open(connection: number, packet: number): void {
    while (this.length <= connection) {
      this.firstPacket.push(packet);
      this.lastPacket.push(0xffffffff);
      this.client.push(0);
      this.isGuess.push(0);
      this.base0.push(0);
      this.base1.push(0);
      this.known.push(0);
    }
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
