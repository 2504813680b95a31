import { closeSync, constants, createReadStream, fstatSync, openSync } from "node:fs";
import { Socket } from "node:net";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import type { Capture } from "./frame.ts";
import { readCapture } from "./read-capture.ts";
import { secretsFirst } from "./secrets-first.ts";
import { texts } from "./texts.ts";

/** Bytes read from a file at a time: more is not faster. */
const chunkLength = 256 * 1024;

const standardInput = 0;
const { O_NONBLOCK, O_RDONLY } = constants;

/**
 * The capture in this file; "-" is standard input. Throws a `LabError` at once if the file cannot be opened (missing, a
 * folder, no permission, a terminal), and while reading if the disk fails. The file is open on return, so the caller
 * can give up root before anything is read.
 */
export function openCaptureFile(path: string): Capture {
  if (path === "-") return readStandardInput();
  const capture = (stream: AsyncIterable<Uint8Array>) => readCapture(chunksOf(stream, path));
  try {
    const fd = openSync(path, O_RDONLY | O_NONBLOCK); // A pipe without a writer opens at once.
    const found = fstatSync(fd);
    if (found.isFIFO()) return capture(new Socket({ fd, readable: true, writable: false }));
    const file = () => createReadStream("", { fd, highWaterMark: chunkLength });
    if (found.isFile()) return secretsFirst(capture(file()), openSync(path, O_RDONLY));
    closeSync(fd);
    if (found.isDirectory()) throw new LabError(texts.isFolder(printable(path)), texts.isFolderHint);
    return capture(createReadStream(path, { highWaterMark: chunkLength })); // A device: reading may wait.
  } catch (error) {
    throw mendable(error, path);
  }
}

function readStandardInput(): Capture {
  if (process.stdin.isTTY) throw new LabError(texts.inputIsTerminal, texts.inputIsTerminalHint);
  const input = fstatSync(standardInput);
  if (input.isDirectory()) throw new LabError(texts.isFolder(texts.standardInput), texts.isFolderHint);
  // A redirected file is read in large pieces; a pipe as it comes.
  const file = () => createReadStream("", { fd: standardInput, autoClose: false, highWaterMark: chunkLength });
  return readCapture(chunksOf(input.isFile() ? file() : process.stdin, texts.standardInput));
}

async function* chunksOf(stream: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } catch (error) {
    throw mendable(error, path);
  }
}

/** The system's error about a file, as an error with the remedy. */
function mendable(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const name = printable(path);
  switch (error.code) {
    case "ENOENT":
    case "ENOTDIR":
      return new LabError(texts.noSuchFile(name), texts.noSuchFileHint);
    case "EACCES":
    case "EPERM":
      return new LabError(texts.noPermission(name), texts.noPermissionHint(name));
    case "EISDIR":
      return new LabError(texts.isFolder(name), texts.isFolderHint);
    default:
      return new LabError(texts.unreadable(name, printable(error.message)));
  }
}
