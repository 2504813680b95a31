/** One or more WebAssembly instructions as bytes. */
type Code = readonly number[];

/** Bytes of one block of SHA-512. */
export const BLOCK_LENGTH = 128;

/**
 * The last three rounds only move `e` to `f`, `g` and `h`. So after round 77 `e` already decides the last word of the
 * hash, and three rounds per guess are saved.
 */
const ROUNDS = 77;

/**
 * A WebAssembly module that tries SHA-512 (FIPS 180-4, section 6.4) on messages of one block. It hashes two at a time:
 * each instruction works on two words of 64 bits. It asks for `search.memory` and has one function:
 *
 *     find(start: i32, end: i32, wanted: i64) → i32
 *
 * It searches pairs of blocks and returns the place of the first one with the wanted `e`, or -1. In a pair, words of 64
 * bits alternate: the first of one block, the first of the other, the second of one block, and so on.
 */
export function sha512Module(): Uint8Array<ArrayBuffer> {
  const functionBody = [...vector([[WORKING_LOCALS, V128]]), ...findFunction(), END].flat();
  return Uint8Array.from([
    ...[0x00, ...Buffer.from("asm"), 1, 0, 0, 0],
    ...section(1, [0x60, ...vector([[I32], [I32], [I64]]), ...vector([[I32]])]),
    ...section(2, [...text("search"), ...text("memory"), 0x02, 0x00, 1]),
    ...section(3, [0]),
    ...section(7, [...text("find"), 0x00, 0]),
    ...section(10, [...unsigned(functionBody.length), ...functionBody]),
  ]);
}

/** The word of a hash that `find` compares. */
export function wantedWord(hash: Uint8Array): bigint {
  const last = Buffer.from(hash).readBigUInt64BE(56);
  return BigInt.asIntN(64, last - initialHash[7]!);
}

const [pointer, end, wanted] = [0, 1, 2];
/** The locals, for two blocks: the last 16 words of the schedule, `a` to `h`, one for T1, and the wanted word. */
const [schedule, working, t1, target] = [3, 19, 27, 28];
const WORKING_LOCALS = target - schedule + 1;

function findFunction(): Code {
  const isFound = [...get(nameOf("e", ROUNDS)), ...get(target), ...EQUAL, ...ANY_TRUE];
  return [
    ...[...get(wanted), ...SPLAT, ...set(target)],
    ...[LOOP, EMPTY, ...hashOfTwo(), ...isFound],
    ...[IF, EMPTY, ...get(pointer), RETURN, END],
    ...[...get(pointer), ...i32(2 * BLOCK_LENGTH), I32_ADD, ...tee(pointer)],
    ...[...get(end), I32_LESS, BRANCH_IF, 0, END],
    ...i32(-1),
  ];
}

/** Section 6.4.2, steps 1 to 3, without a loop: the compiler sees all of it at once. */
function hashOfTwo(): Code {
  const start = initialHash.slice(0, 8).flatMap((word, at) => [...both(word), ...set(working + at)]);
  const rounds = Array.from({ length: ROUNDS }, (_, round) => [...scheduled(round), ...oneRound(round)]);
  return [...start, ...rounds.flat()];
}

/** W of this round: from the block, or made from earlier ones. */
function scheduled(round: number): Code {
  const w = (before: number) => get(schedule + ((round - before) & 15));
  if (round < 16) return [...get(pointer), ...load(16 * round), ...set(schedule + round)];
  const s0 = xor(rotated(w(15), 1), rotated(w(15), 8), shifted(w(15), 7));
  const s1 = xor(rotated(w(2), 19), rotated(w(2), 61), shifted(w(2), 6));
  return [...add(s1, w(7), s0, w(16)), ...set(schedule + (round & 15))];
}

