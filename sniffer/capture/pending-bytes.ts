/** Chunks waiting to be joined: so that many small ones are copied once, when there are enough, not once for each arrival. */
export class PendingBytes {
  length = 0;
  private chunks: Buffer[] = [];

  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.length += chunk.length;
  }

  /** Everything that waited, in one piece; a view where it was one chunk already. Nothing waits afterwards. */
  take(): Buffer {
    const bytes = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks, this.length);
    this.chunks = [];
    this.length = 0;
    return bytes;
  }
}
