import { unfitCharacter } from "../protocol/protocol.ts";
import { type Refusal, refusal } from "../protocol/refusal.ts";

/** Longest name of a file, in bytes of UTF-8: the limit of file systems, minus room for an ending. */
const MAX_FILE_NAME_BYTES = 200;

/**
 * Why a file cannot have this name. It is a name and never a path: the server stores files under numbers, and a client
 * checks a name again before it writes a file.
 */
export function fileNameProblem(name: string): Refusal | undefined {
  if (name === "" || name === "." || name === "..") return refusal("file-name-empty");
  if (Buffer.byteLength(name) > MAX_FILE_NAME_BYTES) return refusal("file-name-long", MAX_FILE_NAME_BYTES);
  const isOdd = /[/\\]|^\s|\s$|^-/u.test(name) || unfitCharacter(name) !== undefined || name !== name.normalize("NFC");
  return isOdd ? refusal("file-name-shape") : undefined;
}
