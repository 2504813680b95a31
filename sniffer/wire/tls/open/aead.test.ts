import { createCipheriv, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hex } from "../../decode/reader.ts";
import { aeadKey, recordNonce } from "./aead.ts";
import { Ghash } from "./ghash.ts";

const aad = Buffer.from("1703030040", "hex");

function sealed(algorithm: string, key: Buffer, nonce: Buffer, text: Buffer, tag: number): Buffer {
  const cipher = createCipheriv(algorithm as "aes-128-gcm", key, nonce, { authTagLength: tag });
  cipher.setAAD(aad, { plaintextLength: text.length });
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

describe("a cipher that authenticates", () => {
  test.each([
    ["aes-128-gcm", 16, 16],
    ["aes-256-gcm", 32, 16],
    ["aes-128-ccm", 16, 16],
    ["aes-256-ccm", 32, 8],
    ["aria-256-gcm", 32, 16],
    ["chacha20-poly1305", 32, 16],
  ])("%s opens what was sealed, of every length, and nothing that was changed", (algorithm, keyLength, tag) => {
    const [key, nonce] = [randomBytes(keyLength), randomBytes(12)];
    const opener = aeadKey(algorithm, key, tag);
    // Node cannot seal nothing with CCM.
    for (const length of algorithm.endsWith("ccm") ? [1, 15, 16, 17, 300] : [0, 1, 15, 16, 17, 300]) {
      const text = randomBytes(length);
      const record = Buffer.concat([Buffer.from("before"), sealed(algorithm, key, nonce, text, tag)]);
      expect(opener.open(nonce, aad, record, 6)).toEqual(text);
      for (const at of [6, record.length - 1]) {
        const changed = Buffer.from(record);
        changed[at]! ^= 1;
        expect(opener.open(nonce, aad, changed, 6)).toBeUndefined();
      }
    }
    expect(opener.open(nonce, aad, Buffer.alloc(tag - 1), 0)).toBeUndefined();
  });

  test("GHASH of our own gives the tags of AES-GCM", () => {
    for (const length of [0, 1, 16, 31, 500]) {
      const [key, nonce, text] = [randomBytes(16), randomBytes(12), randomBytes(length)];
      const record = sealed("aes-128-gcm", key, nonce, text, 16);
      const block = (bytes: Buffer) => createCipheriv("aes-128-ecb", key, null).setAutoPadding(false).update(bytes);
      const mask = block(Buffer.concat([nonce, Buffer.from([0, 0, 0, 1])]));
      const sum = new Ghash(block(Buffer.alloc(16))).of(aad, record.subarray(0, -16));
      expect(hex(sum.map((byte, index) => byte ^ mask[index]!))).toBe(hex(record.subarray(-16)));
    }
  });

  test("Camellia-GCM, which OpenSSL has not, opens what nettle sealed: zeros under a key and a nonce of zeros", () => {
    const sealed = Buffer.from("defe3e0b5c54c94b4f2a0f5a46f6210df672b94d192266c7c8c8dbb427cc989a", "hex");
    const key = aeadKey("camellia-128-gcm", new Uint8Array(16), 16);
    expect(hex(key.open(new Uint8Array(12), new Uint8Array(0), sealed, 0)!)).toBe("00".repeat(16));
    sealed[3]! ^= 1;
    expect(key.open(new Uint8Array(12), new Uint8Array(0), sealed, 0)).toBeUndefined();
  });

  test("the nonce of a record is the IV with the sequence number in its last bytes", () => {
    const iv = Buffer.from("000102030405060708090a0b", "hex");
    expect(hex(recordNonce(iv, 0))).toBe("000102030405060708090a0b");
    expect(hex(recordNonce(iv, 0x0102))).toBe("000102030405060708090b09");
    expect(hex(recordNonce(iv, 2 ** 40))).toBe("000102030405070708090a0b");
  });
});
