import { existsSync } from "node:fs";
import { clockKey } from "../../chat/layers/broken/clock-key.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { openWithAccessKey, openWithSessionKey } from "./attacks/open-messages.ts";
import { clockPuzzle, hashPuzzle, rc4Puzzle } from "./attacks/puzzles.ts";
import { byHand } from "./by-hand.ts";
import type { LayersCapture } from "./capture/layers-capture.ts";
import { readLayers } from "./capture/read-layers.ts";
import { NotInCapture } from "./capture/what-is-needed.ts";
import { printByHand, printConversation, printFound, printSearch, say } from "./print.ts";
import type { Puzzle } from "./search/puzzle.ts";
import { runSearch, type SearchResult } from "./search/run-search.ts";
import { SearchBar } from "./search/search-bar.ts";
import { readWords } from "./search/words.ts";
import { texts } from "./texts.ts";

/** Which words are tried. */
export interface WordOptions {
  readonly words?: string;
  readonly digits: number;
}

/**
 * `lab break hash`: the access key from its hash, in a capture or as hexadecimal digits. Resolves with whether it was
 * found.
 */
export async function breakHash(target: string, options: WordOptions): Promise<boolean> {
  const isHash = /^[0-9a-fA-F]{128}$/.test(target.trim());
  if (!isHash && target !== "-" && !existsSync(target)) {
    throw new LabError(texts.notAHash(printable(target.slice(0, 60))), texts.notAHashHint, 2);
  }
  const words = await wordsFor(target, options);
  const capture = isHash ? undefined : await readLayers(target);
  const puzzle =
    capture === undefined
      ? { kind: "hash" as const, hash: target.trim().toLowerCase(), ...words }
      : hashPuzzle(capture, words);
  const result = await searchOnTerminal(puzzle);
  if (!printSearch(result, texts.moreWords)) return false;
  const key = result.guess!;
  printFound(texts.accessKey(key));
  say(texts.passTheHash);
  if (capture !== undefined) printOpened(target, capture, key);
  const hashFile = capture === undefined ? [byHand.hashFileOf(puzzle.hash)] : [byHand.lines(target), byHand.hashFile];
  printByHand(texts.byHand, [byHand.folder, ...hashFile, ...byHand.hash(key, options.digits)]);
  printByHand(texts.byHandHashcat, byHand.hashcat(options.digits));
  printByHand(texts.byHandJohn, byHand.john(target, options.digits));
  if (capture !== undefined) printSteps(capture, byHand.openChain(key));
  return true;
}

/** `lab break rc4`: the access key without any hash. */
export async function breakRc4(file: string, options: WordOptions): Promise<boolean> {
  const words = await wordsFor(file, options);
  const capture = await readLayers(file);
  const result = await searchOnTerminal(rc4Puzzle(capture, words));
  if (!printSearch(result, texts.moreWords)) return false;
  const key = result.guess!;
  printFound(texts.accessKey(key));
  say(texts.rc4Found);
  printOpened(file, capture, key);
  printByHand(texts.byHand, [byHand.folder, byHand.lines(file), ...byHand.rc4(key)]);
  printSteps(capture, byHand.openChain(key).slice(2));
  return true;
}

/** `lab break clock`: the session key from the time of the server's start. */
export async function breakClock(file: string): Promise<boolean> {
  const capture = await readLayers(file);
  const result = await searchOnTerminal(clockPuzzle(capture));
  if (!printSearch(result, texts.noStart)) return false;
  const seconds = result.guess!;
  printFound(texts.startTime(seconds, new Date(Number(seconds) * 1000).toISOString().replace(".000", "")));
  printConversation(openWithSessionKey(capture, clockKey(Number(seconds))));
  printByHand(texts.byHand, [...[byHand.folder, ...byHand.clock(seconds), byHand.lines(file), ...byHand.openFernet()]]);
  return true;
}

async function wordsFor(target: string, { words, digits }: WordOptions) {
  if (target === "-" && words === "-") throw new LabError(texts.oneInput, texts.listHint, 2);
  return { words: await readWords(words), digits };
}

/** Searches with a bar once it takes long; Ctrl-C stops it, and what was tried is reported. */
async function searchOnTerminal(puzzle: Puzzle): Promise<SearchResult> {
  const bar = new SearchBar();
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    return await runSearch(puzzle, { onProgress: (progress) => bar.show(progress), signal: stopping.signal });
  } finally {
    bar.clear();
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}

function printOpened(file: string, capture: LayersCapture, key: string): void {
  try {
    const opened = openWithAccessKey(capture, key);
    if (opened === undefined) say(texts.rightKeyNotHere);
    else {
      printConversation(opened);
      printByHand(texts.openAll, byHand.openAll(file, key));
    }
  } catch (error) {
    if (!(error instanceof NotInCapture)) throw error;
    say(texts.noKeysInCapture);
  }
}

/** By hand from the keys to the first message, where the recipe wraps them so. */
function printSteps({ recipe }: LayersCapture, keySteps: readonly string[]): void {
  const last = recipe === "stream" ? byHand.openStream() : byHand.openFernet();
  if (recipe !== "reversed") printByHand(texts.byHandOpen, [...keySteps, ...last]);
}
