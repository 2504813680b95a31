import { existsSync } from "node:fs";
import { clockKey } from "../../chat/layers/broken/clock-key.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { ProgressLine, progressBar } from "../../terminal/progress-line.ts";
import { openWithAccessKey, openWithSessionKey } from "./attacks/open-messages.ts";
import { clockPuzzle, hashPuzzle, rc4Puzzle } from "./attacks/puzzles.ts";
import { byHand } from "./by-hand.ts";
import type { LayersCapture } from "./capture/layers-capture.ts";
import { readLayers } from "./capture/read-layers.ts";
import { NotInCapture } from "./capture/what-is-needed.ts";
import { byHandReport, conversationReport, found, type Report, said, searchReport, show } from "./report.ts";
import type { Puzzle } from "./search/puzzle.ts";
import { runSearch, type SearchProgress, type SearchResult } from "./search/run-search.ts";
import { texts as searchTexts } from "./search/texts.ts";
import { readWords } from "./search/words.ts";
import { texts } from "./texts.ts";

/** How long a search may take before it shows a bar, in milliseconds. */
const QUIET = 1000;
const BAR = 16;

/** The words to try. */
export interface WordOptions {
  readonly words?: string;
  readonly digits: number;
}

/**
 * `lab break hash`: the access key from its hash, in a capture or as hexadecimal digits. Resolves to whether it was
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
  const cost = searchReport(result, texts.moreWords);
  if (result.guess === undefined) return showNotFound(cost);
  const key = result.guess;
  const hashFile = capture === undefined ? [byHand.hashFileOf(puzzle.hash)] : [byHand.lines(target), byHand.hashFile];
  await show([
    ...[...cost, ...found(texts.accessKey(key)), ...said(texts.passTheHash)],
    ...(capture === undefined ? [] : openedReport(target, capture, key)),
    ...byHandReport(texts.byHand, [byHand.folder, ...hashFile, ...byHand.hash(key, options.digits)]),
    ...(capture === undefined ? [] : stepsReport(capture, byHand.openChain(key))),
    ...byHandReport(texts.byHandHashcat, byHand.hashcat(options.digits)),
    ...byHandReport(texts.byHandJohn, byHand.john(target, options.digits)),
  ]);
  return true;
}

/** `lab break rc4`: the access key without any hash. */
export async function breakRc4(file: string, options: WordOptions): Promise<boolean> {
  const words = await wordsFor(file, options);
  const capture = await readLayers(file);
  const result = await searchOnTerminal(rc4Puzzle(capture, words));
  const cost = searchReport(result, texts.moreWords);
  if (result.guess === undefined) return showNotFound(cost);
  const key = result.guess;
  await show([
    ...[...cost, ...found(texts.accessKey(key)), ...said(texts.rc4Found), ...openedReport(file, capture, key)],
    ...byHandReport(texts.byHand, [byHand.folder, byHand.lines(file), ...byHand.rc4(key)]),
    ...stepsReport(capture, byHand.openChain(key).slice(2)),
  ]);
  return true;
}

/** `lab break clock`: the session key from the time of the server's start. */
export async function breakClock(file: string): Promise<boolean> {
  const capture = await readLayers(file);
  const result = await searchOnTerminal(clockPuzzle(capture));
  const cost = searchReport(result, texts.noStart);
  if (result.guess === undefined) return showNotFound(cost);
  const seconds = result.guess;
  const start = new Date(Number(seconds) * 1000).toISOString().replace(".000", "");
  await show([
    ...[...cost, ...found(texts.startTime(seconds, start))],
    ...conversationReport(openWithSessionKey(capture, clockKey(Number(seconds)))),
    ...byHandReport(texts.byHand, [
      ...[byHand.folder, ...byHand.clock(seconds), byHand.lines(file), ...byHand.openFernet()],
    ]),
  ]);
  return true;
}

async function showNotFound(cost: Report): Promise<false> {
  await show(cost);
  return false;
}

async function wordsFor(target: string, { words, digits }: WordOptions) {
  if (target === "-" && words === "-") throw new LabError(texts.oneInput, texts.listHint, 2);
  return { words: await readWords(words), digits };
}

/** Searches, with a bar if it takes long. Ctrl-C stops it, and the tries so far are reported. */
async function searchOnTerminal(puzzle: Puzzle): Promise<SearchResult> {
  const line = new ProgressLine(QUIET);
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    return await runSearch(puzzle, {
      onProgress: (progress) => line.show(() => barLine(progress)),
      signal: stopping.signal,
    });
  } finally {
    line.clear();
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}

function barLine({ guesses, total, left }: SearchProgress): string {
  return `[${progressBar(guesses / total, BAR)}] ${searchTexts.bar(guesses, total, left)}`;
}

function openedReport(file: string, capture: LayersCapture, key: string): Report {
  try {
    const opened = openWithAccessKey(capture, key);
    if (opened === undefined) return said(texts.rightKeyNotHere);
    return [...conversationReport(opened), ...byHandReport(texts.openAll, byHand.openAll(file, key))];
  } catch (error) {
    if (!(error instanceof NotInCapture)) throw error;
    return said(texts.noKeysInCapture);
  }
}

/** The steps by hand from the keys to the first message, if the recipe wraps them in this way. */
function stepsReport({ recipe }: LayersCapture, keySteps: readonly string[]): Report {
  const last = recipe === "stream" ? byHand.openStream() : byHand.openFernet();
  return recipe === "reversed" ? [] : byHandReport(texts.byHandOpen, [...keySteps, ...last]);
}
