import { availableParallelism } from "node:os";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { ownFile } from "../../../terminal/files/own-file.ts";
import { guesserOf, type Puzzle } from "./puzzle.ts";
import type { Range, RangeDone } from "./range.ts";

/** The result of a search. `guesses` counts those up to the right one, in order. */
export interface SearchResult {
  readonly kind: "found" | "not-found" | "stopped";
  /** What was found. */
  readonly guess?: string;
  readonly guesses: number;
  readonly seconds: number;
  /** Guesses per second of all threads together. */
  readonly speed: number;
}

export interface SearchProgress {
  readonly guesses: number;
  readonly total: number;
  readonly seconds: number;
  /** The seconds that are left, at the present speed. */
  readonly left: number;
}

export interface SearchOptions {
  readonly onProgress?: (progress: SearchProgress) => void;
  readonly signal?: AbortSignal;
}

/** This many guesses are made here; for more, it pays to start a thread for each core. */
const ALONE = 150_000;
/** Guesses for a thread at a time. */
const RANGE = 100_000;
/** Guesses between two looks at the clock, with only one thread. */
const SLICE = 2_000;
const MAX_THREADS = 16;

/** Tries all guesses of a puzzle in order, until one is right or the signal says to stop. */
export async function runSearch(puzzle: Puzzle, options: SearchOptions = {}): Promise<SearchResult> {
  const { total, guess } = guesserOf(puzzle);
  const start = performance.now();
  const alone = await searchHere(puzzle, Math.min(total, ALONE), { total, start, ...options });
  const { found, tried } =
    alone.found !== undefined || total <= ALONE || options.signal?.aborted
      ? alone
      : await searchInThreads(puzzle, { total, start, ...options });
  const seconds = (performance.now() - start) / 1000;
  const speed = Math.round(tried / Math.max(seconds, 1e-3));
  if (found !== undefined) return { kind: "found", guess: guess(found), guesses: found + 1, seconds, speed };
  return { kind: tried < total ? "stopped" : "not-found", guesses: tried, seconds, speed };
}

interface Run extends SearchOptions {
  readonly total: number;
  readonly start: number;
}

interface Tried {
  readonly found: number | undefined;
  readonly tried: number;
}

async function searchHere(puzzle: Puzzle, end: number, { total, start, onProgress, signal }: Run): Promise<Tried> {
  const { isRight } = guesserOf(puzzle);
  for (let at = 0; at < end; ) {
    const sliceEnd = Math.min(end, at + SLICE);
    for (; at < sliceEnd; at++) if (isRight(at)) return { found: at, tried: at + 1 };
    const seconds = (performance.now() - start) / 1000;
    onProgress?.({ guesses: at, total, seconds, left: ((total - at) * seconds) / at });
    await nextTurn();
    if (signal?.aborted) return { found: undefined, tried: at };
  }
  return { found: undefined, tried: end };
}

/** Continues after `searchHere`: ranges in order, each to the next free thread. */
function searchInThreads(puzzle: Puzzle, { total, start, onProgress, signal }: Run): Promise<Tried> {
  const threads = Math.min(MAX_THREADS, availableParallelism());
  const workers = Array.from(
    { length: threads },
    () => new Worker(ownFile("dist/lab/break/search/search-worker.js"), { workerData: puzzle }),
  );
  const threadsStart = performance.now();
  let next = ALONE;
  let tried = ALONE;
  let found: number | undefined;
  let busy = 0;
  return new Promise<Tried>((resolve, reject) => {
    const give = (worker: Worker) => {
      // Running ranges come before the next one: their hits count first.
      if (found !== undefined || signal?.aborted || next >= total) {
        if (busy === 0) resolve({ found, tried });
        return;
      }
      busy += 1;
      const range: Range = { from: next, to: Math.min(total, next + RANGE) };
      worker.postMessage(range);
      next += RANGE;
    };
    for (const worker of workers) {
      worker.on("error", reject);
      worker.on("message", ({ hit, guesses }: RangeDone) => {
        busy -= 1;
        tried += guesses;
        if (hit !== undefined) found = Math.min(found ?? hit, hit);
        // The threads are much faster than the first part.
        const now = performance.now();
        const left = ((total - tried) * (now - threadsStart)) / (tried - ALONE) / 1000;
        onProgress?.({ guesses: tried, total, seconds: (now - start) / 1000, left });
        give(worker);
      });
      give(worker);
    }
  }).finally(() => Promise.all(workers.map((worker) => worker.terminate())));
}
