import { closeSync, createReadStream, readSync } from "node:fs";
import type { Capture, CaptureSecrets } from "./frame.ts";
import { isPcapngMagic } from "./pcapng-file.ts";
import { tlsKeyLog } from "./pcapng-numbers.ts";
import { readCapture } from "./read-capture.ts";

/** Most characters of secrets that are moved to the front; with more, all stay in place. */
const MAX_SECRETS = 64 * 1024 * 1024;
/** Bytes searched at a time. */
const chunkLength = 1024 * 1024;

/**
 * A capture with the secrets of a pcapng file before everything else. Programs that learn secrets while they capture
 * write them after the hellos to which they belong. In a gzip file they stay in place. `file`: the capture's file,
 * opened again; this function closes it.
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
    // A failing disk is reported by the code that reads the capture.
  }
  if (mayHold) return readSecrets(file).catch(() => []);
  closeSync(file);
  return [];
}

async function readSecrets(file: number): Promise<readonly CaptureSecrets[]> {
  const secrets: CaptureSecrets[] = [];
  let length = 0;
  // The stream closes the file at its end, or when the loop is left.
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

/**
 * Whether the file contains the number of TLS secrets anywhere, in either byte order: this search is much faster than
 * reading its blocks.
 */
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
