/** How a piece of a line looks. Colours repeat what the words say, and are left out with NO_COLOR. */
export type Tone = WordTone | AreaTone;

/** Letters that are coloured or bold. */
type WordTone =
  | "plain"
  | "strong"
  | "faint"
  | "wrong"
  | "readable"
  | "protected"
  | "warning"
  | "own"
  | "other"
  | "readable-strong"
  | "protected-strong";

/** Letters with a background of their own: banners, tags, keys, what is chosen. */
type AreaTone = "readable-area" | "protected-area" | "warning-area" | "bar" | "key" | "chosen" | "marked" | "hit";

/** A piece of a line. What is not cleaned in its text is cleaned when it is drawn, and then its width may be another. */
export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** One line of the screen. */
export type Line = readonly Span[];

export const span = (text: string, tone: Tone = "plain"): Span => ({ text, tone });

/** The text of a line without its looks. */
export const lineText = (line: Line): string => line.map(({ text }) => text).join("");
