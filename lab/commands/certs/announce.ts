import { texts } from "../../../certs/texts.ts";
import { print } from "../../../terminal/print.ts";

/** Options of every command that writes a file. */
export interface FileOptions {
  readonly out: string;
  readonly passphraseFile?: string;
  readonly force?: boolean;
  readonly dryRun?: true;
}

/** How a command prints. */
export interface Output {
  readonly dryRun?: true | undefined;
  /** Prints JSON for programs, and nothing else. */
  readonly json?: true | undefined;
}

/** Prints the `openssl` lines that do the same. With `--dry-run` returns false: the command must stop here. */
export function announce(lines: readonly string[], { dryRun, json }: Output): boolean {
  if (!json || dryRun) print([texts.sameWithOpenssl, ...lines.map((line) => `  ${line}`), ""].join("\n"));
  return dryRun === undefined;
}
