/** Random numbers from 0 up to `below`, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Numbers that readers often get wrong. */
const awkward = [0, 1, 2, 3, 4, 7, 12, 0x7f, 0x80, 0xff, 0xffff, 0x10000, 0x40000, 0x7fffffff, 0x80000000, 0xffffffff];

/**
 * A copy damaged in one to four places: bits flipped, lengths replaced, pieces removed, doubled or filled with one
 * byte.
 */
export function mutate(bytes: Uint8Array, random: (below: number) => number): Buffer {
  let mutant: Buffer = Buffer.from(bytes);
  for (let round = random(4); round >= 0 && mutant.length > 0; round -= 1) {
    const at = random(mutant.length);
    const length = 1 + random(Math.min(64, mutant.length - at));
    const change = random(6);
    if (change === 0) mutant[at] = mutant[at]! ^ (1 << random(8));
    else if (change === 1) mutant[at] = random(256);
    else if (change === 2 && at + 4 <= mutant.length) mutant.writeUInt32LE(awkward[random(awkward.length)]!, at);
    else if (change === 3 && at + 4 <= mutant.length) mutant.writeUInt32BE(awkward[random(awkward.length)]!, at);
    else if (change === 4) mutant = Buffer.concat([mutant.subarray(0, at), mutant.subarray(at + length)]);
    else mutant = Buffer.concat([mutant.subarray(0, at + length), mutant.subarray(at)]);
  }
  return mutant;
}
