import { constants, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { integer, nothing, octets, oid, sequence } from "../../../certs/parse/write-der.ts";
import { type Algorithm, hashed } from "../craft.ts";
import { bitString, explicit } from "../der-parts.ts";
import { type Change, ecKey, keyIds, keys, names, type Row, rsaKey } from "./row.ts";

const rsa = (id: string, hash: string) => hashed(id, hash, nothing);
const md5 = rsa("1.2.840.113549.1.1.4", "md5");

/** The server's certificate signed by a CA in the middle with such a key. */
function signedBy(label: string, key: KeyObject, algorithm: Algorithm, fails?: string, stricter?: string): Row {
  return {
    name: `signed with ${label}`,
    middle: { key },
    leaf: { algorithm },
    ...(fails === undefined ? {} : { fails }),
    ...(stricter === undefined ? {} : { stricter }),
  };
}
const byRsa = (label: string, id: string, hash: string, fails?: string) =>
  signedBy(label, keys.rsa, rsa(id, hash), fails);
const byEc = (label: string, id: string, hash: string, fails?: string) =>
  signedBy(label, keys.middle, hashed(id, hash), fails);

const rsassaPss = oid("1.2.840.113549.1.1.10");
function pss(hash: string, hashId: string | undefined, maskHash = hash, maskId = hashId): Algorithm {
  const identifier = (id: string) => sequence(oid(id), nothing);
  const salt = 20;
  const parameters =
    hashId === undefined || maskId === undefined
      ? sequence()
      : sequence(
          explicit(0, identifier(hashId)),
          explicit(1, sequence(oid("1.2.840.113549.1.1.8"), identifier(maskId))),
          explicit(2, integer(salt)),
        );
  return {
    id: sequence(rsassaPss, parameters),
    // Node uses the same hash for the mask. A row with another one gets a signature that must not be checked.
    sign: (bytes, key) =>
      sign(maskHash === hash ? hash : maskHash, bytes, {
        key,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: salt,
      }),
  };
}
const [sha1Id, sha256Id] = ["1.3.14.3.2.26", "2.16.840.1.101.3.4.2.1"];

const dsa = (modulusLength: number, divisorLength: number) =>
  generateKeyPairSync("dsa", { modulusLength, divisorLength }).privateKey;
const dsaKey = dsa(2048, 256);
const ed448 = generateKeyPairSync("ed448").privateKey;
const ed25519 = generateKeyPairSync("ed25519").privateKey;
const unknown: Algorithm = { id: sequence(oid("1.2.3.4.5")), sign: (bytes, key) => sign("sha256", bytes, key) };
const selfSigned: Change = {
  issuer: names.leaf,
  signer: keys.rsa,
  key: keys.rsa,
  extensions: keyIds(keys.rsa, keys.rsa),
};

/** How certificates are signed. */
export const algorithmRows: readonly Row[] = [
  byRsa("md5WithRSAEncryption", "1.2.840.113549.1.1.4", "md5", "algorithm"),
  byRsa("sha1WithRSAEncryption", "1.2.840.113549.1.1.5", "sha1", "algorithm"),
  byRsa("OIW's sha1WithRSASignature", "1.3.14.3.2.29", "sha1", "algorithm"),
  byRsa("rsaSignatureWithripemd160", "1.3.36.3.3.1.2", "ripemd160", "algorithm"),
  byRsa("sha224WithRSAEncryption", "1.2.840.113549.1.1.14", "sha224"),
  byRsa("sha256WithRSAEncryption", "1.2.840.113549.1.1.11", "sha256"),
  byRsa("sha384WithRSAEncryption", "1.2.840.113549.1.1.12", "sha384"),
  byRsa("sha512WithRSAEncryption", "1.2.840.113549.1.1.13", "sha512"),
  byRsa("RSA and SHA3-256", "2.16.840.1.101.3.4.3.14", "sha3-256"),
  byEc("ecdsa-with-SHA1", "1.2.840.10045.4.1", "sha1", "algorithm"),
  byEc("ecdsa-with-SHA224", "1.2.840.10045.4.3.1", "sha224"),
  byEc("ecdsa-with-SHA256", "1.2.840.10045.4.3.2", "sha256"),
  byEc("ecdsa-with-SHA384", "1.2.840.10045.4.3.3", "sha384"),
  byEc("ecdsa-with-SHA512", "1.2.840.10045.4.3.4", "sha512"),
  signedBy("dsa-with-sha1", dsaKey, hashed("1.2.840.10040.4.3", "sha1"), "algorithm"),
  signedBy("dsa-with-sha256", dsaKey, hashed("2.16.840.1.101.3.4.3.2", "sha256")),
  { name: "signed with Ed25519", middle: { key: ed25519 } },
  { name: "signed with Ed448", middle: { key: ed448 } },
  signedBy("RSASSA-PSS and SHA-256", keys.rsa, pss("sha256", sha256Id)),
  signedBy("RSASSA-PSS and no parameters, so SHA-1", keys.rsa, pss("sha1", undefined), "algorithm"),
  signedBy("RSASSA-PSS and SHA-1", keys.rsa, pss("sha1", sha1Id), "algorithm"),
  signedBy("RSASSA-PSS and MD5", keys.rsa, pss("md5", "1.2.840.113549.2.5"), "algorithm"),
  signedBy("an unknown algorithm", keys.middle, unknown, "algorithm"),
  signedBy("sha256WithRSAEncryption without parameters", keys.rsa, hashed("1.2.840.113549.1.1.11", "sha256")),
  signedBy(
    "an algorithm of another kind of key",
    keys.middle,
    { ...rsa("1.2.840.113549.1.1.11", "sha256"), sign: (bytes, key) => sign("sha256", bytes, key) },
    "signature",
  ),
  { name: "MD5 in the CA in the middle", root: { key: keys.rsa }, middle: { algorithm: md5 }, fails: "algorithm" },
  { name: "MD5 in the root's own signature", root: { key: keys.rsa, algorithm: md5 } },
  ...["an unknown algorithm", "an algorithm that its key cannot have"].map((label, at) => ({
    name: `a trusted root signed with ${label}`,
    root: { algorithm: [unknown, { ...unknown, id: rsa("1.2.840.113549.1.1.11", "sha256").id }][at]! },
    wiser: "it is trusted because it is on the list: what it says of itself proves nothing (RFC 5280, section 6.1)",
  })),
  {
    name: "MD5 in a trusted self-signed certificate",
    leaf: { ...selfSigned, algorithm: md5 },
    trusted: ({ leaf }) => [leaf],
  },
  {
    name: "MD5 in a self-signed certificate that is not trusted",
    leaf: { ...selfSigned, algorithm: md5 },
    fails: "algorithm",
  },
];

const leafKey = (label: string, key: KeyObject | Buffer, fails?: string, stricter?: string): Row => ({
  name: `a key of ${label}`,
  leaf: { key },
  ...(fails === undefined ? {} : { fails: "key strength" }),
  ...(stricter === undefined ? {} : { stricter }),
});
const weak = (label: string, key: KeyObject | Buffer, stricter?: string) =>
  leafKey(label, key, "key strength", stricter);
const curve = (name: string) => leafKey(name, ecKey(name));
const weakCurve = (name: string, stricter?: string) => weak(name, ecKey(name), stricter);
const forTls = "not a curve for TLS: RFC 8422, RFC 7027";

/** An RSA key of 2048 bits with another exponent; only its owner could notice that it does not work. */
function withExponent(...exponent: readonly number[]): Buffer {
  const jwk = keys.rsa.export({ format: "jwk" });
  const modulus = Buffer.from(jwk.n!, "base64url");
  const numbers = sequence(integer(0, ...modulus), integer(...exponent));
  return sequence(sequence(oid("1.2.840.113549.1.1.1"), nothing), bitString(numbers));
}

/** A P-256 key with the curve's numbers instead of its name. */
function explicitCurve(): Buffer {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256", paramEncoding: "explicit" });
  return publicKey.export({ type: "spki", format: "der" });
}

/** The same with another generator, for which anyone can find a fitting private key: CVE-2020-0601. */
function otherGenerator(): Buffer {
  const key = explicitCurve();
  const generator = Buffer.from("046b17d1f2e12c4247f8bce6e563a440f2", "hex"); // The start of P-256's: SEC 2, 2.4.2.
  key.subarray(-65).copy(key, key.indexOf(generator)); // The public key is a point of the curve too.
  return key;
}

const weakRsa = rsaKey(1024);

/** Sizes and kinds of keys. */
export const keyRows: readonly Row[] = [
  weak("RSA 1024 bits", weakRsa),
  weak("RSA 2040 bits", rsaKey(2040), "RSA keys of 112 bits of security have 2048 bits; OpenSSL rounds"),
  leafKey("RSA 2048 bits", keys.rsa),
  leafKey("RSA 3072 bits", rsaKey(3072)),
  { name: "a key of RSA 1024 bits in the CA in the middle", middle: { key: weakRsa }, fails: "key strength" },
  { name: "a key of RSA 1024 bits in the root", root: { key: weakRsa }, fails: "key strength" },
  weak("RSA with exponent 1", withExponent(1), "every number is its own signature"),
  weak("RSA with exponent 4", withExponent(4), "no RSA key has an even exponent"),
  leafKey("RSA with exponent 3", withExponent(3)),
  leafKey("RSASSA-PSS 2048 bits", generateKeyPairSync("rsa-pss", { modulusLength: 2048 }).privateKey),
  weak("DSA 1024 bits", dsa(1024, 160)),
  weak("DSA 2048 and 160 bits", dsa(2048, 160)),
  leafKey("DSA 2048 and 224 bits", dsa(2048, 224)),
  leafKey("Ed25519", ed25519),
  leafKey("Ed448", ed448),
  weak("X25519", generateKeyPairSync("x25519").privateKey, "it cannot sign, so no TLS server can use it"),
  weakCurve("secp112r1"),
  weakCurve("secp160r1"),
  weakCurve("prime192v1"),
  ...["secp224r1", "prime256v1", "secp256k1", "secp384r1", "secp521r1"].map(curve),
  weakCurve("brainpoolP160r1"),
  weakCurve("brainpoolP192r1"),
  ...[
    "brainpoolP224r1",
    "brainpoolP256r1",
    "brainpoolP256t1",
    "brainpoolP320r1",
    "brainpoolP384r1",
    "brainpoolP512r1",
  ].map(curve),
  weakCurve("sect163k1"),
  weakCurve("sect283k1", forTls),
  weakCurve("prime239v1", forTls),
  { name: "the CA in the middle with brainpoolP256r1", middle: { key: ecKey("brainpoolP256r1") } },
  weak("a curve that is P-256 by its numbers", explicitCurve()),
  weak("P-256 with another generator", otherGenerator()),
  weak("an unknown kind", sequence(sequence(oid("1.2.3.4.5")), bitString(octets()))),
];
