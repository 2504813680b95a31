import { texts } from "../../../certs/texts.ts";

/** Prints the `openssl` lines that do the same. With `--dry-run` that is all, and the answer is no: do not go on. */
export function announce(lines: readonly string[], dryRun: true | undefined): boolean {
  console.log([texts.sameWithOpenssl, ...lines.map((line) => `  ${line}`), ""].join("\n"));
  return dryRun === undefined;
}
