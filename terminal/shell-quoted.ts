import { printable } from "./printable.ts";

/** A word as a shell takes it. */
export function shellQuoted(word: string): string {
  return /^[\w./:@%+,=-][\w./:@%+,=~-]*$/.test(word) ? word : `'${printable(word).replaceAll("'", "'\\''")}'`;
}
