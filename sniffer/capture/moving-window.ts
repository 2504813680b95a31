/**
 * The bytes of a capture as npm pcap-parser asks for them: what it uses of a Buffer. The parser cuts what it has read off the front of its
 * buffer, twice a packet, and a Buffer makes a view each time, which costs more than the parsing itself. This one moves on instead.
 */
export class MovingWindow {
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;
  private readonly bigEndian: boolean;

  constructor(bigEndian: boolean) {
    this.bigEndian = bigEndian;
  }

  get length(): number {
    return this.bytes.length - this.at;
  }

  /** The bytes that come next. */
  add(chunk: Buffer): void {
    this.bytes = this.length === 0 ? chunk : Buffer.concat([this.bytes.subarray(this.at), chunk]);
    this.at = 0;
  }

  /** With an end, a view of these bytes; without it, the first `start` bytes have been read. */
  slice(start: number, end?: number): Uint8Array | this {
    const { bytes, at } = this;
    // Cheaper than a part of a Buffer, which is a Buffer.
    if (end !== undefined) return new Uint8Array(bytes.buffer, bytes.byteOffset + at + start, end - start);
    this.at += start;
    return this;
  }

  toString(encoding: "hex", start: number, end: number): string {
    return this.bytes.toString(encoding, this.at + start, this.at + end);
  }

  /** In the file's own byte order. */
  readUInt32(offset: number): number {
    const { bytes } = this;
    const at = this.at + offset;
    return this.bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
  }

  readUInt32LE(offset: number): number {
    return this.bytes.readUInt32LE(this.at + offset);
  }

  readUInt32BE(offset: number): number {
    return this.bytes.readUInt32BE(this.at + offset);
  }

  readInt32LE(offset: number): number {
    return this.bytes.readInt32LE(this.at + offset);
  }

  readInt32BE(offset: number): number {
    return this.bytes.readInt32BE(this.at + offset);
  }

  readUInt16LE(offset: number): number {
    return this.bytes.readUInt16LE(this.at + offset);
  }

  readUInt16BE(offset: number): number {
    return this.bytes.readUInt16BE(this.at + offset);
  }
}
