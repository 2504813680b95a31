/** Chunks that wait to be joined: many small ones are copied once, when there are enough, and not at each arrival. */
export class PendingBytes {
  length = 0;
  private chunks: Buffer[] = [];

  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.length += chunk.length;
  }

  /** Returns all pending bytes in one piece, as a view if it was one chunk, and forgets them. */
  take(): Buffer {
    const bytes = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks, this.length);
    this.chunks = [];
    this.length = 0;
    return bytes;
  }
}
