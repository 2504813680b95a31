import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/**
 * What a server stores for SCRAM-SHA-256 (RFC 5802, section 3). Nobody can log in as the client with it, except by
 * guessing the password.
 */
export interface ScramRecord {
  readonly iterations: number;
  readonly salt: Buffer;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

/**
 * The channel binding of a log-in (RFC 5802, section 6): `p=tls-exporter` with the channel's 32 bytes (RFC 9266), or
 * none without TLS. Both sides compute the bytes. A proxy in the middle has two channels, and so two different values.
 */
export type Binding = { readonly kind: "tls-exporter"; readonly bytes: Buffer } | { readonly kind: "none" };

/** The label for the exporter of TLS (RFC 9266, section 2). */
export const exporterLabel = "EXPORTER-Channel-Binding";
export const exporterLength = 32;

/** Most rounds of PBKDF2 that a server may ask for, or that a record may hold. */
const MAX_ITERATIONS = 10_000_000;
/** Fewest rounds (RFC 7677, section 4). */
const leastIterations = 4096;

/** The keys from SaltedPassword, which is PBKDF2-HMAC-SHA-256 of the password. */
export function scramKeys(salted: Buffer): { storedKey: Buffer; serverKey: Buffer; clientKey: Buffer } {
  const clientKey = hmac(salted, "Client Key");
  return { clientKey, storedKey: sha256(clientKey), serverKey: hmac(salted, "Server Key") };
}

/** The record in PostgreSQL's form. */
export function scramRecordText({ iterations, salt, storedKey, serverKey }: ScramRecord): string {
  const [a, b, c] = [salt, storedKey, serverKey].map((bytes) => bytes.toString("base64"));
  return `SCRAM-SHA-256$${iterations}:${a}$${b}:${c}`;
}

const recordShape = /^SCRAM-SHA-256\$(\d{4,8}):([A-Za-z0-9+/=]{8,88})\$([A-Za-z0-9+/]{43}=):([A-Za-z0-9+/]{43}=)$/;

export function readScramRecord(text: string): ScramRecord | undefined {
  const [, rounds = "", salt = "", storedKey = "", serverKey = ""] = recordShape.exec(text) ?? [];
  const iterations = Number(rounds);
  if (serverKey === "" || iterations < leastIterations || iterations > MAX_ITERATIONS) return undefined;
  const [a, b, c] = [salt, storedKey, serverKey].map((part) => Buffer.from(part, "base64"));
  return { iterations, salt: a!, storedKey: b!, serverKey: c! };
}

/** The server's side of one exchange, between client-first and client-final. */
export interface ScramChallenge {
  /** The line for the client. */
  readonly serverFirst: string;
  /**
   * Checks client-final. Returns server-final, `v=…`, or undefined for any error. The client never learns which error.
   */
  readonly finish: (clientFinal: string) => string | undefined;
}

/**
 * Answers client-first, `p=tls-exporter,,n=NAME,r=NONCE`. Undefined if it is malformed, has another name, or has
 * another channel binding than this connection: an attacker may have removed it.
 */
export function answerScram(
  clientFirst: string,
  { name, record, nonce, binding }: { name: string; record: ScramRecord; nonce: string; binding: Binding },
): ScramChallenge | undefined {
  const header = gs2Header(binding);
  if (!clientFirst.startsWith(header)) return undefined;
  const bare = clientFirst.slice(header.length);
  const [, user = "", clientNonce = ""] = /^n=([^,]+),r=([\x21-\x2b\x2d-\x7e]{8,128})$/.exec(bare) ?? [];
  if (clientNonce === "" || user !== escapedName(name)) return undefined;
  const whole = clientNonce + nonce;
  const serverFirst = `r=${whole},s=${record.salt.toString("base64")},i=${record.iterations}`;
  const finish = (clientFinal: string) => {
    const [, withoutProof = "", proof = ""] = /^(.*),p=([A-Za-z0-9+/]{43}=)$/.exec(clientFinal) ?? [];
    if (withoutProof !== `c=${bindingText(binding)},r=${whole}`) return undefined;
    const message = `${bare},${serverFirst},${withoutProof}`;
    const clientKey = xor(Buffer.from(proof, "base64"), hmac(record.storedKey, message));
    const isRight = timingSafeEqual(sha256(clientKey), record.storedKey);
    clientKey.fill(0); // With this key anyone can log in.
    if (!isRight) return undefined;
    return `v=${hmac(record.serverKey, message).toString("base64")}`;
  };
  return { serverFirst, finish };
}

export class ScramClient {
  /** `p=tls-exporter,,n=NAME,r=NONCE`. */
  readonly first: string;
  private readonly bare: string;
  private readonly nonce: string;
  private readonly binding: Binding;
  private expected = "";

  constructor(name: string, nonce: string, binding: Binding) {
    this.nonce = nonce;
    this.binding = binding;
    this.bare = `n=${escapedName(name)},r=${nonce}`;
    this.first = gs2Header(binding) + this.bare;
  }

  /** The server's salt and rounds. Undefined if its answer is malformed, or asks for too little or too much work. */
  read(serverFirst: string): { readonly salt: Buffer; readonly iterations: number } | undefined {
    const [, nonce = "", salt = "", rounds = ""] =
      /^r=([\x21-\x2b\x2d-\x7e]+),s=([A-Za-z0-9+/=]+),i=(\d{1,8})$/.exec(serverFirst) ?? [];
    const iterations = Number(rounds);
    const isFresh = nonce.startsWith(this.nonce) && nonce.length > this.nonce.length;
    if (!isFresh || iterations < leastIterations || iterations > MAX_ITERATIONS) return undefined;
    return { salt: Buffer.from(salt, "base64"), iterations };
  }

  /** Client-final, from SaltedPassword. */
  finish(serverFirst: string, salted: Buffer): string {
    const nonce = /^r=([^,]+)/.exec(serverFirst)![1]!;
    const withoutProof = `c=${bindingText(this.binding)},r=${nonce}`;
    const message = `${this.bare},${serverFirst},${withoutProof}`;
    const { clientKey, storedKey, serverKey } = scramKeys(salted);
    this.expected = `v=${hmac(serverKey, message).toString("base64")}`;
    return `${withoutProof},p=${xor(clientKey, hmac(storedKey, message)).toString("base64")}`;
  }

  /** Whether server-final proves that the server has the record of this account. */
  isServer(serverFinal: string): boolean {
    return serverFinal === this.expected;
  }
}

function gs2Header(binding: Binding): string {
  return binding.kind === "none" ? "n,," : `p=${binding.kind},,`;
}

/** The header and the channel's bytes, which the proof in client-final covers. */
function bindingText(binding: Binding): string {
  const bytes = binding.kind === "none" ? Buffer.alloc(0) : binding.bytes;
  return Buffer.concat([Buffer.from(gs2Header(binding)), bytes]).toString("base64");
}

function escapedName(name: string): string {
  return name.replaceAll("=", "=3D").replaceAll(",", "=2C");
}

function xor(a: Buffer, b: Buffer): Buffer {
  const result = Buffer.allocUnsafe(a.length); // In one buffer, so that it can be wiped.
  for (const [index, byte] of a.entries()) result[index] = byte ^ b[index]!;
  return result;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
