import { type AccessKeyFault, readAccessKey } from "../../chat/layers/access-key.ts";
import { askSecret } from "../../terminal/ask-secret.ts";
import { readSecretLine } from "../../terminal/files/read-file.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printError } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { texts } from "./texts.ts";

/** How often the user is asked for a valid access key. */
const MAX_ASKED = 3;

/** The access key of a file: its first line. Throws LabError if it is not valid. */
export function accessKeyOf(path: string): string {
  return checked(readSecretLine(path), printable(path));
}

/**
 * Asks for the access key without showing it; `prompt` says for which server. Asks again after an invalid one. Throws
 * LabError after the last time.
 */
export async function askAccessKey(prompt: string): Promise<string> {
  for (let asked = 1; ; asked++) {
    const typed = await askSecret(prompt, texts.useKeyFile);
    try {
      return checked(typed, texts.whatYouTyped);
    } catch (error) {
      if (asked === MAX_ASKED || !(error instanceof LabError)) throw error;
      printError(`lab: ${error.message}`);
    }
  }
}

function checked(text: string, source: string): string {
  const read = readAccessKey(text);
  if ("key" in read) return read.key;
  const fault: AccessKeyFault = read.fault;
  throw new LabError(texts.faults[fault](source), texts.keyForms);
}
