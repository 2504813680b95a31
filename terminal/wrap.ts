import { graphemes, shortened, widthOf } from "./columns.ts";
import { printable } from "./printable.ts";

export interface WrapOptions {
  /** Columns of the first line, where they are others than those of the rest. */
  readonly first?: number;
  /** Most lines; what does not fit into them is cut with "…". */
  readonly lines?: number;
  /** A word that is longer than a line is broken. Without this it stays whole on a line of its own: it may be a command to copy. */
  readonly breaksWords?: boolean;
}

/**
 * Breaks text into lines of at most `width` columns: at its spaces, and with `breaksWords` inside long words. A line end in the text
 * counts as a space. At least one line; none ends with a space. The text must be cleaned already, see `printable`.
 */
export function wrapText(text: string, width: number, options: WrapOptions = {}): string[] {
  const { first = width, lines = Number.POSITIVE_INFINITY, breaksWords = false } = options;
  const flat = text.replace(/[\n\t]/g, " ");
  if (widthOf(flat) <= first) return [flat.trimEnd()];
  const found: string[] = [];
  let [line, used, room] = ["", 0, first];
  const endLine = () => {
    found.push(line.trimEnd());
    [line, used, room] = ["", 0, width];
  };
  // Without the spaces at its end: the expression would look at each of them again and again.
  for (const [piece] of flat.trimEnd().matchAll(/ *[^ ]+/g)) {
    if (line !== "" && used + widthOf(piece) > room) endLine();
    const word = line === "" && found.length > 0 ? piece.trimStart() : piece;
    const columns = widthOf(word);
    if (used + columns <= room || !breaksWords) {
      line += word;
      used += columns;
      continue;
    }
    for (const { segment } of graphemes.segment(word)) {
      const next = widthOf(segment);
      if (line !== "" && used + next > room) endLine();
      line += segment;
      used += next;
    }
  }
  if (line !== "" || found.length === 0) endLine();
  if (found.length <= lines) return found;
  return [...found.slice(0, lines - 1), shortened(found.slice(lines - 1).join(" "), width)];
}

/** A text from outside, made safe and broken into lines that fit, inside long words where it must be. */
export function wrapped(text: string, width: number): string[] {
  return wrapText(printable(text), width, { breaksWords: true });
}

/** A space at which a line is not broken. */
const keptSpace = "\u00a0";

/** Keeps this text in one line: for commands. */
export function unbroken(text: string): string {
  return text.replaceAll(" ", keptSpace);
}

/** Text as it is shown, after it was broken into lines. */
export function shownSpaces(text: string): string {
  return text.replaceAll(keptSpace, " ");
}
