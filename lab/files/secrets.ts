import { readFileSync, statSync } from "node:fs";
import { askSecret } from "../../terminal/ask-secret.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printError } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { texts } from "./texts.ts";

/** The permission bits of group and others to read. */
const READABLE_BY_OTHERS = 0o044;

/** A secret from the first line of a file, or from the keyboard without echo. `option` names the option with the file. */
export async function secretFrom(file: string | undefined, prompt: string, option: string): Promise<string> {
  const secret = file === undefined ? await askSecret(prompt, texts.inAFile(option)) : firstLine(file);
  if (secret === "") throw new LabError(...texts.emptySecret(option));
  return secret;
}

/** A new secret: typed twice, or from a file. */
export async function newSecret(file: string | undefined, prompt: string, option: string): Promise<string> {
  const secret = await secretFrom(file, prompt, option);
  if (file === undefined && (await askSecret(texts.again, texts.inAFile(option))) !== secret)
    throw new LabError(...texts.secretsDiffer);
  return secret;
}

function firstLine(path: string): string {
  try {
    if ((statSync(path).mode & READABLE_BY_OTHERS) !== 0) printError(texts.readableByOthers(path));
    return readFileSync(path, "utf8").split(/\r?\n/, 1)[0]!;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new LabError(...texts.noSuchFile(printable(path)));
    throw error;
  }
}
