import { type DerValue, explicit, Fields, objectIdentifier, tags } from "./der.ts";

/** How a certificate was signed. */
export interface SignatureAlgorithm {
  /** In the words of its RFC: "ecdsa-with-SHA256"; an object identifier in dots if the lab does not know it. */
  readonly name: string;
  /** The hash function, such as "SHA-256"; undefined if the algorithm has none (Ed25519) or is unknown. */
  readonly hash: string | undefined;
  /** "sound": nobody knows how to forge it · "broken": its hash is too weak · "unknown": the lab cannot tell. */
  readonly trust: "sound" | "broken" | "unknown";
}

/** Reads an AlgorithmIdentifier: RFC 5280 section 4.1.1.2. Throws DerError. */
export function readSignatureAlgorithm(value: DerValue): SignatureAlgorithm {
  const fields = new Fields(value);
  const oid = objectIdentifier(fields.take(tags.objectIdentifier));
  if (oid === rsassaPss) return withHash("RSASSA-PSS", pssHash(fields.optional(tags.sequence)));
  const [name, hash] = algorithms[oid] ?? [];
  if (name === undefined) return { name: oid, hash: undefined, trust: "unknown" };
  return hash === undefined ? { name, hash, trust: "sound" } : withHash(name, hash);
}

function withHash(name: string, hash: string): SignatureAlgorithm {
  return { name, hash, trust: soundHashes.includes(hash) ? "sound" : weakHashes.includes(hash) ? "broken" : "unknown" };
}

/** Hashes of at least 224 bits: a collision costs at least 2^112, as OpenSSL's security level 2 requires. */
const soundHashes = [
  ...["SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA-512/224", "SHA-512/256"],
  ...["SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512"],
];
const weakHashes = ["MD2", "MD4", "MD5", "SHA-1", "RIPEMD-160"];

/**
 * The algorithms that OpenSSL 3.0 can check (RFC 3279, 4055, 5758, 8410, NIST's RSA with SHA-3), and those of old
 * certificates.
 */
const algorithms: Readonly<Record<string, readonly [name: string, hash: string | undefined]>> = {
  "1.2.840.113549.1.1.2": ["md2WithRSAEncryption", "MD2"],
  "1.2.840.113549.1.1.3": ["md4WithRSAEncryption", "MD4"],
  "1.2.840.113549.1.1.4": ["md5WithRSAEncryption", "MD5"],
  "1.2.840.113549.1.1.5": ["sha1WithRSAEncryption", "SHA-1"],
  "1.3.14.3.2.29": ["sha1WithRSASignature", "SHA-1"],
  "1.3.36.3.3.1.2": ["rsaSignatureWithripemd160", "RIPEMD-160"],
  "1.2.840.113549.1.1.14": ["sha224WithRSAEncryption", "SHA-224"],
  "1.2.840.113549.1.1.11": ["sha256WithRSAEncryption", "SHA-256"],
  "1.2.840.113549.1.1.12": ["sha384WithRSAEncryption", "SHA-384"],
  "1.2.840.113549.1.1.13": ["sha512WithRSAEncryption", "SHA-512"],
  "2.16.840.1.101.3.4.3.13": ["id-rsassa-pkcs1-v1_5-with-sha3-224", "SHA3-224"],
  "2.16.840.1.101.3.4.3.14": ["id-rsassa-pkcs1-v1_5-with-sha3-256", "SHA3-256"],
  "2.16.840.1.101.3.4.3.15": ["id-rsassa-pkcs1-v1_5-with-sha3-384", "SHA3-384"],
  "2.16.840.1.101.3.4.3.16": ["id-rsassa-pkcs1-v1_5-with-sha3-512", "SHA3-512"],
  "1.2.840.10045.4.1": ["ecdsa-with-SHA1", "SHA-1"],
  "1.2.840.10045.4.3.1": ["ecdsa-with-SHA224", "SHA-224"],
  "1.2.840.10045.4.3.2": ["ecdsa-with-SHA256", "SHA-256"],
  "1.2.840.10045.4.3.3": ["ecdsa-with-SHA384", "SHA-384"],
  "1.2.840.10045.4.3.4": ["ecdsa-with-SHA512", "SHA-512"],
  "1.2.840.10040.4.3": ["dsa-with-sha1", "SHA-1"],
  "1.3.14.3.2.27": ["dsaWithSHA1", "SHA-1"],
  "2.16.840.1.101.3.4.3.1": ["dsa-with-sha224", "SHA-224"],
  "2.16.840.1.101.3.4.3.2": ["dsa-with-sha256", "SHA-256"],
  "1.3.101.112": ["Ed25519", undefined],
  "1.3.101.113": ["Ed448", undefined],
};

const rsassaPss = "1.2.840.113549.1.1.10";

/** The hash in the parameters of RSASSA-PSS; SHA-1 without one: RFC 4055 section 3.1. */
function pssHash(parameters: DerValue | undefined): string {
  const named = parameters && new Fields(parameters).optional(explicit(0));
  if (named === undefined) return "SHA-1";
  const identifier = new Fields(named, explicit(0)).take(tags.sequence);
  const oid = objectIdentifier(new Fields(identifier).take(tags.objectIdentifier));
  return hashes[oid] ?? oid;
}

/** RFC 4055 section 2.1, and NIST's for SHA-3. */
const hashes: Readonly<Record<string, string>> = {
  "1.2.840.113549.2.5": "MD5",
  "1.3.14.3.2.26": "SHA-1",
  "2.16.840.1.101.3.4.2.1": "SHA-256",
  "2.16.840.1.101.3.4.2.2": "SHA-384",
  "2.16.840.1.101.3.4.2.3": "SHA-512",
  "2.16.840.1.101.3.4.2.4": "SHA-224",
  "2.16.840.1.101.3.4.2.5": "SHA-512/224",
  "2.16.840.1.101.3.4.2.6": "SHA-512/256",
  "2.16.840.1.101.3.4.2.7": "SHA3-224",
  "2.16.840.1.101.3.4.2.8": "SHA3-256",
  "2.16.840.1.101.3.4.2.9": "SHA3-384",
  "2.16.840.1.101.3.4.2.10": "SHA3-512",
};
