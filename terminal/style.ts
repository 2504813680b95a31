import { styleText } from "node:util";
import { type Colour, palette, type Shades } from "./palette.ts";

/** Whether this stream takes colour: a terminal, not `TERM=dumb`, and no `NO_COLOR` (no-color.org). */
function takesColour(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}

/** Makes `text` bold or coloured where the stream takes colour. Colour only ever repeats what the words say. */
export function paint(look: Colour | "bold", text: string, stream: NodeJS.WriteStream = process.stdout): string {
  if (look === "bold") return takesColour(stream) ? styleText("bold", text, { validateStream: false }) : text;
  const code = colourCode(look, stream);
  return code === "" ? text : `\x1b[${code}m${text}\x1b[39m`;
}

/** The parameters of "select graphic rendition" (ECMA-48) for a colour; empty where the stream takes none or has no good one. */
export function colourCode(colour: Colour, stream: NodeJS.WriteStream = process.stdout): string {
  const { indexed, basic } = shadesFor(colour, stream);
  if (indexed !== undefined) return `38;5;${indexed}`;
  return basic === undefined ? "" : basicCodes[basic];
}

const basicCodes = { redBright: "91", magentaBright: "95" } as const;

/** A colour as properties of Ink's `Text`; none where standard output takes no colour or has no good one. */
export function inkColour(colour: Colour): { readonly color?: string } {
  const { indexed, basic } = shadesFor(colour, process.stdout);
  if (indexed !== undefined) return { color: `ansi256(${indexed})` };
  return basic === undefined ? {} : { color: basic };
}

/** Of the shades of a colour, the one this stream can show. */
function shadesFor(colour: Colour, stream: NodeJS.WriteStream): Partial<Shades> {
  if (!takesColour(stream)) return {};
  const { indexed, basic } = palette[colour];
  // Node looks only for names that begin with xterm-256, and for COLORTERM.
  if (stream.getColorDepth() >= 8 || /-256color$|-direct$/.test(process.env.TERM ?? "")) return { indexed };
  return stream.getColorDepth() < 4 || basic === undefined ? {} : { basic };
}
