import { graphemes, shortened, widthOf } from "./columns.ts";
import { printable } from "./printable.ts";

export interface WrapOptions {
  /** Columns of the first line, if they differ from the others. */
  readonly first?: number;
  /** Most lines; a longer text is cut with "…". */
  readonly lines?: number;
  /**
   * Breaks words that are longer than a line. Without this they stay whole on their own line: they may be commands to
   * copy.
   */
  readonly breaksWords?: boolean;
}

/**
 * Breaks text into lines of at most `width` columns: at its spaces, and with `breaksWords` inside long words. A line
 * end in the text counts as a space. At least one line; none ends with a space. The text must be clean, see
 * `printable`.
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
  // Without the spaces at its end: the expression would read each of them again and again.
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

/** A text from outside, cleaned and broken into lines that fit, if necessary inside long words. */
export function wrapped(text: string, width: number): string[] {
  return wrapText(printable(text), width, { breaksWords: true });
}

/** A space at which no line breaks. */
const keptSpace = "\u00a0";

/** Keeps this text in one line: for commands. */
export function unbroken(text: string): string {
  return text.replaceAll(" ", keptSpace);
}

/** The text for the screen, after it was broken into lines. */
export function shownSpaces(text: string): string {
  return text.replaceAll(keptSpace, " ");
}
