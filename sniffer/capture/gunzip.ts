import { setImmediate as turn } from "node:timers/promises";
import { createGunzip } from "node:zlib";

/** Bytes that are decompressed at a time. Few, because zlib loses the output of a slice that contains a fault. */
const sliceLength = 4096;

/**
 * The checksum and length at the end of a gzip file (RFC 1952). They are read last and alone, so that wrong ones cost
 * no data.
 */
const trailerLength = 8;

/** The compressed bytes cannot be read further. Thrown after everything before the fault was returned. */
export class GzipFault extends Error {
  /** Whether the bytes only end too early. */
  readonly isCut: boolean;

  constructor(isCut: boolean) {
    super(isCut ? "the gzip data ends too early" : "the gzip data is damaged");
    this.isCut = isCut;
  }
}

/** Decompresses gzip bytes (RFC 1952, also several members) as they come. Holds at most one slice and its output. */
export async function* gunzip(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflater = createGunzip({ chunkSize: 64 * 1024 });
  let inflated: Buffer[] = [];
  let fault: NodeJS.ErrnoException | undefined;
  // zlib forgets the callback of a failed write, so the fault must end the wait.
  let wake = () => {};
  inflater.on("data", (chunk: Buffer) => inflated.push(chunk));
  inflater.on("end", () => wake());
  inflater.on("error", (error) => {
    fault = error;
    wake();
  });
  const until = (start: () => void) =>
    new Promise<void>((resolve) => {
      wake = resolve;
      start();
    });
  try {
    for await (const slice of slices(bytes)) {
      await until(() => inflater.write(slice, () => wake()));
      while (fault === undefined && inflater.readableLength > 0) await turn();
      yield* inflated;
      inflated = [];
      if (fault !== undefined || inflater.readableEnded) break;
    }
    if (fault === undefined && !inflater.readableEnded) await until(() => inflater.end());
    yield* inflated;
  } finally {
    inflater.destroy();
  }
  if (fault !== undefined) throw new GzipFault(fault.code === "Z_BUF_ERROR");
}

/** Cuts the bytes into slices. Holds back the bytes that may be the trailer until the end is known. */
async function* slices(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let kept = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const joined = Buffer.concat([kept, chunk]);
    const ready = Math.max(0, joined.length - trailerLength);
    for (let at = 0; at < ready; at += sliceLength) yield joined.subarray(at, Math.min(at + sliceLength, ready));
    kept = joined.subarray(ready);
  }
  yield kept;
}
