import type { Command } from "commander";
import { printError } from "../../terminal/print.ts";
import { collected } from "../option-values.ts";
import { keyOptionTexts as texts } from "./texts.ts";

/** Adds the options for the keys that open TLS; `readUnlock` reads them. */
export function keyOptions(command: Command): Command {
  return command
    .option("--keylog <file>", texts.keylog, collected)
    .option("--key <file>", texts.key, collected)
    .option("--passphrase-file <file>", texts.passphraseFile)
    .option("--psk <hex or file>", texts.psk, collected)
    .option("--access-key-file <file>", texts.accessKeyFile)
    .option("--no-secrets", texts.noSecrets);
}

/** Writes each line to standard error once: a problem of a key log is the same for every capture. */
export function tellOnce(): (line: string) => void {
  const told = new Set<string>();
  return (line) => {
    if (!told.has(line)) printError(`lab: ${line}`);
    told.add(line);
  };
}
