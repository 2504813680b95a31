import { closeSync, createReadStream, readSync } from "node:fs";
import type { Capture, CaptureSecrets } from "./frame.ts";
import { isPcapngMagic } from "./pcapng-file.ts";
import { tlsKeyLog } from "./pcapng-numbers.ts";
import { readCapture } from "./read-capture.ts";

/** Most characters of secrets that are brought forward; with more, each stays where it is. */
const MAX_SECRETS = 64 * 1024 * 1024;
/** Bytes looked through at a time. */
const chunkLength = 1024 * 1024;

/**
 * A capture with the secrets of a pcapng file before everything else: programs that learn secrets while they capture write them where they
 * learn them, after the hellos that they belong to. In a gzip file they stay where they are. `file`: the capture's file, opened once more;
 * this closes it.
 */
export async function* secretsFirst(capture: Capture, file: number): Capture {
  const secrets = await secretsIn(file);
  if (secrets.length > 0) yield secrets;
  for await (const items of capture) {
    yield secrets.length === 0 ? items : items.filter(({ kind }) => kind !== "secrets");
  }
}

function isPcapng(file: number): boolean {
  const magic = Buffer.alloc(4);
  return readSync(file, magic, 0, magic.length, 0) === magic.length && isPcapngMagic(magic.toString("hex"));
}

async function secretsIn(file: number): Promise<readonly CaptureSecrets[]> {
  let mayHold = false;
  try {
    mayHold = isPcapng(file) && mayHoldSecrets(file);
  } catch {
    // A disk that fails is reported where the capture is read.
  }
  if (mayHold) return readSecrets(file).catch(() => []);
  closeSync(file);
  return [];
}

async function readSecrets(file: number): Promise<readonly CaptureSecrets[]> {
  const secrets: CaptureSecrets[] = [];
  let length = 0;
  // The stream closes the file when it is read to its end, or left.
  for await (const items of readCapture(createReadStream("", { fd: file, start: 0 }))) {
    for (const item of items) {
      if (item.kind !== "secrets") continue;
      secrets.push(item);
      length += item.keyLog.length;
      if (length > MAX_SECRETS) return [];
    }
  }
  return secrets;
}

/** Whether the number of TLS secrets is anywhere in the file, in either order of bytes: that is seen much sooner than its blocks are read. */
function mayHoldSecrets(file: number): boolean {
  const little = Buffer.alloc(4);
  little.writeUInt32LE(tlsKeyLog);
  const big = Buffer.from(little).reverse();
  const chunk = Buffer.alloc(chunkLength);
  for (let at = 0; ; ) {
    const length = readSync(file, chunk, 0, chunkLength, at);
    const bytes = chunk.subarray(0, length);
    if (bytes.includes(little) || bytes.includes(big)) return true;
    if (length < chunkLength) return false;
    at += length - little.length;
  }
}
