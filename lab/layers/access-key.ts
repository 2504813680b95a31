import { readFileSync, statSync } from "node:fs";
import { type AccessKeyFault, readAccessKey } from "../../chat/layers/access-key.ts";
import { askSecret } from "../../terminal/ask-secret.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printError } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { texts } from "./texts.ts";

/** The permission bits of group and others to read. */
const READABLE_BY_OTHERS = 0o044;

/** The access key of a file: its first line. Throws LabError where that cannot be one. */
export function accessKeyOf(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
    if ((statSync(path).mode & READABLE_BY_OTHERS) !== 0) printError(texts.keyFileOpen(printable(path)));
  } catch (error) {
    throw new LabError(
      texts.cannotRead(printable(path), (error as NodeJS.ErrnoException).code ?? ""),
      texts.list(path),
    );
  }
  return checked(text.split(/\r?\n/, 1)[0]!, printable(path));
}

/** Asks for the access key without showing it; `prompt` says whose. Throws LabError where what was typed cannot be one. */
export async function askAccessKey(prompt: string): Promise<string> {
  return checked(await askSecret(prompt, texts.useKeyFile), texts.whatYouTyped);
}

function checked(text: string, source: string): string {
  const read = readAccessKey(text);
  if ("key" in read) return read.key;
  const fault: AccessKeyFault = read.fault;
  throw new LabError(texts.faults[fault](source), texts.keyForms);
}
