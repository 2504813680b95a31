import { parentPort, workerData } from "node:worker_threads";
import { guesserOf, type Puzzle } from "./puzzle.ts";
import type { Range, RangeDone } from "./range.ts";

// A thread of a search: it gets ranges of guesses, and answers each with the first that is right.
const { isRight } = guesserOf(workerData as Puzzle);
parentPort?.on("message", ({ from, to }: Range) => {
  let at = from;
  while (at < to && !isRight(at)) at += 1;
  const done: RangeDone = at < to ? { hit: at, guesses: at - from + 1 } : { hit: undefined, guesses: to - from };
  parentPort?.postMessage(done);
});
