import { plainText, printable } from "./printable.ts";

let toAscii = (text: string) => text;

/**
 * From this call on, output is for a terminal without UTF-8. The module for it is loaded only here, because it measures
 * letters.
 */
export async function printInAscii(): Promise<void> {
  toAscii = (await import("./screen/ascii.ts")).inAscii;
}

let linesOf = (line: string, _columns: number): readonly string[] => [line];

/**
 * From now on, a line for people that is longer than the terminal is wide breaks at its spaces. A command stays whole.
 * The code for this is loaded only for a terminal, and before a command gives up root.
 */
export async function printInLines(): Promise<void> {
  const { adviceLines, indentedLines } = await import("./advice.ts");
  linesOf = (line, columns) => {
    // A line that is coloured from its beginning has its indent after the colour.
    const [colour] = /^(?:\x1b\[[0-9;]*m)*/.exec(line)!;
    const rest = line.slice(colour.length);
    if (!rest.startsWith(" ")) return adviceLines(line, columns);
    const [first = "", ...others] = indentedLines(rest, columns);
    return [colour + first, ...others];
  };
}

/**
 * Prints one or more lines for people: the only way to standard output besides screens. It cleans text again, in case
 * the caller forgot it. Only colours stay, because they cannot do harm.
 */
export function print(text = ""): void {
  process.stdout.write(`${printedOn(process.stdout, text)}\n`);
}

/** The same, to standard error. */
export function printError(text: string): void {
  process.stderr.write(`${printedOn(process.stderr, text)}\n`);
}

/** Prints a line for programs unchanged: JSON that is safe to print, a script, a page of the manual. */
export function printData(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A text in the form in which it is printed. */
export function printed(text: string): string {
  return text
    .split("\n")
    .map((line) => toAscii(plainText.test(line) ? line : cleaned(line)))
    .join("\n");
}

/** The same, in lines that fit if this stream is a terminal. */
export function printedOn({ isTTY, columns }: Pick<NodeJS.WriteStream, "isTTY" | "columns">, text: string): string {
  const clean = printed(text);
  if (!isTTY || !columns) return clean;
  return clean
    .split("\n")
    .flatMap((line) => linesOf(line, columns))
    .join("\n");
}

/** "Select graphic rendition" (ECMA-48): colours and bold. */
const look = /(\x1b\[[0-9;]*m)/;

function cleaned(line: string): string {
  return line
    .split(look)
    .map((part, index) => (index % 2 === 1 ? part : printable(part)))
    .join("");
}
