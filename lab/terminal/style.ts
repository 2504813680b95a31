import { styleText } from "node:util";

type Format = Parameters<typeof styleText>[0];

/** Whether this stream takes colour: a terminal, not `TERM=dumb`, and no `NO_COLOR` (no-color.org). */
export function takesColour(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}

/** Colours `text` for standard output where it takes colour. Colour only ever repeats what the words say. */
export function paint(format: Format, text: string): string {
  return takesColour(process.stdout) ? styleText(format, text, { validateStream: false }) : text;
}
