import { createHash } from "node:crypto";
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  type Stats,
  statSync,
} from "node:fs";
import { basename, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { encryptStream, makeIdentity } from "../../chat/files/age.ts";
import { wrapFileKey } from "../../chat/files/file-key.ts";
import { fileNameProblem } from "../../chat/files/file-name.ts";
import { MAX_FILE_BYTES } from "../../chat/files/file-store.ts";
import { type FilesClient, type Progress, RefusedRequest } from "../../chat/files/files-client.ts";
import type { AboutFile } from "../../chat/files/requests.ts";
import { refusal } from "../../chat/protocol/refusal.ts";
import { openOwnFile } from "../../terminal/files/open-own-file.ts";
import { writeFileAtomically } from "../../terminal/files/write-file.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { texts } from "./texts.ts";

/** An encrypted file that waits to be sent, and its source. */
interface Outgoing extends AboutFile {
  readonly source: string;
  readonly sourceSize: number;
  readonly sourceTime: number;
}

export interface PutOptions {
  readonly owner: string;
  /** The folder of encrypted files, until the server has all of a file. */
  readonly folder: string;
  /** Asks for the password of the file. Not called if an interrupted upload continues. */
  readonly password: () => Promise<string>;
  readonly onEncrypt: Progress;
  readonly onSend: Progress;
}

/**
 * Encrypts a file, then sends it. The server gets only the encrypted file and its key under the file's password. The
 * encrypted file stays until all of it was sent, so the same command can continue after a break. Throws LabError.
 */
export async function putFile(client: FilesClient, path: string, options: PutOptions): Promise<string> {
  const name = basename(path).normalize("NFC");
  const found = look(path);
  const problem = fileNameProblem(name);
  if (problem !== undefined) throw new LabError(texts.cannotSend(printable(path), problem.text), texts.renameIt);
  // A file that the server would refuse at the end is refused before the work.
  if (found.size > MAX_FILE_BYTES) throw RefusedRequest.of(refusal("file-large", MAX_FILE_BYTES));
  const isThere = (await client.list()).some((file) => file.owner === options.owner && file.name === name);
  if (isThere) throw RefusedRequest.of(refusal("file-exists", name));
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const encrypted = join(options.folder, `${name}.age`);
  const outgoing = waiting(encrypted, path, found) ?? (await encrypt(path, found, encrypted, options));
  await client.put(name, outgoing, (start) => createReadStream(encrypted, { start }), options.onSend);
  rmSync(encrypted, { force: true });
  rmSync(noteOf(encrypted), { force: true });
  return name;
}

function look(path: string): Stats {
  try {
    const found = statSync(path);
    if (found.isFile()) return found;
    if (!found.isDirectory()) throw new LabError(...texts.notAFile(printable(path)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new LabError(...texts.noSuchFile(printable(path)));
    throw error;
  }
  throw new LabError(...texts.isAFolder(printable(path)));
}

/** The rest of an interrupted upload of the same file. */
function waiting(encrypted: string, path: string, found: Stats): Outgoing | undefined {
  if (!existsSync(encrypted) || !existsSync(noteOf(encrypted))) return undefined;
  const note = JSON.parse(readFileSync(noteOf(encrypted), "utf8")) as Outgoing;
  const isSame = note.source === resolve(path) && note.sourceSize === found.size && note.sourceTime === found.mtimeMs;
  return isSame && statSync(encrypted).size === note.size ? note : undefined;
}

async function encrypt(path: string, found: Stats, encrypted: string, options: PutOptions): Promise<Outgoing> {
  const password = await options.password();
  const { identity, recipient } = await makeIdentity();
  const wrapped = await wrapFileKey(identity, { passphrase: password });
  const hash = createHash("sha256");
  let [read, size] = [0, 0];
  async function* source() {
    for await (const piece of createReadStream(path)) {
      read += (piece as Buffer).length;
      options.onEncrypt(Math.min(read, found.size), found.size);
      yield piece as Buffer;
    }
  }
  async function* hashed(stream: AsyncIterable<Uint8Array>) {
    for await (const piece of stream) {
      hash.update(piece);
      size += piece.length;
      yield piece;
    }
  }
  try {
    const descriptor = openOwnFile(encrypted, "replace");
    await pipeline(
      hashed(await encryptStream(source(), { recipient })),
      createWriteStream(encrypted, { fd: descriptor }),
    );
    const after = statSync(path);
    if (read !== found.size || after.size !== found.size || after.mtimeMs !== found.mtimeMs)
      throw new LabError(...texts.changedMeanwhile(printable(path)));
  } catch (error) {
    rmSync(encrypted, { force: true });
    throw error;
  }
  const outgoing: Outgoing = {
    source: resolve(path),
    sourceSize: found.size,
    sourceTime: found.mtimeMs,
    size,
    sha256: hash.digest("hex"),
    wrapped,
  };
  writeFileAtomically(noteOf(encrypted), JSON.stringify(outgoing), { mode: 0o600 });
  return outgoing;
}

function noteOf(encrypted: string): string {
  return `${encrypted}.json`;
}
