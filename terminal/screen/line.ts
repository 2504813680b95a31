/** The look of a piece of a line. Colours repeat what the words say; NO_COLOR removes them. */
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

/** Letters with their own background: banners, tags, keys, the choice. */
type AreaTone = "readable-area" | "protected-area" | "warning-area" | "bar" | "key" | "chosen" | "marked" | "hit";

/** A piece of a line. Text that is not clean is cleaned when it is drawn, and then its width may change. */
export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

export type Line = readonly Span[];

export const span = (text: string, tone: Tone = "plain"): Span => ({ text, tone });

/** The text of a line without its looks. */
export const lineText = (line: Line): string => line.map(({ text }) => text).join("");
