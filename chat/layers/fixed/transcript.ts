import { constants, createHash, createPrivateKey, type KeyObject, sign, verify, X509Certificate } from "node:crypto";

/** The purpose of the signature, so that it cannot be used for anything else (compare RFC 8446, section 4.4.3). */
const PURPOSE = "wire lab layers fixed: signature of the server over\n";

/** Every line of both sides so far, in order, each with a newline: a signature of its hash covers all of them. */
export class Transcript {
  private readonly sha256 = createHash("sha256");

  add(line: string): void {
    this.sha256.update(`${line}\n`);
  }

  /** The hash of the lines so far. */
  hash(): Buffer {
    return this.sha256.copy().digest();
  }
}

/** The server's signature: ECDSA or RSA-PSS with SHA-256, or Ed25519, by its key. `privateKey` is PEM. */
export function signTranscript(privateKey: string | Buffer, hash: Buffer): Buffer {
  const key = createPrivateKey(privateKey);
  return sign(digestFor(key), signed(hash), withPadding(key));
}

/** Whether the owner of this certificate (DER) has signed. False for anything that is not a certificate. */
export function isSignedBy(certificate: Buffer, hash: Buffer, signature: Buffer): boolean {
  try {
    const key = new X509Certificate(certificate).publicKey;
    return verify(digestFor(key), signed(hash), withPadding(key), signature);
  } catch {
    return false;
  }
}

function signed(hash: Buffer): Buffer {
  return Buffer.concat([Buffer.from(PURPOSE), hash]);
}

function digestFor(key: KeyObject): "sha256" | null {
  return key.asymmetricKeyType === "ed25519" || key.asymmetricKeyType === "ed448" ? null : "sha256";
}

function withPadding(key: KeyObject) {
  return key.asymmetricKeyType === "rsa" ? { key, padding: constants.RSA_PKCS1_PSS_PADDING } : { key };
}
