import { cipherSuite } from "./iana-names.ts";

/** Hashes, by their names in node:crypto. */
export type Hash = "md5" | "sha1" | "sha256" | "sha384";

/**
 * How the two sides agree on the first secret. "TLS 1.3": by the extensions key_share and pre_shared_key, not by the
 * suite.
 */
export type KeyExchange = "TLS 1.3" | "NULL" | "RSA" | "DH" | "DHE" | "ECDH" | "ECDHE" | "PSK" | "other";

/** The properties of a cipher suite. Lengths are in bytes. */
export interface SuiteProperties extends KeyAgreement, RecordProtection {
  readonly number: number;
  readonly name: string;
}

interface KeyAgreement {
  readonly keyExchange: KeyExchange;
  /** Whether a pre-shared key takes part: RFC 4279, RFC 5489. */
  readonly isPsk: boolean;
  /** Whether the server signs its part of the key exchange; not in anonymous suites, and not with a pre-shared key. */
  readonly isSigned: boolean;
}

interface RecordProtection {
  /** "AES", "CAMELLIA", "ARIA", "CHACHA20", "3DES_EDE", "RC4", "NULL" … */
  readonly cipher: string;
  readonly mode: "GCM" | "CCM" | "POLY1305" | "CBC" | "stream" | "NULL";
  readonly keyLength: number;
  /** The block of a CBC cipher, with the length of its IV too; 0 for all others. */
  readonly blockLength: number;
  /** The part of an AEAD's nonce that comes from the key schedule, and the part in each record. */
  readonly fixedNonceLength: number;
  readonly recordNonceLength: number;
  /** The tag of an AEAD; 0 for all others. */
  readonly tagLength: number;
  /** The hash of each record's HMAC, and the HMAC's length; undefined and 0 for an AEAD. */
  readonly mac: Hash | undefined;
  readonly macLength: number;
  /**
   * The hash of the key schedule: HKDF's in TLS 1.3, the PRF's in TLS 1.2. Before that it was MD5 and SHA-1 together.
   */
  readonly hash: Hash;
}

/** The properties of a suite; undefined for one without a name, or with an unknown cipher (GOST, SM4, Salsa20). */
export function suiteProperties(suite: number | undefined): SuiteProperties | undefined {
  if (suite === undefined || !cipherSuite.isKnown(suite)) return undefined;
  if (!derived.has(suite)) derived.set(suite, derive(suite));
  return derived.get(suite);
}

/** Each suite's name is parsed once: all properties are in it. */
const derived = new Map<number, SuiteProperties | undefined>();

/** `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`; in TLS 1.3 without the key exchange. "_OLD": drafts of RFC 7905. */
const suiteForm = /^TLS_(?:(\w+)_WITH_)?(\w+?)(_OLD)?$/;

function derive(number: number): SuiteProperties | undefined {
  const name = cipherSuite.nameOf(number);
  const [, exchange, cipher, old] = suiteForm.exec(name)!;
  const records = integrityOnly[number] ?? protection(cipher!, exchange === undefined, old !== undefined);
  return records === undefined ? undefined : { number, name, ...keyAgreement(exchange), ...records };
}

function keyAgreement(exchange: string | undefined): KeyAgreement {
  if (exchange === undefined) return { keyExchange: "TLS 1.3", isPsk: false, isSigned: false };
  const words = exchange.split("_");
  const isPsk = words.includes("PSK");
  const isAnonymous = words.includes("anon");
  // RFC 6655 calls one family PSK_DHE. Anonymous suites always use a fresh key.
  const first = words[0] === "PSK" && words[1] === "DHE" ? "DHE" : words[0]!;
  const keyExchange = isAnonymous
    ? (`${first}E` as KeyExchange)
    : (keyExchanges.find((one) => one === first) ?? "other");
  const isFresh = keyExchange === "DHE" || keyExchange === "ECDHE";
  return { keyExchange, isPsk, isSigned: isFresh && !isPsk && !isAnonymous };
}

const keyExchanges: readonly KeyExchange[] = ["NULL", "RSA", "DH", "DHE", "ECDH", "ECDHE", "PSK"];

