import { randomInt } from "node:crypto";

/** How to replace a lost password: with a strong code, or with one that can be guessed, for the lesson. */
export type Recovery = "strong" | "weak";

/** How long a code is valid, in milliseconds. */
export const codeLifetime = 10 * 60_000;
export const MAX_CODE_TRIES = 5;

/** 32 letters and digits without I, O, 0 and 1, which look alike. */
const alphabet = Buffer.from("ABCDEFGHJKLMNPQRSTUVWXYZ23456789");
const codeLength = 8;
const [dash, space] = [0x2d, 0x20];

/** A new code as bytes, so that it can be wiped: 40 random bits as 8 letters and digits. A weak one has 4 digits. */
export function makeCode(recovery: Recovery): Buffer {
  if (recovery === "weak") return Buffer.from(String(randomInt(10_000)).padStart(4, "0"));
  return Buffer.from(Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]!));
}

/** The typed code in the form for comparison: without spaces and dashes, in capitals. */
export function typedCode(typed: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(typed.length); // Outside V8's heap, where copies would stay.
  let length = 0;
  for (const byte of typed) {
    if (byte === dash || byte === space) continue;
    bytes[length] = byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte;
    length += 1;
  }
  return bytes.subarray(0, length);
}

/** The form for an e-mail: a code of eight characters gets a dash in the middle. */
export function shownCode(code: Buffer): Buffer {
  if (code.length !== codeLength) return Buffer.from(code);
  return Buffer.concat([code.subarray(0, 4), Buffer.from([dash]), code.subarray(4)]);
}
