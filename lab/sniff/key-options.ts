import type { Command } from "commander";
import { printError } from "../../terminal/print.ts";

/** Adds the options that name keys to open TLS with; `readUnlock` reads them. */
export function keyOptions(command: Command): Command {
  return command
    .option("--keylog <file>", "open TLS with the secrets in this key log; may be given more than once", collect)
    .option("--key <file>", "open TLS with the server's private key, where the key exchange was RSA", collect)
    .option("--passphrase-file <file>", "the key's passphrase is the first line of this file")
    .option("--psk <hex or file>", "open TLS with this pre-shared key", collect)
    .option("--access-key-file <file>", "open home-made layers with the access key in the first line of this file")
    .option("--no-secrets", "do not use the secrets inside a pcapng file");
}

function collect(one: string, before: readonly string[] = []): readonly string[] {
  return [...before, one];
}

/** Writes each line to standard error once: what is wrong with a key log is the same for every capture. */
export function tellOnce(): (line: string) => void {
  const told = new Set<string>();
  return (line) => {
    if (!told.has(line)) printError(`lab: ${line}`);
    told.add(line);
  };
}
