import { plainText, printable } from "./printable.ts";

let toAscii = (text: string) => text;

/** From now on, what is printed is for a terminal without UTF-8. What that needs is loaded only here: it measures letters. */
export async function printInAscii(): Promise<void> {
  toAscii = (await import("./screen/ascii.ts")).inAscii;
}

let linesOf = (line: string, _columns: number): readonly string[] => [line];

/**
 * From now on, a line for people that is longer than the terminal is wide breaks at its spaces. A line that begins with a space was set by
 * hand, and stays; so does a command. What that needs is loaded only for a terminal, and before a command gives up root.
 */
export async function printInLines(): Promise<void> {
  const { adviceLines } = await import("./advice.ts");
  linesOf = (line, columns) => (line.startsWith(" ") ? [line] : adviceLines(line, columns));
}

/**
 * Prints a line, or several, for people: the one way to standard output besides screens. What could move the cursor or hide text is written
 * out, also where the caller forgot to clean it; only colours stay, which cannot do more than colour.
 */
export function print(text = ""): void {
  process.stdout.write(`${printedOn(process.stdout, text)}\n`);
}

/** The same, to standard error. */
export function printError(text: string): void {
  process.stderr.write(`${printedOn(process.stderr, text)}\n`);
}

/** Prints a line for programs, as it is: JSON that is safe to print, a script, a page of the manual. */
export function printData(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What a line of text becomes on its way out. */
export function printed(text: string): string {
  return text
    .split("\n")
    .map((line) => toAscii(plainText.test(line) ? line : cleaned(line)))
    .join("\n");
}

/** The same, in lines that fit where this stream is a terminal. */
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
