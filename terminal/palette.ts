import { contrast, luminance, type Rgb, rgbOfIndex } from "./contrast.ts";

/** What a colour means. It only ever repeats what words, letters or places say. */
export type Colour = "danger" | "safe" | "warning" | "own" | "other" | "faint";

/** The contrast that text has on a background that is known. WCAG 2.2, success criterion 1.4.6, asks for 7. */
const WANTED_CONTRAST = 7;

/** The shades of a colour, as numbers of the 256 colours from 16 on: themes leave these as they are. */
interface Shades {
  /** From the strongest to the palest, for a dark background. */
  readonly onDark: readonly number[];
  /** From the strongest to the darkest, for a light background. */
  readonly onLight: readonly number[];
  /** Where nobody knows the background: a luminance of about 0.18 has a contrast of 4.5 or more on white and on black. */
  readonly onAny: number;
  /**
   * Where there are 16 colours only, the theme says what they look like. Only these two reach 3 in the usual themes, light and dark;
   * without one the text stays plain.
   */
  readonly basic?: "redBright" | "magentaBright";
}

export const palette: Readonly<Record<Colour, Shades>> = {
  /** Readable by anyone, failed, alarm: red. */
  danger: { onDark: [203, 210, 217, 224], onLight: [160, 124, 88, 52], onAny: 131, basic: "redBright" },
  /** Protected, proved, works: green. */
  safe: { onDark: [77, 120, 157, 194], onLight: [28, 22], onAny: 29 },
  /** Gaps, oddities, what is still to be done: magenta. */
  warning: { onDark: [207, 213, 219, 225], onLight: [127, 90, 53], onAny: 163, basic: "magentaBright" },
  /** What the user wrote, is to type, or has begun: blue. */
  own: { onDark: [75, 117, 153, 195], onLight: [26, 25, 19, 18], onAny: 63 },
  /** What other people wrote: magenta. */
  other: { onDark: [207, 213, 219, 225], onLight: [127, 90, 53], onAny: 163, basic: "magentaBright" },
  /** What may be passed over: gray. */
  faint: { onDark: [246, 248, 250, 252, 254], onLight: [242, 240, 238, 236, 234], onAny: 243 },
};

const BLACK = 16;
const WHITE = 231;

/** The strongest shade of a colour that can be read on a background, else white or black; undefined is an unknown one. */
export function shadeOn(colour: Colour, background: Rgb | undefined): number {
  const { onDark, onLight, onAny } = palette[colour];
  if (background === undefined) return onAny;
  const [shades, last] = isDark(background) ? [onDark, WHITE] : [onLight, BLACK];
  return shades.find((shade) => contrast(rgbOfIndex(shade), background) >= WANTED_CONTRAST) ?? last;
}

/** At this luminance black and white have the same contrast. */
function isDark(background: Rgb): boolean {
  return luminance(background) < 0.179;
}

/** A part of the screen that has a background of its own: a banner, a tag, the row that is chosen. */
export type Area = "danger" | "safe" | "warning" | "chosen" | "hit" | "bar";

/** Background and text of an area: its contrast is its own. The bar follows the screen's background, to stay quiet. */
export function areaOn(area: Area, background: Rgb | undefined): readonly [background: number, text: number] {
  if (area === "bar") return background !== undefined && !isDark(background) ? [254, BLACK] : [236, 255];
  return areas[area];
}

const areas = {
  danger: [124, WHITE],
  safe: [22, WHITE],
  warning: [90, WHITE],
  chosen: [24, WHITE],
  hit: [226, BLACK],
} as const;
