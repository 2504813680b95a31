import { expect, it } from "vitest";
import { suiteNumber, versionNumber } from "./names.ts";
import { plaintextLength } from "./plaintext-length.ts";

const lengths = (length: number, version: string | undefined, suite: string | undefined) => {
  const { least, usualLeast, most } = plaintextLength(length, versionNumber(version), suiteNumber(suite));
  return [least, usualLeast, most];
};

it("is an upper limit in TLS 1.3, where any padding may be added", () => {
  expect(lengths(41, "TLS 1.3", "TLS_AES_256_GCM_SHA384")).toEqual([0, 24, 24]);
  expect(lengths(41, "TLS 1.3", "TLS_AES_128_CCM_8_SHA256")).toEqual([0, 32, 32]);
  expect(lengths(3, "TLS 1.3", "TLS_AES_128_GCM_SHA256")).toEqual([0, 0, 0]);
});

it("is exact with an AEAD of TLS 1.2", () => {
  expect(lengths(48, "TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")).toEqual([24, 24, 24]);
  expect(lengths(40, "TLS 1.2", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256")).toEqual([24, 24, 24]);
  expect(lengths(40, "TLS 1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8")).toEqual([24, 24, 24]);
});

it("is known up to a block with CBC, and up to 256 bytes if the sender pads more than it must", () => {
  // 24 bytes of text, a MAC of 20 and 4 bytes of padding make three blocks; TLS 1.1 and 1.2 put an IV before them.
  expect(lengths(48, "TLS 1.0", "TLS_RSA_WITH_AES_128_CBC_SHA")).toEqual([0, 12, 27]);
  expect(lengths(64, "TLS 1.2", "TLS_RSA_WITH_AES_128_CBC_SHA")).toEqual([0, 12, 27]);
  expect(lengths(400, "TLS 1.2", "TLS_RSA_WITH_AES_128_CBC_SHA256")).toEqual([96, 336, 351]);
});

it("is between nothing and everything where version or suite is unknown", () => {
  expect(lengths(48, undefined, undefined)).toEqual([0, 0, 48]);
  expect(lengths(48, "TLS 1.2", "TLS_GOSTR341112_256_WITH_28147_CNT_IMIT")).toEqual([0, 0, 48]);
});
