import { printable } from "./printable.ts";

/** A word in a shell's form. */
export function shellQuoted(word: string): string {
  return /^[\w./:@%+,=-][\w./:@%+,=~-]*$/.test(word) ? word : `'${printable(word).replaceAll("'", "'\\''")}'`;
}
