import { cut, damaged } from "./capture-format.ts";
import type { Capture } from "./frame.ts";
import { GzipFault, gunzip } from "./gunzip.ts";
import { isGzip, magicLength, recogniseFormat } from "./recognise-format.ts";
import { startingWith } from "./starting-with.ts";
import { texts } from "./texts.ts";

/**
 * Reads a capture from its bytes as they come: pcap or pcapng, each also compressed with gzip. The first bytes decide.
 * One chunk in, at most one batch out; a batch goes out before the next chunk is read. Frames' bytes may be kept: they
 * are views that are never overwritten, but each keeps its whole chunk in memory.
 */
export async function* readCapture(bytes: AsyncIterable<Uint8Array>): Capture {
  const { start, all } = await lookAhead(bytes);
  if (isGzip(start)) yield* readCompressed(all);
  else yield* readFormat(start, all);
}

async function* readCompressed(bytes: AsyncIterable<Uint8Array>): Capture {
  try {
    const { start, all } = await lookAhead(gunzip(bytes));
    if (isGzip(start)) yield [damaged(texts.compressedTwice)];
    else yield* readFormat(start, all);
  } catch (error) {
    // Everything before the fault has gone out already.
    if (!(error instanceof GzipFault)) throw error;
    yield [error.isCut ? cut(texts.gzipCut) : damaged(texts.gzipDamaged)];
  }
}

async function* readFormat(start: Buffer, bytes: AsyncIterable<Uint8Array>): Capture {
  const format = recogniseFormat(start);
  if (typeof format === "string") {
    yield [damaged(format)];
    return;
  }
  for await (const chunk of bytes) {
    const items = format.push(chunk);
    if (items.length > 0) yield items;
    if (format.isDone) return;
  }
  const last = format.end();
  if (last.length > 0) yield last;
}

/** The first bytes, enough to recognise the format (fewer only if there are no more), and all bytes, these included. */
async function lookAhead(bytes: AsyncIterable<Uint8Array>): Promise<{ start: Buffer; all: AsyncIterable<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  while (start.length < magicLength) {
    const next = await iterator.next();
    if (next.done === true) break;
    start = Buffer.concat([start, next.value]);
  }
  return { start, all: startingWith<Uint8Array>(start, iterator) };
}
