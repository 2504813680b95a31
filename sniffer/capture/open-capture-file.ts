import { closeSync, constants, createReadStream, fstatSync, openSync } from "node:fs";
import { Socket } from "node:net";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import type { Capture } from "./frame.ts";
import { readCapture } from "./read-capture.ts";
import { secretsFirst } from "./secrets-first.ts";
import { texts } from "./texts.ts";

/** How much of a file is read at a time: more makes nothing faster. */
const chunkLength = 256 * 1024;

const standardInput = 0;
const { O_NONBLOCK, O_RDONLY } = constants;

/**
 * The capture in the file of this name; "-" is standard input. Throws a `LabError` at once where the file cannot be opened
 * (missing, a folder, no permission, a terminal), and while reading where the disk fails. The file is open from here on, so that root can be
 * given up before anything of it is read.
 */
export function openCaptureFile(path: string): Capture {
  if (path === "-") return readStandardInput();
  const capture = (stream: AsyncIterable<Uint8Array>) => readCapture(chunksOf(stream, path));
  try {
    const fd = openSync(path, O_RDONLY | O_NONBLOCK); // A pipe that no one writes to yet is open at once.
    const found = fstatSync(fd);
    if (found.isFIFO()) return capture(new Socket({ fd, readable: true, writable: false }));
    const file = () => createReadStream("", { fd, highWaterMark: chunkLength });
    if (found.isFile()) return secretsFirst(capture(file()), openSync(path, O_RDONLY));
    closeSync(fd);
    if (found.isDirectory()) throw new LabError(texts.isFolder(printable(path)), texts.isFolderHint);
    return capture(createReadStream(path, { highWaterMark: chunkLength })); // A device: reading may wait, as programs expect.
  } catch (error) {
    throw mendable(error, path);
  }
}

function readStandardInput(): Capture {
  if (process.stdin.isTTY) throw new LabError(texts.inputIsTerminal, texts.inputIsTerminalHint);
  const input = fstatSync(standardInput);
  if (input.isDirectory()) throw new LabError(texts.isFolder(texts.standardInput), texts.isFolderHint);
  // A file that was redirected is read in large pieces; a pipe as it comes.
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

/** What the system says of a file, as an error that says what to do. */
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
