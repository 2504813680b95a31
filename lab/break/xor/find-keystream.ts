import type { LanguageModel } from "./language-model.ts";

/** How many keystreams are followed at a time. */
const BEAM = 40;
/** How much worse than the best a followed keystream may be, in natural logarithms. */
const MARGIN = 40;
/** Most bytes of a line that are used: a longer one would take minutes. */
const MAX_POSITIONS = 512;
const newline = 0x0a;

interface Path {
  readonly score: number;
  readonly byte: number;
  readonly before: Path | undefined;
  /** The last bytes that each line reads so far, in latin1. */
  readonly contexts: readonly string[];
}

/** The most likely keystream, and how many guesses at its bytes were tried. */
export interface FoundKeystream {
  readonly bytes: Buffer;
  readonly guesses: number;
}

/**
 * Solves the two-time pad: finds the keystream that makes all ciphertexts read like language, byte by byte. `known`:
 * certain bytes, by position. If fewer lines reach a position, its byte is less certain.
 */
export function findKeystream(
  lines: readonly Uint8Array[],
  model: LanguageModel,
  known: ReadonlyMap<number, number> = new Map(),
): FoundKeystream {
  const length = Math.min(MAX_POSITIONS, Math.max(0, ...lines.map((line) => line.length)));
  let paths: readonly Path[] = [{ score: 0, byte: 0, before: undefined, contexts: lines.map(() => "\n") }];
  const scores = new Float64Array(256);
  let guesses = 0;
  for (let at = 0; at < length; at++) {
    const sure = known.get(at);
    const next: { score: number; byte: number; from: Path }[] = [];
    let best = Number.NEGATIVE_INFINITY;
    guesses += paths.length * scores.length;
    for (const path of paths) {
      scores.fill(path.score);
      for (const [index, line] of lines.entries()) {
        if (at < line.length) addScores(scores, model.logarithmsAfter(path.contexts[index]!), line[at]!);
      }
      for (let byte = 0; byte < 256; byte++) {
        const score = scores[byte]!;
        if (score < best - MARGIN || (sure !== undefined && sure !== byte)) continue;
        best = Math.max(best, score);
        next.push({ score, byte, from: path });
      }
    }
    next.sort((one, other) => other.score - one.score);
    paths = next.slice(0, BEAM).map(({ score, byte, from }) => {
      let total = score;
      const contexts = lines.map((line, index) => {
        const before = from.contexts[index]!;
        if (at >= line.length) return before;
        const context = before.slice(-6) + String.fromCharCode(line[at]! ^ byte);
        if (at === line.length - 1) total += model.logarithmsAfter(context)[newline]!;
        return context;
      });
      return { score: total, byte, before: from, contexts };
    });
  }
  const best = paths.reduce((one, other) => (other.score > one.score ? other : one));
  const bytes: number[] = [];
  for (let path: Path | undefined = best; path?.before !== undefined; path = path.before) bytes.push(path.byte);
  return { bytes: Buffer.from(bytes.reverse()), guesses };
}

/** Adds one line to the scores: the score of each possible byte of the keystream at a position. */
function addScores(scores: Float64Array, logarithms: Float64Array, sealed: number): void {
  for (let byte = 0; byte < 256; byte++) scores[byte]! += logarithms[byte ^ sealed]!;
}
