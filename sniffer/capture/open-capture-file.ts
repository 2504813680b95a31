import { accessSync, constants, createReadStream, fstatSync, statSync } from "node:fs";
import { LabError } from "../../lab/lab-error.ts";
import { printable } from "../../lab/terminal/printable.ts";
import type { Capture } from "./frame.ts";
import { readCapture } from "./read-capture.ts";
import { words } from "./words.ts";

/** How much of a file is read at a time: more makes nothing faster. */
const chunkLength = 256 * 1024;

const standardInput = 0;

/**
 * The capture in the file of this name; "-" is standard input. Throws a `LabError` at once where the file cannot be read
 * (missing, a folder, no permission, a terminal), and while reading where the disk fails.
 */
export function openCaptureFile(path: string): Capture {
  if (path === "-") return readStandardInput();
  try {
    if (statSync(path).isDirectory()) throw new LabError(words.isFolder(printable(path)), words.isFolderHint);
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw mendable(error, path);
  }
  return readCapture(chunksOf(createReadStream(path, { highWaterMark: chunkLength }), path));
}

function readStandardInput(): Capture {
  if (process.stdin.isTTY) throw new LabError(words.inputIsTerminal, words.inputIsTerminalHint);
  const input = fstatSync(standardInput);
  if (input.isDirectory()) throw new LabError(words.isFolder(words.standardInput), words.isFolderHint);
  // A file that was redirected is read in large pieces; a pipe as it comes.
  const file = () => createReadStream("", { fd: standardInput, autoClose: false, highWaterMark: chunkLength });
  return readCapture(chunksOf(input.isFile() ? file() : process.stdin, words.standardInput));
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
      return new LabError(words.noSuchFile(name), words.noSuchFileHint);
    case "EACCES":
    case "EPERM":
      return new LabError(words.noPermission(name), words.noPermissionHint(name));
    case "EISDIR":
      return new LabError(words.isFolder(name), words.isFolderHint);
    default:
      return new LabError(words.unreadable(name, printable(error.message)));
  }
}
