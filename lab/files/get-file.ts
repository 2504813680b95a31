import { createHash } from "node:crypto";
import {
  createReadStream,
  createWriteStream,
  existsSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { decryptStream } from "../../chat/files/age.ts";
import { fileNameProblem } from "../../chat/files/file-name.ts";
import type { FilesClient, Progress } from "../../chat/files/files-client.ts";
import type { AboutFile } from "../../chat/files/requests.ts";
import { openOwnFile } from "../../terminal/files/open-own-file.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { texts } from "./texts.ts";

export interface GetOptions {
  readonly owner: string;
  readonly file: string;
  /** The path of the opened file. */
  readonly target: string;
  readonly replaces: boolean;
  /** The folder of unfinished downloads. */
  readonly folder: string;
  /** Opens the key of the file, which is wrapped for this reader. Throws if it cannot. */
  readonly openKey: (wrapped: string) => Promise<string>;
  readonly onReceive: Progress;
  readonly onOpen: Progress;
}

/**
 * Gets a file and opens it. Bytes that arrived before a break are not requested again. The target appears only when the
 * file is complete and authenticated. Throws LabError.
 */
export async function getFile(client: FilesClient, options: GetOptions): Promise<void> {
  const { owner, file, folder, target } = options;
  if (fileNameProblem(file) !== undefined) throw new LabError(...texts.oddName);
  refuseTarget(target);
  const about = await client.about(owner, file);
  const identity = await options.openKey(about.wrapped);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const part = join(folder, `${about.sha256}.part`);
  await receive(client, about, part, options);
  const unfinished = `${target}.part`;
  try {
    const descriptor = openOwnFile(unfinished, "replace");
    const opened = await decryptStream(counted(createReadStream(part), about.size, options.onOpen), { identity });
    await pipeline(opened, createWriteStream(unfinished, { fd: descriptor }));
    place(unfinished, target, options.replaces);
  } catch (error) {
    const isOfSystem = error instanceof LabError || (error as NodeJS.ErrnoException).syscall !== undefined;
    throw isOfSystem ? error : new LabError(...texts.doesNotOpen(file));
  } finally {
    rmSync(unfinished, { force: true });
  }
  rmSync(part, { force: true });
}

/** Before any request: refuses a folder in the file's place, and a missing folder. */
function refuseTarget(target: string): void {
  if (statSync(target, { throwIfNoEntry: false })?.isDirectory())
    throw new LabError(...texts.targetFolder(printable(target)));
  const folder = dirname(target);
  if (!existsSync(folder)) throw new LabError(...texts.noTargetFolder(printable(folder)));
}

async function receive(client: FilesClient, about: AboutFile, part: string, options: GetOptions): Promise<void> {
  const there = statSync(part, { throwIfNoEntry: false })?.size ?? 0;
  const offset = there <= about.size ? there : 0;
  if (offset < about.size) {
    const bytes = client.get(options.owner, options.file, offset);
    const descriptor = openOwnFile(part, offset === 0 ? "replace" : "append");
    const arriving = counted(bytes, about.size, options.onReceive, offset);
    await pipeline(arriving, createWriteStream(part, { fd: descriptor }));
  }
  const hash = createHash("sha256");
  await pipeline(createReadStream(part), hash);
  if (hash.digest("hex") === about.sha256) return;
  rmSync(part);
  throw new LabError(...texts.damagedOnTheWay(options.file));
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  all: number,
  progress: Progress,
  from = 0,
): AsyncGenerator<Uint8Array> {
  let done = from;
  for await (const piece of source) {
    done += piece.length;
    progress(done, all);
    yield piece;
  }
}

/** `link` fails if the name is taken, in one step; `rename` would replace the file. */
function place(unfinished: string, target: string, replaces: boolean): void {
  if (replaces) renameSync(unfinished, target);
  else linkSync(unfinished, target);
}
