import { createCipheriv, randomBytes, randomInt } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hex } from "../../decode/reader.ts";
import { aeadKey, recordNonce } from "./aead.ts";
import { Gcm } from "./gcm.ts";

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
    // Node cannot encrypt zero bytes with CCM.
    for (const length of algorithm.endsWith("ccm") ? [1, 15, 16, 17, 300] : [0, 1, 15, 16, 17, 300]) {
      const text = randomBytes(length);
      const record = Buffer.concat([Buffer.from("before"), sealed(algorithm, key, nonce, text, tag)]);
      expect(opener.open(() => nonce, 0, false, aad, record, 6)).toEqual(text);
      for (const at of [6, record.length - 1]) {
        const changed = Buffer.from(record);
        changed[at]! ^= 1;
        expect(opener.open(() => nonce, 0, false, aad, changed, 6)).toBeUndefined();
      }
    }
    expect(opener.open(() => nonce, 0, false, aad, Buffer.alloc(tag - 1), 0)).toBeUndefined();
  });

  test.each([
    ["aes-128-gcm", 16],
    ["aes-256-gcm", 32],
  ])(
    "%s of our own opens what node:crypto sealed: random records of one direction, some of them lost or changed",
    (algorithm, keyLength) => {
      const [key, iv] = [randomBytes(keyLength), randomBytes(12)];
      const gcm = new Gcm(algorithm, key);
      let changed = 0;
      for (let sequence = 0; sequence < 3000; sequence += randomInt(10) === 0 ? 3 : 1) {
        const [nonce, text] = [recordNonce(iv, sequence), randomBytes(randomInt(randomInt(20) === 0 ? 5000 : 150))];
        const record = sealed(algorithm, key, Buffer.from(nonce), text, 16);
        const isChanged = randomInt(8) === 0;
        if (isChanged) record[randomInt(record.length)]! ^= 1 << randomInt(8);
        const nonceOf = (number: number) => recordNonce(iv, number);
        const opened = gcm.open(nonceOf, sequence, randomInt(5) > 0, aad, record, 0, 16);
        if (isChanged) changed += 1;
        expect(opened && Buffer.from(opened)).toEqual(isChanged ? undefined : text);
      }
      expect(changed).toBeGreaterThan(100);
      expect(gcm.open(() => iv, 0, false, aad, Buffer.alloc(15), 0, 16)).toBeUndefined();
    },
  );

  test("Camellia-GCM, which OpenSSL has not, opens what nettle sealed: zeros under a key and a nonce of zeros", () => {
    const sealed = Buffer.from("defe3e0b5c54c94b4f2a0f5a46f6210df672b94d192266c7c8c8dbb427cc989a", "hex");
    const key = aeadKey("camellia-128-gcm", new Uint8Array(16), 16);
    expect(hex(key.open(() => new Uint8Array(12), 0, false, new Uint8Array(0), sealed, 0)!)).toBe("00".repeat(16));
    sealed[3]! ^= 1;
    expect(key.open(() => new Uint8Array(12), 0, false, new Uint8Array(0), sealed, 0)).toBeUndefined();
  });

  test("the nonce of a record is the IV with the sequence number in its last bytes", () => {
    const iv = Buffer.from("000102030405060708090a0b", "hex");
    expect(hex(recordNonce(iv, 0))).toBe("000102030405060708090a0b");
    expect(hex(recordNonce(iv, 0x0102))).toBe("000102030405060708090b09");
    expect(hex(recordNonce(iv, 2 ** 40))).toBe("000102030405070708090a0b");
  });
});
