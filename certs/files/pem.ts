import { readFileSync, statSync } from "node:fs";
import { texts } from "./texts.ts";

/** One `-----BEGIN …-----` block of a PEM file (RFC 7468). */
export interface PemBlock {
  /** What stands after BEGIN: "CERTIFICATE", "PRIVATE KEY" … */
  readonly label: string;
  /** The block as text with plain line ends, ready for OpenSSL. */
  readonly text: string;
  /** The bytes in it; of an old-style encrypted key (`DEK-Info`) the ciphertext. */
  readonly der: Uint8Array;
  /** Whether a passphrase is needed to read it. */
  readonly encrypted: boolean;
}

/** What somebody wants from a file: it decides which command an error suggests. */
export type Wanted = "key" | "certificate" | "request";

/** No key or chain comes near this; a file named by mistake may. */
const MAX_FILE_BYTES = 1024 * 1024;

/**
 * Reads every block of a PEM file. Windows line ends are taken as they are. Throws LabError with the mending command for a file
 * that is missing, unreadable, DER, UTF-16, cut short or no PEM at all.
 */
export function readPemFile(path: string, wanted: Wanted): readonly PemBlock[] {
  return parsePem(readBytes(path, wanted), path, wanted);
}

/** As `readPemFile`, for bytes that are here already; `path` is only for the messages. */
export function parsePem(bytes: Uint8Array, path: string, wanted: Wanted): readonly PemBlock[] {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) throw texts.fileIsUtf16(path);
  const text = Buffer.from(bytes).toString("latin1").replace(/\r\n?/g, "\n");
  if (!text.includes("-----BEGIN "))
    throw looksLikeDer(bytes) ? texts.fileIsDer(path, wanted) : texts.noPem(path, wanted);
  const blocks: PemBlock[] = [];
  for (const [, label = "", body] of text.matchAll(pemBlock)) {
    if (body === undefined) throw texts.pemCut(path, label);
    blocks.push(readBlock(label, body, path));
  }
  return blocks;
}

/** Whether the bytes are one DER SEQUENCE from first to last, as certificates, requests and keys are. */
export function looksLikeDer(bytes: Uint8Array): boolean {
  return bytes[0] === 0x30 && derLength(bytes) === bytes.length;
}

/** Reads a file, up to a bound that no key or certificate comes near. Throws LabError; its hint makes what is `wanted`. */
export function readBytes(path: string, wanted?: Wanted): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size > MAX_FILE_BYTES) throw texts.fileTooLarge(path, size, MAX_FILE_BYTES);
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") throw texts.noSuchFile(path, wanted);
    if (code === "EACCES" || code === "EPERM") throw texts.fileNotReadable(path);
    if (code === "EISDIR") throw texts.fileIsFolder(path);
    throw error;
  }
}

/** A block with its END line, or one whose END line is missing: then the last group is undefined. */
const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----(?:[ \t]*\n((?:(?!-----)[\s\S])*)-----END \1-----)?/g;

function readBlock(label: string, body: string, path: string): PemBlock {
  const headers = /^(?:[\w-]+:.*\n)+\n/.exec(body)?.[0] ?? "";
  const base64 = body.slice(headers.length).replace(/\s/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) throw texts.pemNotBase64(path, label);
  const der = Buffer.from(base64, "base64");
  const encrypted = label === "ENCRYPTED PRIVATE KEY" || headers.includes("ENCRYPTED");
  if (headers === "" && derLength(der) !== der.length) throw texts.pemCut(path, label);
  const lines = base64.match(/.{1,64}/g)?.join("\n") ?? "";
  return { label, text: `-----BEGIN ${label}-----\n${headers}${lines}\n-----END ${label}-----\n`, der, encrypted };
}

/** The length of the DER value that begins here, with its header (X.690 section 8.1.3), or undefined where there is none. */
function derLength(bytes: Uint8Array): number | undefined {
  const first = bytes[1];
  if (first === undefined) return undefined;
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  if (count === 0 || count > 4 || bytes.length < 2 + count) return undefined;
  return bytes.subarray(2, 2 + count).reduce((length, byte) => length * 256 + byte, 0) + 2 + count;
}
