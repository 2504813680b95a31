import { printable } from "../printable.ts";

const known: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "your share of the disk is full",
  EACCES: "you may not write there",
  EPERM: "you may not write there",
  EROFS: "nothing can be written there",
  EISDIR: "it is a folder",
  ELOOP: "a link that another user made is in the way",
  ENXIO: "it is a pipe that nobody reads",
  ENOTDIR: "a part of the path is a file, not a folder",
  EEXIST: "a part of the path is a file, not a folder",
  ENAMETOOLONG: "the name is too long",
};

/** Why a file could not be written, in words: without the system's codes. Cleaned. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return printable(String(error));
  const { code = "" } = error as NodeJS.ErrnoException;
  // Node's message: "ENOSPC: no space left on device, write".
  return known[code] ?? printable(code === "" ? error.message : error.message.replace(`${code}: `, "").split(", ")[0]!);
}
