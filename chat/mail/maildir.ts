import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, join } from "node:path";

/** Most e-mails of a mail server. */
const MAX_EMAILS = 1000;
/** Largest e-mail, in bytes. */
export const MAX_EMAIL_BYTES = 64 * 1024;

/** An e-mail in the folder. */
export interface KeptEmail {
  readonly path: string;
  readonly isNew: boolean;
  /** Its arrival, in milliseconds since 1970. */
  readonly came: number;
}

const folders = ["tmp", "new", "cur"] as const;
/** The end of the file name of an e-mail that was read (https://cr.yp.to/proto/maildir.html). */
const seen = ":2,S";

/** Makes the folders of a Maildir, only for its owner. Throws the system's error. */
export function makeMaildir(folder: string): void {
  for (const name of folders) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
}

/**
 * Stores an e-mail. It is complete and on the disk before it gets its place, so no reader sees half of it. False if the
 * folder is full. Throws the system's error.
 */
export function keepEmail(folder: string, bytes: Uint8Array): boolean {
  if (emails(folder).length >= MAX_EMAILS) return false;
  const name = `${Date.now()}.${process.hrtime.bigint()}.${randomBytes(4).toString("hex")}.lab`;
  const unfinished = join(folder, "tmp", name);
  const file = openSync(unfinished, "wx", 0o600);
  try {
    for (let rest = bytes; rest.length > 0; ) rest = rest.subarray(writeSync(file, rest));
    fsyncSync(file);
    renameSync(unfinished, join(folder, "new", name));
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  return true;
}

/** All e-mails, the oldest first; an empty list without a folder. */
export function emails(folder: string): readonly KeptEmail[] {
  const found = (["new", "cur"] as const).flatMap((name) =>
    namesIn(join(folder, name)).map((file) => ({
      path: join(folder, name, file),
      isNew: name === "new",
      came: Number.parseInt(file, 10) || 0,
    })),
  );
  return found.sort((a, b) => (basename(a.path) < basename(b.path) ? -1 : 1));
}

/** The bytes of an e-mail, which from then on counts as read. */
export function openEmail(folder: string, { path, isNew }: KeptEmail): Buffer {
  const bytes = bytesOf(path);
  if (isNew) renameSync(path, join(folder, "cur", basename(path) + seen));
  return bytes;
}

/**
 * The bytes of an e-mail, at most as many as one may have. Empty if it is not a file: reading a pipe may wait for ever.
 */
export function bytesOf(path: string): Buffer {
  return statSync(path).isFile() ? readFileSync(path).subarray(0, MAX_EMAIL_BYTES) : Buffer.alloc(0);
}

/** Deletes all e-mails; returns how many there were. */
export function deleteEmails(folder: string): number {
  const all = emails(folder);
  for (const { path } of all) rmSync(path, { force: true });
  return all.length;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith("."));
  } catch {
    return [];
  }
}
