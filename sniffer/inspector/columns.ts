import stringWidth from "string-width";

/** Text of which every character is one unit and one column wide, as almost all is: measuring the rest takes a hundred times as long. */
const simple = /^[ -~\u00a1-\u00ac\u00ae-\u00ff←-↓…─│▸▾]*$/;
const graphemes = new Intl.Segmenter();

/** How many columns a text takes. */
export function widthOf(text: string): number {
  return simple.test(text) ? text.length : stringWidth(text);
}

/** Text made exactly `width` columns wide: filled with spaces, or cut with "…". The text must be cleaned already. */
export function fitted(text: string, width: number): string {
  if (width <= 0) return "";
  if (simple.test(text)) {
    return text.length <= width ? text.padEnd(width) : `${text.slice(0, width - 1)}…`;
  }
  const whole = stringWidth(text.length > width * 8 ? text.slice(0, width * 8) : text);
  if (whole <= width && text.length <= width * 8) return text + " ".repeat(width - whole);
  let used = 0;
  let kept = "";
  for (const { segment } of graphemes.segment(text)) {
    const next = stringWidth(segment);
    if (used + next > width - 1) break;
    kept += segment;
    used += next;
  }
  return `${kept}…${" ".repeat(width - 1 - used)}`;
}

/** Text of at most `width` columns, for the end of a line: what Ink need not measure costs nothing. */
export function shortened(text: string, width: number): string {
  if (simple.test(text) && text.length <= width) return text;
  return fitted(text, width).trimEnd();
}

/** Text at the right of `width` columns. */
export function fitRight(text: string, width: number): string {
  return text.length >= width ? fitted(text, width) : text.padStart(width);
}

/** Words broken into lines of at most `width` columns; at most `lines` of them where it is given, the last cut with "…". */
export function wrap(text: string, width: number, lines = Number.POSITIVE_INFINITY): readonly string[] {
  const out: string[] = [];
  let line = "";
  const all = text.split(" ");
  for (const [index, word] of all.entries()) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (out.length === lines - 1) {
      out.push(fitted(`${line} ${all.slice(index).join(" ")}`.trim(), width).trimEnd());
      return out;
    }
    if (line !== "") out.push(line);
    line = word;
  }
  out.push(widthOf(line) > width ? fitted(line, width) : line);
  return out.slice(0, lines);
}
