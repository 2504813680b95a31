import stringWidth from "string-width";

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

/** Breaks text at its spaces into lines of at most `width` columns; a longer word has a line of its own. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/[ \n\t]+/u).filter((one) => one !== "")) {
    if (line !== "" && stringWidth(line) + 1 + stringWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  if (line !== "") lines.push(line);
  return lines.length === 0 ? [""] : lines;
}
