import type { LanguageModel } from "./language-model.ts";

/** The known bytes of a keystream, by position. */
export type KnownKeystream = ReadonlyMap<number, number>;

/** An unknown byte of a line. */
const UNKNOWN = "·";
const decoder = new TextDecoder("utf-8", { fatal: true });

/** The keystream, if this text is at this place of a ciphertext: XOR removes the text, and the keystream is left. */
export function keystreamUnder(sealed: Uint8Array, at: number, text: string): KnownKeystream {
  const bytes = Buffer.from(text).subarray(0, Math.max(0, sealed.length - at));
  return new Map([...bytes].map((byte, index) => [at + index, sealed[at + index]! ^ byte]));
}

/** Both together; if they differ, the later one counts. */
export function joined(one: KnownKeystream, other: KnownKeystream): KnownKeystream {
  return new Map([...one, ...other]);
}

/** A line as far as the keystream is known, one piece per byte: a character, nothing (the rest of one), or a dot. */
export function piecesOf(sealed: Uint8Array, known: KnownKeystream): readonly string[] {
  const bytes = [...sealed].map((byte, at) => (known.has(at) ? byte ^ known.get(at)! : undefined));
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const found = characterAt(bytes, at);
    pieces.push(found?.text ?? UNKNOWN, ...Array<string>(found === undefined ? 0 : found.length - 1).fill(""));
    at += found?.length ?? 1;
  }
  return pieces;
}

/** The whole line as text. */
export function textOf(sealed: Uint8Array, known: KnownKeystream): string {
  return piecesOf(sealed, known).join("");
}

/** The UTF-8 character that begins here, if all its bytes are known and it is printable. */
function characterAt(bytes: readonly (number | undefined)[], at: number) {
  const first = bytes[at];
  if (first === undefined) return undefined;
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const own = bytes.slice(at, at + length);
  if (own.length < length || own.includes(undefined)) return undefined;
  try {
    const text = decoder.decode(Uint8Array.from(own as number[]));
    return /^[\p{Script=Latin}\p{N}\p{P}\p{S} ]+$/u.test(text) ? { text, length } : undefined;
  } catch {
    return undefined;
  }
}

/** A place for a crib: the other lines read best with it. */
export interface Placement {
  readonly line: number;
  readonly at: number;
  /** The mean of the logarithms of the other lines' bytes: nearer to 0 is more like language. */
  readonly score: number;
}

/** Every place for a crib in one of these lines, the most likely first. */
export function placements(
  lines: readonly Uint8Array[],
  crib: string,
  model: LanguageModel,
  inLines: readonly number[] = lines.map((_, line) => line),
): readonly Placement[] {
  const length = Buffer.byteLength(crib);
  const found = inLines.flatMap((line) =>
    Array.from({ length: Math.max(0, lines[line]!.length - length + 1) }, (_, at) => ({
      line,
      at,
      score: scoreOf(lines, line, keystreamUnder(lines[line]!, at, crib), model),
    })),
  );
  return found.sort((one, other) => other.score - one.score);
}

function scoreOf(lines: readonly Uint8Array[], own: number, known: KnownKeystream, model: LanguageModel): number {
  let [total, count] = [0, 0];
  for (const [index, line] of lines.entries()) {
    if (index === own) continue;
    let before = known.has(0) ? "\n" : "";
    for (const [at, key] of known) {
      if (at >= line.length) break;
      const byte = line[at]! ^ key;
      total += model.logarithmsAfter(before)[byte]!;
      count += 1;
      before += String.fromCharCode(byte);
    }
  }
  return count === 0 ? Number.NEGATIVE_INFINITY : total / count;
}
