import { getCipherInfo } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type SuiteProperties, suiteProperties } from "./cipher-suites.ts";
import { cipherSuite } from "./iana-names.ts";

const properties = (name: keyof typeof cipherSuite) => suiteProperties(cipherSuite[name] as number);

describe("what a suite stands for", () => {
  test.each<[keyof typeof cipherSuite, Partial<SuiteProperties>]>([
    [
      "TLS_AES_128_GCM_SHA256",
      { keyExchange: "TLS 1.3", mode: "GCM", keyLength: 16, fixedNonceLength: 12, recordNonceLength: 0, tagLength: 16 },
    ],
    ["TLS_AES_256_GCM_SHA384", { keyLength: 32, hash: "sha384", mac: undefined, macLength: 0 }],
    ["TLS_AES_128_CCM_8_SHA256", { mode: "CCM", tagLength: 8, hash: "sha256" }],
    ["TLS_CHACHA20_POLY1305_SHA256", { cipher: "CHACHA20", keyLength: 32, fixedNonceLength: 12, tagLength: 16 }],
    [
      "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
      { keyExchange: "ECDHE", isSigned: true, fixedNonceLength: 4, recordNonceLength: 8, tagLength: 16 },
    ],
    ["TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", { fixedNonceLength: 12, recordNonceLength: 0 }],
    ["TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256_OLD", { fixedNonceLength: 0, recordNonceLength: 0 }],
    ["TLS_RSA_WITH_AES_128_CCM_8", { keyExchange: "RSA", tagLength: 8, hash: "sha256", isSigned: false }],
    [
      "TLS_RSA_WITH_AES_256_CBC_SHA",
      { mode: "CBC", keyLength: 32, blockLength: 16, mac: "sha1", macLength: 20, hash: "sha256", tagLength: 0 },
    ],
    ["TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", { mac: "sha384", macLength: 48, hash: "sha384" }],
    ["TLS_RSA_WITH_3DES_EDE_CBC_SHA", { cipher: "3DES_EDE", keyLength: 24, blockLength: 8 }],
    ["TLS_RSA_WITH_DES_CBC_SHA", { keyLength: 8, blockLength: 8 }],
    ["TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5", { cipher: "RC2", keyLength: 5, blockLength: 8, mac: "md5" }],
    ["TLS_KRB5_EXPORT_WITH_DES_CBC_40_SHA", { keyExchange: "other", cipher: "DES", keyLength: 5 }],
    ["TLS_RSA_WITH_CAMELLIA_128_CBC_SHA", { cipher: "CAMELLIA", keyLength: 16, blockLength: 16 }],
    ["TLS_RSA_WITH_SEED_CBC_SHA", { cipher: "SEED", keyLength: 16, blockLength: 16 }],
    ["TLS_RSA_WITH_RC4_128_MD5", { mode: "stream", keyLength: 16, mac: "md5", macLength: 16 }],
    ["TLS_RSA_WITH_NULL_SHA256", { cipher: "NULL", mode: "NULL", keyLength: 0, mac: "sha256", macLength: 32 }],
    ["TLS_SHA384_SHA384", { keyExchange: "TLS 1.3", mode: "NULL", macLength: 48, hash: "sha384" }],
    ["TLS_NULL_WITH_NULL_NULL", { keyExchange: "NULL", mode: "NULL", mac: undefined, macLength: 0 }],
    ["TLS_DH_anon_WITH_AES_128_GCM_SHA256", { keyExchange: "DHE", isSigned: false, isPsk: false }],
    ["TLS_DH_RSA_WITH_AES_128_CBC_SHA", { keyExchange: "DH", isSigned: false }],
    ["TLS_PSK_DHE_WITH_AES_128_CCM_8", { keyExchange: "DHE", isPsk: true, isSigned: false, tagLength: 8 }],
    ["TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256", { keyExchange: "ECDHE", isPsk: true, mode: "CCM", tagLength: 16 }],
    ["TLS_RSA_PSK_WITH_ARIA_256_GCM_SHA384", { keyExchange: "RSA", isPsk: true, cipher: "ARIA", keyLength: 32 }],
  ])("%s", (name, expected) => {
    expect(properties(name)).toMatchObject({ name, ...expected });
  });
});

test("nothing is said of what is no cipher, or of a cipher that is not known here", () => {
  expect(properties("TLS_FALLBACK_SCSV")).toBeUndefined();
  expect(properties("TLS_SM4_GCM_SM3")).toBeUndefined();
  expect(suiteProperties(0xfefe)).toBeUndefined();
  expect(suiteProperties(undefined)).toBeUndefined();
});

test("keys and blocks are as long as OpenSSL's, wherever it has the cipher", () => {
  const names = Object.values(cipherSuite).filter((value) => typeof value === "number");
  const compared = names.flatMap((number) => {
    const suite = suiteProperties(number);
    const name =
      suite?.cipher === "3DES_EDE" ? "des-ede3-cbc" : `${suite?.cipher}-${(suite?.keyLength ?? 0) * 8}-${suite?.mode}`;
    const info = getCipherInfo(name.toLowerCase());
    if (suite === undefined || info === undefined) return [];
    expect([suite.name, suite.keyLength]).toEqual([suite.name, info.keyLength]);
    if (suite.mode === "CBC") expect([suite.name, suite.blockLength]).toEqual([suite.name, info.blockSize]);
    return [suite.name];
  });
  expect(compared.length).toBeGreaterThan(150);
});
