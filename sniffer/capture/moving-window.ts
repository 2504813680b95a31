/**
 * The bytes of a capture, with the few methods of Buffer that npm pcap-parser uses. The parser cuts the bytes it has
 * read off the front of its buffer, twice per packet. With a Buffer each cut makes a view, which costs more than the
 * parsing. This class only moves its offset.
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

  /** Adds the next bytes. */
  add(chunk: Buffer): void {
    this.bytes = this.length === 0 ? chunk : Buffer.concat([this.bytes.subarray(this.at), chunk]);
    this.at = 0;
  }

  /** With an end: a view of these bytes. Without it: marks the first `start` bytes as read. */
  slice(start: number, end?: number): Uint8Array | this {
    const { bytes, at } = this;
    // Cheaper than a subarray of a Buffer, which is a Buffer too.
    if (end !== undefined) return new Uint8Array(bytes.buffer, bytes.byteOffset + at + start, end - start);
    this.at += start;
    return this;
  }

  toString(encoding: "hex", start: number, end: number): string {
    return this.bytes.toString(encoding, this.at + start, this.at + end);
  }

  /** In the file's byte order. */
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
