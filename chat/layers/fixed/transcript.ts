import { constants, createHash, createPrivateKey, type KeyObject, sign, verify, X509Certificate } from "node:crypto";

/** What the signature is for: so that it cannot be used for anything else (compare RFC 8446, section 4.4.3). */
const PURPOSE = "wire lab layers fixed: signature of the server over\n";

/** Every line of both sides so far, in order, each with a newline: who signs its hash signs all of them. */
export class Transcript {
  private readonly sha256 = createHash("sha256");

  add(line: string): void {
    this.sha256.update(`${line}\n`);
  }

  /** Of the lines up to now. */
  hash(): Buffer {
    return this.sha256.copy().digest();
  }
}

/** The server's signature: ECDSA or RSA-PSS with SHA-256, or Ed25519, as its key is. `privateKey` is PEM. */
export function signTranscript(privateKey: string | Buffer, hash: Buffer): Buffer {
  const key = createPrivateKey(privateKey);
  return sign(digestFor(key), signed(hash), withPadding(key));
}

/** Whether the owner of this certificate (DER) has signed. False for anything that is no certificate. */
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
