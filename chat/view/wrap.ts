import stringWidth from "string-width";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * Breaks text into rows of at most `first` columns, then of at most `later`: between words where it can, inside a long word where it must.
 * Never empty.
 */
export function wrap(text: string, first: number, later = first): string[] {
  if (stringWidth(text) <= first) return [text];
  const rows: string[] = [];
  let width = first;
  const push = (row: string) => {
    rows.push(row);
    width = later;
  };
  let row = "";
  let used = 0;
  for (const word of text.split(/(?<= )/)) {
    const needed = stringWidth(word.trimEnd());
    if (used > 0 && used + needed > width) {
      push(row.trimEnd());
      row = "";
      used = 0;
    }
    if (needed <= width) {
      row += word;
      used += stringWidth(word);
      continue;
    }
    for (const { segment } of segmenter.segment(word)) {
      const columns = stringWidth(segment);
      if (used + columns > width) {
        push(row);
        row = "";
        used = 0;
      }
      row += segment;
      used += columns;
    }
  }
  if (row.trimEnd() !== "" || rows.length === 0) rows.push(row.trimEnd());
  return rows;
}
