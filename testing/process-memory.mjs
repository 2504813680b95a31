// node process-memory.mjs ID FILE: writes the memory of the process ID to FILE, page after page, without pages that
// were never written. A snapshot of V8's heap lacks the contents of Buffers, the stack, and freed memory; all of these
// are here.
import { closeSync, openSync, readFileSync, readSync, writeSync } from "node:fs";

const [, , id, file] = process.argv;
const pageBytes = 4096;
const zeros = Buffer.alloc(pageBytes);
const memory = openSync(`/proc/${id}/mem`, "r");
const copy = openSync(file, "wx", 0o600);
for (const line of readFileSync(`/proc/${id}/maps`, "utf8").split("\n")) {
  const [, first, last] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
  if (last === undefined) continue;
  for (const chunk of chunks(Number.parseInt(first, 16), Number.parseInt(last, 16))) {
    for (let at = 0; at < chunk.length; at += pageBytes) {
      const page = chunk.subarray(at, at + pageBytes);
      if (!page.equals(zeros)) writeSync(copy, page);
    }
  }
}
closeSync(copy);
closeSync(memory);

/** The bytes from one address to another; empty for a region that was freed meanwhile. */
function* chunks(first, last) {
  const chunk = Buffer.alloc(1024 * 1024);
  for (let at = first; at < last; ) {
    let length = 0;
    try {
      length = readSync(memory, chunk, 0, Math.min(chunk.length, last - at), at);
    } catch (error) {
      if (error.code !== "EIO") throw error;
    }
    if (length === 0) return;
    yield chunk.subarray(0, length);
    at += length;
  }
}
