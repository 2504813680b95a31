import { contrast, luminance, type Rgb, rgbOfIndex } from "./contrast.ts";

/** The meaning of a colour. It only repeats what words, letters or places show. */
export type Colour = "danger" | "safe" | "warning" | "own" | "other" | "faint";

/** The contrast of text on a known background. WCAG 2.2, success criterion 1.4.6, asks for 7. */
const WANTED_CONTRAST = 7;

/** The shades of a colour, as numbers of the 256 colours from 16 on: themes do not change these. */
interface Shades {
  /** From the strongest to the palest, for a dark background. */
  readonly onDark: readonly number[];
  /** From the strongest to the darkest, for a light background. */
  readonly onLight: readonly number[];
  /** For an unknown background: a luminance of about 0.18 has a contrast of at least 4.5 on white and on black. */
  readonly onAny: number;
  /**
   * With only 16 colours the theme decides how they look. Only these two reach 3 in the usual themes, light and dark.
   * Without one the text stays plain.
   */
  readonly basic?: "redBright" | "magentaBright";
}

export const palette: Readonly<Record<Colour, Shades>> = {
  /** Readable by anyone, failed, alarm: red. */
  danger: { onDark: [203, 210, 217, 224], onLight: [160, 124, 88, 52], onAny: 131, basic: "redBright" },
  /** Protected, proved, works: green. */
  safe: { onDark: [77, 120, 157, 194], onLight: [28, 22], onAny: 29 },
  /** Gaps, special cases, things to do: magenta. */
  warning: { onDark: [207, 213, 219, 225], onLight: [127, 90, 53], onAny: 163, basic: "magentaBright" },
  /** What the user wrote, must type, or has begun: blue. */
  own: { onDark: [75, 117, 153, 195], onLight: [26, 25, 19, 18], onAny: 63 },
  /** What other people wrote: magenta. */
  other: { onDark: [207, 213, 219, 225], onLight: [127, 90, 53], onAny: 163, basic: "magentaBright" },
  /** Less important text: gray. */
  faint: { onDark: [246, 248, 250, 252, 254], onLight: [242, 240, 238, 236, 234], onAny: 243 },
};

const BLACK = 16;
const WHITE = 231;

/**
 * The strongest readable shade of a colour on a background, or else white or black. `undefined`: an unknown background.
 */
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

/** A part of the screen with its own background: a banner, a tag, the chosen row. */
export type Area = "danger" | "safe" | "warning" | "chosen" | "hit" | "bar";

/**
 * Background and text of an area, with a contrast of their own. The bar follows the screen's background, so that it
 * stays quiet.
 */
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
