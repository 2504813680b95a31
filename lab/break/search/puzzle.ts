import { createHmac, hash } from "node:crypto";
import { clockKey } from "../../../chat/layers/broken/clock-key.ts";
import { rc4 } from "../../../chat/layers/broken/rc4.ts";
import { endingsOf } from "./endings.ts";

/** A secret to find by trying: plain data, so that it can be sent to another thread. */
export type Puzzle =
  /** The word whose SHA-512 this is. */
  | ({ readonly kind: "hash"; readonly hash: string } & Candidates)
  /** The word with which RC4 opens a private key in PEM. `bytes` are the first of the ciphertext. */
  | ({ readonly kind: "rc4"; readonly bytes: Uint8Array } & Candidates)
  /** The start time, at `before` or earlier (Unix seconds), whose key opens the token. */
  | { readonly kind: "clock"; readonly token: string; readonly before: number; readonly seconds: number };

/** Every word with every ending of this many digits. */
interface Candidates {
  readonly words: readonly string[];
  readonly digits: number;
}

/** The beginning of every private key in PEM (PKCS #1): RFC 7468, and `openssl genrsa -traditional`. */
export const pemBeginning = "-----BEGIN RSA PRIVATE KEY-----\nMII";

/** Bytes of the HMAC of a Fernet token, and of half of its key. */
const [FERNET_MAC, FERNET_HALF] = [32, 16];

/** How to try a puzzle: guesses have numbers from 0, the most likely first. */
export interface Guesser {
  readonly total: number;
  readonly guess: (index: number) => string;
  readonly isRight: (index: number) => boolean;
}

export function guesserOf(puzzle: Puzzle): Guesser {
  if (puzzle.kind === "clock") {
    const { before, seconds } = puzzle;
    const isSignedBy = signatureTest(puzzle.token);
    const isRight = (index: number) => isSignedBy(clockKey(before - index));
    return { total: seconds, guess: (index) => String(before - index), isRight };
  }
  const { words } = puzzle;
  const endings = endingsOf(puzzle.digits);
  const guess = (index: number) => words[index % words.length]! + endings[Math.floor(index / words.length)]!;
  return { total: words.length * endings.length, guess, isRight: testOf(puzzle, guess) };
}

/**
 * Whether a Fernet key has signed the token: faster than opening it. The first half of the key signs, and the HMAC is
 * last.
 */
function signatureTest(token: string): (key: string) => boolean {
  const bytes = Buffer.from(token, "base64url");
  const [signed, mac] = [bytes.subarray(0, -FERNET_MAC), bytes.subarray(-FERNET_MAC)];
  return (key) => {
    const signing = Buffer.from(key, "base64url").subarray(0, FERNET_HALF);
    return createHmac("sha256", signing).update(signed).digest().equals(mac);
  };
}

function testOf(puzzle: Exclude<Puzzle, { kind: "clock" }>, guess: (index: number) => string) {
  if (puzzle.kind === "hash") return (index: number) => hash("sha512", guess(index), "hex") === puzzle.hash;
  const start = puzzle.bytes.subarray(0, pemBeginning.length);
  return (index: number) => rc4(Buffer.from(guess(index)), start).toString("latin1") === pemBeginning;
}
