import { styleText } from "node:util";
import { background, paintsBackground } from "./background.ts";
import { type Area, areaOn, type Colour, palette, shadeOn } from "./palette.ts";

/** What decides about the number of colours: the stream and the environment. */
export type ColourStream = Partial<Pick<NodeJS.WriteStream, "isTTY" | "getColorDepth">>;

/** Makes `text` bold or coloured if the stream takes colour. Colour only repeats what the words say. */
export function paint(look: Colour | "bold", text: string, stream: ColourStream = process.stdout): string {
  if (look === "bold") return takesColour(stream) ? styleText("bold", text, { validateStream: false }) : text;
  const code = colourCode(look, stream);
  return code === "" ? text : `\x1b[${code}m${text}\x1b[39m`;
}

/**
 * The parameters of "select graphic rendition" (ECMA-48) for a colour; empty if the stream takes none or has no good
 * one.
 */
export function colourCode(colour: Colour, stream: ColourStream = process.stdout): string {
  const depth = coloursOf(stream);
  if (depth === 256) return `38;5;${shadeOn(colour, background())}`;
  const { basic } = palette[colour];
  return depth === 0 || basic === undefined ? "" : basicCodes[basic];
}

const basicCodes = { redBright: "91", magentaBright: "95" } as const;

/** The parameters for an area. With few colours an area is inverse, and the bar is bold; neither is a colour. */
export function areaCode(area: Area, stream: ColourStream = process.stdout): string {
  if (coloursOf(stream) < 256) return area === "bar" ? "1" : "1;7";
  const [behind, text] = areaOn(area, background());
  return `1;38;5;${text};48;5;${behind}`;
}

/** The parameters for text without a look: empty, or black on white if the screens paint their own background. */
export function baseCode(stream: ColourStream = process.stdout): string {
  return paintsBackground() && coloursOf(stream) === 256 ? "38;5;16;48;5;231" : "";
}

/** A colour as properties of Ink's `Text`; empty if standard output takes no colour or has no good one. */
export function inkColour(colour: Colour): { readonly color?: string } {
  const depth = coloursOf(process.stdout);
  if (depth === 256) return { color: `ansi256(${shadeOn(colour, background())})` };
  const { basic } = palette[colour];
  return depth === 0 || basic === undefined ? {} : { color: basic };
}

/** An area as properties of Ink's `Text`. */
export function inkArea(area: Area): { readonly bold: true; readonly inverse?: true; readonly color?: string } {
  if (coloursOf(process.stdout) < 256) return { bold: true, inverse: true };
  const [behind, text] = areaOn(area, background());
  return { bold: true, color: `ansi256(${text})`, ...{ backgroundColor: `ansi256(${behind})` } };
}

/**
 * The number of colours that this stream can show. 0 without a terminal, with `TERM=dumb`, or with `NO_COLOR`
 * (no-color.org).
 */
function coloursOf(stream: ColourStream): 0 | 16 | 256 {
  if (!takesColour(stream)) return 0;
  // Node looks only for names that begin with xterm-256, and for COLORTERM.
  const depth = stream.getColorDepth?.() ?? 1;
  if (depth >= 8 || /-256color$|-direct$/.test(process.env.TERM ?? "")) return 256;
  return depth < 4 ? 0 : 16;
}

/** Whether a stream is a terminal that shows colours, and whose user wants them. */
export function takesColour(stream: ColourStream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}
