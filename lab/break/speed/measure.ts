import {
  constants,
  createCipheriv,
  generateKeyPairSync,
  hash,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  scryptSync,
} from "node:crypto";
import { rc4 } from "../../../chat/layers/broken/rc4.ts";

/** The time for each measurement, in milliseconds. */
const USUAL_TIME = 250;
/** Bytes that a cipher encrypts at a time. */
const PIECE = 64 * 1024;
/** Most bytes for RSA-2048 with OAEP and SHA-256 at a time (RFC 8017, section 7.1.1). */
const RSA_PIECE = 256 - 2 * 32 - 2;
/** The cost of an access key in `fixed` (RFC 7914). */
const SCRYPT = { N: 2 ** 15, r: 8, maxmem: 64 * 1024 * 1024 };

/** One measurement, and how often per second it is possible on one core. */
export interface Speed {
  readonly name: SpeedName;
  /** What is counted: bytes encrypted or hashed, or passwords tried. */
  readonly unit: "bytes" | "guesses";
  readonly perSecond: number;
}

export type SpeedName =
  | "aes-256-gcm"
  | "chacha20-poly1305"
  | "rc4"
  | "sha-256"
  | "rsa-2048-encrypt"
  | "rsa-2048-decrypt"
  | "guess-sha-256"
  | "guess-scrypt";

/**
 * Measures one after the other; a generator, so that each result can be shown at once. `time`: milliseconds for each.
 */
export function* measureSpeeds(time = USUAL_TIME): Generator<Speed> {
  const piece = randomBytes(PIECE);
  const [key, iv] = [randomBytes(32), randomBytes(12)];
  const bytes = (name: SpeedName, size: number, once: () => unknown): Speed => ({
    name,
    unit: "bytes",
    perSecond: size * timesPerSecond(once, time),
  });
  const guesses = (name: SpeedName, once: (number: number) => unknown): Speed => ({
    name,
    unit: "guesses",
    perSecond: timesPerSecond(once, time),
  });
  yield bytes("aes-256-gcm", PIECE, () => createCipheriv("aes-256-gcm", key, iv).update(piece));
  yield bytes("chacha20-poly1305", PIECE, () =>
    createCipheriv("chacha20-poly1305", key, iv, { authTagLength: 16 }).update(piece),
  );
  yield bytes("rc4", PIECE, () => rc4(key, piece));
  yield bytes("sha-256", PIECE, () => hash("sha256", piece));
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };
  const block = randomBytes(RSA_PIECE);
  const sealed = publicEncrypt({ key: publicKey, ...oaep }, block);
  yield bytes("rsa-2048-encrypt", RSA_PIECE, () => publicEncrypt({ key: publicKey, ...oaep }, block));
  yield bytes("rsa-2048-decrypt", RSA_PIECE, () => privateDecrypt({ key: privateKey, ...oaep }, sealed));
  yield guesses("guess-sha-256", (number) => hash("sha256", `word${number}`));
  yield guesses("guess-scrypt", (number) => scryptSync(`word${number}`, iv, 32, SCRYPT));
}

function timesPerSecond(once: (number: number) => unknown, time: number): number {
  const start = performance.now();
  let [count, passed] = [0, 0];
  // Looks at the clock rarely if one run is short.
  for (let step = 1; passed < time; step = passed < time / 20 ? step * 2 : step) {
    for (let at = 0; at < step; at++) once(count + at);
    count += step;
    passed = performance.now() - start;
  }
  return (count / passed) * 1000;
}