/** `AES_128_GCM_SHA256`, `3DES_EDE_CBC_SHA`, `AES_256_CCM_8`, `RC2_CBC_40_MD5` … */
const cipherForm =
  /^(NULL|RC4|RC2|IDEA|SEED|DES40|DES|3DES_EDE|AES|CAMELLIA|ARIA|CHACHA20)(?:_(40|56|128|256))?(?:_(CBC|GCM|CCM|POLY1305))?(?:_(8))?(?:_(40|56))?(?:_(NULL|MD5|SHA|SHA256|SHA384))?$/;

function protection(text: string, isTls13: boolean, isOld: boolean): RecordProtection | undefined {
  const [, cipher, bits, mode, shortTag, exportBits, digest] = cipherForm.exec(text) ?? [];
  if (cipher === undefined) return undefined;
  const mac = digest === undefined ? undefined : hashes[digest];
  const keyLength = Number(bits ?? exportBits ?? 0) / 8 || keyLengths[cipher]!;
  // RFC 5246 section 5: with the hashes of older versions, TLS 1.2 makes keys with SHA-256.
  const hash = mac === "sha384" ? "sha384" : "sha256";
  if (mode === "GCM" || mode === "CCM" || mode === "POLY1305") {
    const [fixedNonceLength, recordNonceLength] = nonceLengths(mode, isTls13, isOld);
    const tagLength = shortTag === undefined ? 16 : 8;
    return { ...none, cipher, mode, keyLength, fixedNonceLength, recordNonceLength, tagLength, hash };
  }
  const hmac = { mac, macLength: mac === undefined ? 0 : hashLengths[mac], hash } as const;
  if (mode === "CBC") return { ...none, cipher, mode, keyLength, blockLength: blockLengths[cipher] ?? 16, ...hmac };
  return { ...none, cipher, mode: cipher === "NULL" ? "NULL" : "stream", keyLength, ...hmac };
}

/**
 * RFC 8446 section 5.3; RFC 5288 section 3 and RFC 6655 section 3; RFC 7905 section 2. Its drafts used only the
 * sequence number.
 */
function nonceLengths(mode: "GCM" | "CCM" | "POLY1305", isTls13: boolean, isOld: boolean): readonly [number, number] {
  if (isOld) return [0, 0];
  return isTls13 || mode === "POLY1305" ? [12, 0] : [4, 8];
}

const none = {
  blockLength: 0,
  fixedNonceLength: 0,
  recordNonceLength: 0,
  tagLength: 0,
  mac: undefined,
  macLength: 0,
} as const;

const hashes: Readonly<Record<string, Hash>> = { MD5: "md5", SHA: "sha1", SHA256: "sha256", SHA384: "sha384" };
/** The length of a hash, and of its HMAC, in bytes. */
export const hashLengths: Readonly<Record<Hash, number>> = { md5: 16, sha1: 20, sha256: 32, sha384: 48 };
/** Keys and blocks of ciphers whose names do not give them; all other blocks have 16 bytes. */
const keyLengths: Readonly<Record<string, number>> = {
  NULL: 0,
  DES40: 5,
  DES: 8,
  IDEA: 16,
  SEED: 16,
  "3DES_EDE": 24,
  CHACHA20: 32,
};
const blockLengths: Readonly<Record<string, number>> = { "3DES_EDE": 8, DES: 8, DES40: 8, RC2: 8, IDEA: 8 };

/** RFC 9150: TLS 1.3 without encryption, with an HMAC instead of the tag. */
const integrityOnly: Readonly<Record<number, RecordProtection>> = {
  [cipherSuite.TLS_SHA256_SHA256]: authenticated("sha256"),
  [cipherSuite.TLS_SHA384_SHA384]: authenticated("sha384"),
};

function authenticated(hash: "sha256" | "sha384"): RecordProtection {
  const macLength = hashLengths[hash];
  return { ...none, cipher: "NULL", mode: "NULL", keyLength: 0, mac: hash, macLength, hash };
}
