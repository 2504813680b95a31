import type { Command } from "commander";
import { texts } from "./texts.ts";

/** The options of `lab chat` about sealed lines. */
export interface SealOptions {
  readonly seal?: true;
  readonly keyPassphraseFile?: string;
}

export function addSealOptions(command: Command): Command {
  return command
    .option("--seal", texts.options.seal)
    .option("--key-passphrase-file <file>", texts.options.keyPassphraseFile);
}
