import { createHash } from "node:crypto";
import type { PublicKeys } from "./key-pair.ts";

/** How many bytes of the hash people compare by voice: 128 bits, so that nobody finds another pair of keys for it. */
const length = 16;

/** The fingerprint of a user's public keys, for comparison by voice: eight groups of four hexadecimal digits. */
export function keyFingerprint({ recipient, verifying }: PublicKeys): string {
  const hash = createHash("sha256").update(`${recipient} ${verifying}`).digest("hex");
  return hash
    .slice(0, length * 2)
    .match(/.{4}/g)!
    .join(" ");
}
