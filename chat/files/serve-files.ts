import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, rmSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { deliveryLine } from "../protocol/protocol.ts";
import { type Refusal, refusal } from "../protocol/refusal.ts";
import { OUTLINE_BYTES } from "./age-outline.ts";
import { fileNameProblem } from "./file-name.ts";
import {
  type FileStore,
  MAX_BYTES_AN_ACCOUNT,
  MAX_FILE_BYTES,
  MAX_FILES_AN_ACCOUNT,
  type NewFile,
  type StoredFile,
} from "./file-store.ts";
import { type Incoming, IncomingError } from "./incoming.ts";
import { type FileRequest, fileAnswerLine, readFileRequest } from "./requests.ts";

/** How long a client may send no request, in milliseconds. */
const idleLimit = 10 * 60_000;

/** One client of the file service, after the log-in. */
export interface FileClient {
  readonly user: string;
  readonly incoming: Incoming;
  /** Resolves when the other side keeps up; rejects if it does not. */
  readonly send: (bytes: Uint8Array) => Promise<void>;
  /** The files on the server; a server that spies uses another class here. */
  readonly store: FileStore;
}

type Answer = readonly string[] | Refusal;

/**
 * Answers requests until the client leaves. Throws IncomingError and errors of `send`: the connection is then unusable.
 */
export async function serveFiles(client: FileClient): Promise<void> {
  for (;;) {
    const line = await client.incoming.line(idleLimit);
    if (line === undefined) return;
    const request = readFileRequest(line);
    if (request?.kind === "quit") return;
    const answer = request === undefined ? refusal("file-request") : await tried(() => act(client, request));
    const lines = "code" in answer ? [deliveryLine.refusal(answer)] : answer;
    if (lines.length > 0) await client.send(Buffer.from(lines.map((one) => `${one}\n`).join("")));
  }
}

async function act(client: FileClient, request: FileRequest): Promise<Answer> {
  const { store, user } = client;
  switch (request.kind) {
    case "list":
      return [...store.list(user).map(fileAnswerLine.file), fileAnswerLine.end];
    case "set-keys":
      store.setKeys(user, request.keys);
      return [fileAnswerLine.done];
    case "keys": {
      const keys = store.keysFor(user, request.user);
      return keys === undefined ? refusal("no-keys", request.user) : [fileAnswerLine.keys(request.user, keys)];
    }
    case "put":
      return put(client, { ...request, name: request.file });
    case "quit":
      return [];
    default: {
      const file = store.find("owner" in request ? request.owner : user, request.file, user);
      return file === undefined ? refusal("no-file", request.file) : actOn(file, client, request);
    }
  }
}

/** Acts on a file that is there and that the client may read; what only its owner may do names no owner. */
async function actOn(
  file: StoredFile,
  { store, user, send }: FileClient,
  request: Extract<FileRequest, { readonly kind: "about" | "head" | "get" | "share" | "unshare" | "remove" }>,
): Promise<Answer> {
  switch (request.kind) {
    case "about":
      return [fileAnswerLine.about(file)];
    case "head": {
      const bytes = store.firstBytes(file.id, OUTLINE_BYTES);
      await send(Buffer.concat([Buffer.from(`${fileAnswerLine.body(bytes.length)}\n`), bytes]));
      return [];
    }
    case "get": {
      const { offset } = request;
      if (offset > file.size) return refusal("file-request");
      await send(Buffer.from(`${fileAnswerLine.body(file.size - offset)}\n`));
      for await (const piece of createReadStream(file.path, { start: offset })) await send(piece as Buffer);
      return [];
    }
    case "share":
      if (!store.isAccount(request.user) || request.user === user) return refusal("no-account", request.user);
      await store.share(file, request.user, request.wrapped);
      return [fileAnswerLine.done];
    case "unshare": {
      const wasShared = request.user !== user && store.unshare(file.id, request.user);
      return wasShared ? [fileAnswerLine.done] : refusal("not-shared", request.user);
    }
    case "remove":
      store.remove(file.id);
      return [fileAnswerLine.done];
  }
}

/**
 * Takes an upload. Bytes that are already there are not sent again. It becomes a file only if it is complete and has
 * the announced hash.
 */
async function put({ user, store, incoming, send }: FileClient, file: NewFile): Promise<Answer> {
  const problem = fileNameProblem(file.name) ?? roomProblem(store, user, file);
  if (problem !== undefined) return problem;
  const part = store.beginPart(user, file);
  if (part === undefined) return refusal("file-busy");
  let left = file.size - part.offset;
  async function* counted(body: AsyncIterable<Buffer>) {
    for await (const piece of body) {
      left -= piece.length;
      yield piece;
    }
  }
  const sink = createWriteStream(part.path, { fd: part.descriptor });
  try {
    await send(Buffer.from(`${fileAnswerLine.send(part.offset)}\n`)).catch(() => {
      throw new IncomingError("closed");
    });
    await pipeline(counted(incoming.bytes(left)), sink);
    if ((await sha256Of(part.path)) !== file.sha256) {
      rmSync(part.path);
      return refusal("file-damaged");
    }
    if (store.add(user, file, part.path)) return [fileAnswerLine.stored];
    rmSync(part.path);
    return refusal("file-exists", file.name);
  } catch (error) {
    // The connection ended or stalled: the unfinished upload is kept.
    if (error instanceof IncomingError) throw error;
    // The disk refused: the client reads the reason, and the bytes sent meanwhile are dropped.
    rmSync(part.path, { force: true });
    await send(Buffer.from(`${deliveryLine.refusal(storeProblem(error))}\n`));
    for await (const piece of incoming.bytes(left)) left -= piece.length;
    return [];
  } finally {
    sink.destroy();
    store.endPart(part.path);
  }
}

function roomProblem(store: FileStore, user: string, { name, size }: NewFile): Refusal | undefined {
  if (size > MAX_FILE_BYTES) return refusal("file-large", MAX_FILE_BYTES);
  if (store.find(user, name, user) !== undefined) return refusal("file-exists", name);
  const { files, bytes } = store.usage(user);
  if (files >= MAX_FILES_AN_ACCOUNT) return refusal("files-full", MAX_FILES_AN_ACCOUNT);
  return bytes + size > MAX_BYTES_AN_ACCOUNT ? refusal("bytes-full", MAX_BYTES_AN_ACCOUNT) : undefined;
}

/** An error of the disk or the database is an answer; the service continues. */
async function tried(act: () => Promise<Answer>): Promise<Answer> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof IncomingError || (error as { isOver?: boolean }).isOver) throw error;
    return storeProblem(error);
  }
}

function storeProblem(error: unknown): Refusal {
  const { code = "" } = error as NodeJS.ErrnoException;
  return refusal(code === "ENOSPC" || code === "EDQUOT" || code === "SQLITE_FULL" ? "disk-full" : "accounts-trouble");
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