/** The new `e` replaces `d`, and the new `a` replaces `h`: in the next round each local has another name. */
function oneRound(round: number): Code {
  const [a, b, c, d, e, f, g, h] = [..."abcdefgh"].map((name) => get(nameOf(name, round))) as unknown as Eight;
  const sum1 = xor(rotated(e, 14), rotated(e, 18), rotated(e, 41));
  const choice = [...f, ...g, ...e, ...SELECT_BITS];
  const sum0 = xor(rotated(a, 28), rotated(a, 34), rotated(a, 39));
  const majority = [...c, ...b, ...xor(a, b), ...SELECT_BITS]; // Where a and b differ, c decides.
  return [
    ...[...add(h, sum1, choice, both(roundConstants[round]!), get(schedule + (round & 15))), ...set(t1)],
    ...[...add(d, get(t1)), ...set(nameOf("d", round))],
    ...[...add(get(t1), sum0, majority), ...set(nameOf("h", round))],
  ];
}

type Eight = readonly [Code, Code, Code, Code, Code, Code, Code, Code];

/** The local with this name in this round. */
function nameOf(name: string, round: number): number {
  return working + (("abcdefgh".indexOf(name) - round) & 7);
}

// The constants of SHA-512 hide nothing: they are fractions of roots of the first primes (sections 4.2.3 and 5.3.5).
const primes = Array.from({ length: 410 }, (_, at) => at).filter(isPrime);
const roundConstants = primes.map((prime) => fractionOfRoot(3n, BigInt(prime)));
const initialHash = primes.map((prime) => fractionOfRoot(2n, BigInt(prime)));

function isPrime(number: number): boolean {
  return number > 1 && Array.from({ length: number - 2 }, (_, at) => at + 2).every((smaller) => number % smaller !== 0);
}

/** The first 64 bits after the point, by halving. */
function fractionOfRoot(degree: bigint, prime: bigint): bigint {
  let [low, high] = [0n, prime << 64n];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** degree <= prime << (64n * degree)) low = middle;
    else high = middle;
  }
  return BigInt.asUintN(64, low);
}

// The binary format: https://www.w3.org/TR/wasm-core-2/#binary-format
const [I32, I64, V128, EMPTY] = [0x7f, 0x7e, 0x7b, 0x40];
const [LOOP, IF, END, BRANCH_IF, RETURN, I32_LESS, I32_ADD] = [0x03, 0x04, 0x0b, 0x0d, 0x0f, 0x49, 0x6a];
const [SPLAT, SELECT_BITS, ANY_TRUE, OR, XOR] = [simd(0x12), simd(0x52), simd(0x53), simd(0x50), simd(0x51)];
const [EQUAL, ADD, SHIFT_LEFT, SHIFT_RIGHT] = [simd(0xd6), simd(0xce), simd(0xcb), simd(0xcd)];

function simd(number: number): Code {
  return [0xfd, ...unsigned(number)];
}

function get(local: number): Code {
  return [0x20, local];
}

function set(local: number): Code {
  return [0x21, local];
}

function tee(local: number): Code {
  return [0x22, local];
}

/** Two words from memory, at `offset` after the pointer. */
function load(offset: number): Code {
  return [...simd(0x00), 4, ...unsigned(offset)];
}

function i32(number: number): Code {
  const low = (number & 0x7f) | 0x80;
  return [0x41, low, ((number >> 7) & 0x7f) | 0x80, (number >> 14) & 0x7f];
}

/** The same word for both blocks. */
function both(word: bigint): Code {
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64LE(word, 0);
  bytes.writeBigUInt64LE(word, 8);
  return [...simd(0x0c), ...bytes];
}

function add(first: Code, ...others: readonly Code[]): Code {
  return [...first, ...others.flatMap((other) => [...other, ...ADD])];
}

function xor(first: Code, ...others: readonly Code[]): Code {
  return [...first, ...others.flatMap((other) => [...other, ...XOR])];
}

function shifted(word: Code, bits: number): Code {
  return [...word, ...i32(bits), ...SHIFT_RIGHT];
}

function rotated(word: Code, bits: number): Code {
  return [...shifted(word, bits), ...word, ...i32(64 - bits), ...SHIFT_LEFT, ...OR];
}

function section(id: number, item: Code): Code {
  return [id, ...unsigned(item.length + 1), 1, ...item];
}

function vector(items: readonly Code[]): Code {
  return [items.length, ...items.flat()];
}

function text(word: string): Code {
  return [word.length, ...Buffer.from(word)];
}

/** LEB128. */
function unsigned(number: number): Code {
  return number < 0x80 ? [number] : [(number & 0x7f) | 0x80, ...unsigned(number >>> 7)];
}
