import { closeSync, openSync, readSync } from "node:fs";
import { systemReason } from "../../terminal/files/system-reason.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { isDer, tags } from "../parse/der.ts";
import { texts, type Wanted } from "./texts.ts";

/** One `-----BEGIN …-----` block of a PEM file (RFC 7468). */
export interface PemBlock {
  /** The words after BEGIN: "CERTIFICATE", "PRIVATE KEY" … */
  readonly label: string;
  /** The block as text with plain line ends, ready for OpenSSL. */
  readonly text: string;
  /** Its bytes; of an old-style encrypted key (`DEK-Info`) the ciphertext. */
  readonly der: Uint8Array;
  /** Whether reading it needs a passphrase. */
  readonly encrypted: boolean;
}

/** No key or chain is as large; a wrong file may be. */
const MAX_FILE_BYTES = 1024 * 1024;

/**
 * Reads every block of a PEM file. Windows line ends are accepted. Throws LabError with the command that fixes it for a
 * file that is missing, unreadable, DER, UTF-16, cut, or not PEM.
 */
export function readPemFile(path: string, wanted: Wanted): readonly PemBlock[] {
  return parsePem(readBytes(path, wanted), path, wanted);
}

/** Like `readPemFile`, for bytes in memory; `path` is only for the messages. */
export function parsePem(bytes: Uint8Array, path: string, wanted: Wanted): readonly PemBlock[] {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new LabError(...texts.fileIsUtf16(path));
  const text = Buffer.from(bytes).toString("latin1").replace(/\r\n?/g, "\n");
  if (!text.includes("-----BEGIN "))
    throw new LabError(...(looksLikeDer(bytes) ? texts.fileIsDer(path, wanted) : texts.noPem(path, wanted)));
  const blocks: PemBlock[] = [];
  for (const [, label = "", body] of text.matchAll(pemBlock)) {
    if (body === undefined) throw new LabError(...texts.pemCut(path, label));
    blocks.push(readBlock(label, body, path));
  }
  if (blocks.length === 0) throw new LabError(...texts.noPem(path, wanted));
  return blocks;
}

/** Whether a block is a certificate, by its own name or by OpenSSL's older one. */
export function isCertificate({ label }: PemBlock): boolean {
  return label === "CERTIFICATE" || label === "X509 CERTIFICATE";
}

/** Whether a block is a request, by its own name or by an older one. */
export function isRequest({ label }: PemBlock): boolean {
  return label === "CERTIFICATE REQUEST" || label === "NEW CERTIFICATE REQUEST";
}

/** Whether the bytes are exactly one DER SEQUENCE, as in certificates, requests and keys. */
export function looksLikeDer(bytes: Uint8Array): boolean {
  return bytes[0] === tags.sequence && isDer(bytes);
}

/** Reads a file, up to a bound that no key or certificate reaches. Throws LabError; its hint makes what is `wanted`. */
export function readBytes(path: string, wanted?: Wanted): Uint8Array {
  try {
    const bytes = readSome(path, MAX_FILE_BYTES + 1);
    if (bytes.length > MAX_FILE_BYTES) throw new LabError(...texts.fileTooLarge(path, MAX_FILE_BYTES));
    return bytes;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") throw new LabError(...texts.noSuchFile(path, wanted));
    if (code === "EACCES" || code === "EPERM") throw new LabError(...texts.fileNotReadable(path));
    if (code === "EISDIR") throw new LabError(...texts.fileIsFolder(path));
    if (code === undefined) throw error;
    throw new LabError(...texts.fileUnusable(path, systemReason(error)));
  }
}

/** The first bytes of a file. Its size does not help: a device has size 0 and never ends. */
function readSome(path: string, most: number): Uint8Array {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(most);
    let length = 0;
    for (let read = -1; read !== 0 && length < most; length += read)
      read = readSync(file, buffer, length, most - length, null);
    return buffer.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

/** A block with its END line. If the END line is missing, the last group is undefined. */
const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----(?:[ \t]*\n((?:(?!-----)[\s\S])*)-----END \1-----)?/g;

function readBlock(label: string, body: string, path: string): PemBlock {
  const headers = /^(?:[\w-]+:.*\n)+\n/.exec(body)?.[0] ?? "";
  const base64 = body.slice(headers.length).replace(/\s/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) throw new LabError(...texts.pemNotBase64(path, label));
  const der = Buffer.from(base64, "base64");
  const encrypted = label === "ENCRYPTED PRIVATE KEY" || headers.includes("ENCRYPTED");
  if (headers === "" && !isDer(der)) throw new LabError(...texts.pemCut(path, label));
  const lines = base64.match(/.{1,64}/g)?.join("\n") ?? "";
  return { label, text: `-----BEGIN ${label}-----\n${headers}${lines}\n-----END ${label}-----\n`, der, encrypted };
}
