import { createHmac } from "node:crypto";

/** Bytes that SHA-256 gives. */
const HASH_LENGTH = 32;

/**
 * HKDF with SHA-256, RFC 5869: `extract` makes an even secret out of an uneven one, `expand` makes as many keys of it as there are
 * purposes. `info` names the purpose. At most 8,160 bytes.
 */
export function hkdf(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
  return expand(extract(secret, salt), info, length);
}

/** RFC 5869, section 2.2. An empty salt counts as one of zeros; HMAC does that by itself. */
function extract(secret: Uint8Array, salt: Uint8Array): Buffer {
  return createHmac("sha256", salt).update(secret).digest();
}

/** RFC 5869, section 2.3: each block is the HMAC of the block before, the purpose and a counter. */
function expand(key: Uint8Array, info: Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let block = Buffer.alloc(0), count = 1; blocks.length * HASH_LENGTH < length; count++) {
    block = createHmac("sha256", key)
      .update(block)
      .update(info)
      .update(Buffer.from([count]))
      .digest();
    blocks.push(block);
  }
  return Buffer.concat(blocks).subarray(0, length);
}
