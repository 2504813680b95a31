import { parentPort, workerData } from "node:worker_threads";
import { endingsOf } from "./endings.ts";
import { guesserOf, type Puzzle } from "./puzzle.ts";
import type { Range, RangeDone } from "./range.ts";
import { canFindSha512, sha512Finder } from "./sha512-finder.ts";

// A thread of a search: it gets ranges of guesses, and answers each with the first right guess.
const find = finderOf(workerData as Puzzle);
parentPort?.on("message", (range: Range) => {
  const hit = find(range);
  const done: RangeDone = { hit, guesses: (hit === undefined ? range.to : hit + 1) - range.from };
  parentPort?.postMessage(done);
});

function finderOf(puzzle: Puzzle): (range: Range) => number | undefined {
  const { isRight } = guesserOf(puzzle);
  if (puzzle.kind === "hash" && canFindSha512()) {
    const candidates = { words: puzzle.words, endings: endingsOf(puzzle.digits), isRight };
    return sha512Finder(Buffer.from(puzzle.hash, "hex"), candidates);
  }
  return ({ from, to }) => {
    for (let at = from; at < to; at++) if (isRight(at)) return at;
    return undefined;
  };
}
