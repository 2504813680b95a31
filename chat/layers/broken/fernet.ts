import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const VERSION = 0x80;
/** Version (1), time (8) and initialization vector (16) come first; the HMAC (32) comes last. */
const HEAD_LENGTH = 25;
const MAC_LENGTH = 32;
const BLOCK_LENGTH = 16;

/** A new Fernet key: 32 random bytes in base64url, 16 to sign with and 16 to encrypt with. */
export function makeFernetKey(): string {
  return fernetKeyOf(randomBytes(32));
}

/** 32 bytes in the form of a Fernet key. */
export function fernetKeyOf(bytes: Uint8Array): string {
  return `${Buffer.from(bytes).toString("base64url")}=`;
}

/**
 * Encrypts by https://github.com/fernet/spec: version | time | IV | AES-128-CBC | HMAC-SHA-256, in base64url. `time` is
 * in Unix seconds. Fernet itself is good; the recipes break because of how they pass its key on.
 */
export function sealFernet(
  key: string,
  text: Uint8Array,
  { time = Math.floor(Date.now() / 1000), iv = randomBytes(BLOCK_LENGTH) }: { time?: number; iv?: Uint8Array } = {},
): string {
  const { signing, encryption } = halvesOf(key);
  const head = Buffer.alloc(HEAD_LENGTH);
  head[0] = VERSION;
  head.writeBigUInt64BE(BigInt(time), 1);
  head.set(iv, 9);
  const cipher = createCipheriv("aes-128-cbc", encryption, iv);
  const signed = Buffer.concat([head, cipher.update(text), cipher.final()]);
  return padded(Buffer.concat([signed, createHmac("sha256", signing).update(signed).digest()]));
}

/**
 * Opens a token; undefined if it is not one, was changed, or has another key. Its age is not checked, so it can be
 * replayed.
 */
export function openFernet(key: string, token: string): Buffer | undefined {
  const bytes = Buffer.from(token, "base64url");
  const sealed = bytes.length - HEAD_LENGTH - MAC_LENGTH;
  if (padded(bytes) !== token || bytes[0] !== VERSION || sealed < BLOCK_LENGTH || sealed % BLOCK_LENGTH !== 0)
    return undefined;
  const { signing, encryption } = halvesOf(key);
  const signed = bytes.subarray(0, -MAC_LENGTH);
  const mac = createHmac("sha256", signing).update(signed).digest();
  if (!timingSafeEqual(mac, bytes.subarray(-MAC_LENGTH))) return undefined;
  const cipher = createDecipheriv("aes-128-cbc", encryption, bytes.subarray(9, HEAD_LENGTH));
  try {
    return Buffer.concat([cipher.update(signed.subarray(HEAD_LENGTH)), cipher.final()]);
  } catch {
    return undefined; // Wrong padding under a right HMAC: a faulty program made it.
  }
}

/** Whether this could be a Fernet key: 32 bytes in base64url. */
export function isFernetKey(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}=$/.test(text);
}

function halvesOf(key: string): { readonly signing: Buffer; readonly encryption: Buffer } {
  const bytes = Buffer.from(key, "base64url");
  return { signing: bytes.subarray(0, 16), encryption: bytes.subarray(16) };
}

/** Base64url with `=` at the end, as Fernet uses it. */
function padded(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}
