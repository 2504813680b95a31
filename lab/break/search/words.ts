import { createReadStream, existsSync, readFileSync } from "node:fs";
import { ownFile } from "../../../terminal/files/own-file.ts";
import { LabError } from "../../../terminal/lab-error.ts";
import { printable } from "../../../terminal/printable.ts";
import { texts } from "../texts.ts";

/** Longest list of words, in bytes. */
const MAX_LIST_BYTES = 64 * 1024 * 1024;
/** Longest word: no access key is longer. */
const MAX_WORD_BYTES = 256;

/** The lab's own list: Spanish and English words, first names, cities; the most likely first. */
export function ownWords(): readonly string[] {
  return readFileSync(ownFile("lab/break/words.txt"), "utf8").trimEnd().split("\n");
}

/**
 * The words of a file ("-": standard input), one per line, each once; without a path, the lab's own. Throws LabError.
 */
export async function readWords(path: string | undefined): Promise<readonly string[]> {
  if (path === undefined) return ownWords();
  const name = path === "-" ? texts.standardInput : printable(path);
  if (path !== "-" && !existsSync(path)) throw new LabError(texts.noList(name), texts.listHint);
  const bytes = await bytesOf(path === "-" ? process.stdin : createReadStream(path), name);
  if (bytes.includes(0)) throw new LabError(texts.notAList(name), texts.listHint);
  const lines = bytes.toString("utf8").split(/\r?\n/);
  const words = [...new Set(lines)].filter((word) => word !== "" && Buffer.byteLength(word) <= MAX_WORD_BYTES);
  if (words.length === 0) throw new LabError(texts.emptyList(name), texts.listHint);
  return words;
}

async function bytesOf(source: AsyncIterable<Buffer>, name: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source) {
    length += chunk.length;
    if (length > MAX_LIST_BYTES) throw new LabError(texts.listTooLong(name), texts.listHint);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
