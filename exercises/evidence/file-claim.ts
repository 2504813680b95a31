import { statSync } from "node:fs";
import { relative } from "node:path";
import { LabError } from "../../terminal/lab-error.ts";
import { texts } from "../texts.ts";
import { type Claim, claimed, type Verdict } from "./claim.ts";
import type { Evidence } from "./evidence.ts";

/** How much a file's clock may be before the exercise's start, in milliseconds: file systems keep rough times. */
const clockSlack = 2000;

/** A claim about a file that the student made in this exercise. A file that is missing, old or unreadable fails it with its reason. */
export async function fileClaim(
  claim: string,
  file: string,
  { startedAt }: Evidence,
  look: () => Verdict | Promise<Verdict>,
): Promise<Claim> {
  const path = relative(process.cwd(), file);
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return claimed(claim, texts.fileMissing(path));
  if (startedAt !== undefined && status.mtimeMs < startedAt - clockSlack) {
    return claimed(claim, texts.fileOld(path, status.mtime, new Date(startedAt)));
  }
  try {
    return claimed(claim, { where: path, ...(await look()) });
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return claimed(claim, { ok: false, found: error.message, where: path, next: error.hint });
  }
}
