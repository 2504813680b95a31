import { createHash, pbkdf2, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { readScramRecord, type ScramRecord, scramKeys, scramRecordText } from "./scram.ts";

/** How passwords are stored. */
export type Storage = "scrypt" | "sha256" | "scram";

/** The cost of a guess: the logarithm of scrypt's N, and the iterations of PBKDF2 for SCRAM. */
export interface Cost {
  readonly log2N: number;
  readonly iterations: number;
}

/**
 * The recommendation of OWASP's Password Storage Cheat Sheet: scrypt with N = 2^17, r = 8, p = 1 (128 MiB); PBKDF2 with
 * 600,000 rounds.
 */
export const usualCost: Cost = { log2N: 17, iterations: 600_000 };

const saltLength = 16;
const hashLength = 32;
const [blockSize, parallelism] = [8, 1];
/** The largest cost in a record that is accepted; each step doubles the memory. */
const MAX_LOG2_N = 18;

const scryptAsync = promisify<Buffer, Buffer, number, object, Buffer>(scrypt);
const pbkdf2Async = promisify(pbkdf2);

/** The text that is stored instead of the password. It does not contain the password. */
export async function makeRecord(password: Buffer, storage: Storage, cost: Cost): Promise<string> {
  const salt = randomBytes(saltLength);
  if (storage === "sha256") return sha256Record(createHash("sha256").update(password).digest("hex"));
  if (storage === "scrypt") return scryptRecord(cost.log2N, salt, await scryptHash(password, salt, cost.log2N));
  const { iterations } = cost;
  return scramRecordText({ iterations, salt, ...(await keptKeys(password, salt, iterations)) });
}

/**
 * Whether the password fits the record. Without a readable record the answer is no, after the same work as for a record
 * of `storage`. Compares in constant time.
 */
export async function fitsRecord(
  password: Buffer,
  record: string | undefined,
  { storage, cost }: { readonly storage: Storage; readonly cost: Cost },
): Promise<boolean> {
  const read = record === undefined ? undefined : readRecord(record);
  if (read === undefined) {
    await makeRecord(password, storage, cost);
    return false;
  }
  if (read.storage === "sha256") return timingSafeEqual(createHash("sha256").update(password).digest(), read.hash);
  if (read.storage === "scrypt") return timingSafeEqual(await scryptHash(password, read.salt, read.log2N), read.hash);
  const { salt, iterations, storedKey } = read.scram;
  return timingSafeEqual((await keptKeys(password, salt, iterations)).storedKey, storedKey);
}

/** Whether a SHA-256 in hexadecimal from a client is the one of the record. Anyone who has the record can send it. */
export function isStoredHash(sent: Buffer, record: string | undefined): boolean {
  const read = record === undefined ? undefined : readRecord(record);
  const stored = read?.storage === "sha256" ? read.hash : randomBytes(hashLength);
  const hash = /^[0-9a-f]{64}$/i.test(String(sent)) ? Buffer.from(String(sent), "hex") : Buffer.alloc(hashLength);
  return timingSafeEqual(hash, stored);
}

/** The kind of a record, for lists; "unknown" if it cannot be read. */
export function storageOf(record: string): Storage | "unknown" {
  return readRecord(record)?.storage ?? "unknown";
}

/** The SCRAM keys of a record, if it has any. */
export function scramOf(record: string | undefined): ScramRecord | undefined {
  const read = record === undefined ? undefined : readRecord(record);
  return read?.storage === "scram" ? read.scram : undefined;
}

type Read =
  | { readonly storage: "scrypt"; readonly log2N: number; readonly salt: Buffer; readonly hash: Buffer }
  | { readonly storage: "sha256"; readonly hash: Buffer }
  | { readonly storage: "scram"; readonly scram: ScramRecord };

const scryptShape = /^\$scrypt\$ln=(\d{1,2}),r=8,p=1\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;
const sha256Shape = /^\$SHA256\$([0-9a-f]{64})$/;

function readRecord(record: string): Read | undefined {
  const [, log2N = "", salt = "", hash = ""] = scryptShape.exec(record) ?? [];
  if (hash !== "" && Number(log2N) <= MAX_LOG2_N && Number(log2N) >= 1) {
    return {
      storage: "scrypt",
      log2N: Number(log2N),
      salt: Buffer.from(salt, "base64"),
      hash: Buffer.from(hash, "base64"),
    };
  }
  const hex = sha256Shape.exec(record)?.[1];
  if (hex !== undefined) return { storage: "sha256", hash: Buffer.from(hex, "hex") };
  const scram = readScramRecord(record);
  return scram && { storage: "scram", scram };
}

/** A PHC string (github.com/P-H-C/phc-string-format), as passlib writes it. */
function scryptRecord(log2N: number, salt: Buffer, hash: Buffer): string {
  return `$scrypt$ln=${log2N},r=${blockSize},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** The keys of SCRAM that a server stores. The others are wiped: anyone could log in with them. */
async function keptKeys(password: Buffer, salt: Buffer, iterations: number) {
  const salted = await pbkdf2Async(password, salt, iterations, hashLength, "sha256");
  const { clientKey, ...kept } = scramKeys(salted);
  for (const secret of [salted, clientKey]) secret.fill(0);
  return kept;
}

/** The form of Raw-SHA256 in John the Ripper. */
function sha256Record(hex: string): string {
  return `$SHA256$${hex}`;
}

function scryptHash(password: Buffer, salt: Buffer, log2N: number): Promise<Buffer> {
  const N = 2 ** log2N;
  return scryptAsync(password, salt, hashLength, { N, r: blockSize, p: parallelism, maxmem: 256 * N * blockSize });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
