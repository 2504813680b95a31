/** What a colour stands for. It only ever repeats what words, letters or places say. */
export type Colour = "danger" | "safe" | "warning" | "own" | "other" | "faint";

/** One colour, for terminals with 256 colours and for those with 16. */
export interface Shades {
  /** A number of the 256 colours, from 16 on: themes leave these as they are. */
  readonly indexed: number;
  /** Where there are 16 colours only, the theme says what they look like; without one the text stays plain. */
  readonly basic?: "redBright" | "magentaBright";
}

/**
 * Colours that are read on light and on dark backgrounds alike. Those of 256 have a luminance of about 0.18, which is a contrast of 4.5
 * or more on white and on black (WCAG 2.2, success criterion 1.4.3). Of the 16 only these two reach 3 in the usual themes, light and
 * dark; the theme's green, yellow, cyan, gray and dim text do not.
 */
export const palette: Readonly<Record<Colour, Shades>> = {
  /** Readable by anyone, failed, alarm: brick. */
  danger: { indexed: 131, basic: "redBright" },
  /** Protected, proved, works: green. */
  safe: { indexed: 29 },
  /** Gaps, oddities, what is still to be done: magenta. */
  warning: { indexed: 163, basic: "magentaBright" },
  /** What the user wrote, is to type, or has begun: blue. */
  own: { indexed: 63 },
  /** What other people wrote: magenta. */
  other: { indexed: 163, basic: "magentaBright" },
  /** What may be passed over: gray. */
  faint: { indexed: 243 },
};
