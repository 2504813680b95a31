import { type Span, span, type Tone } from "../../terminal/screen/line.ts";
import type { Matches } from "./matches.ts";

/**
 * A text with the searched words marked. Bytes that were searched for in hexadecimal are marked only among the bytes.
 */
export function marked(text: string, tone: Tone, matches: Matches | undefined): readonly Span[] {
  if (matches === undefined || matches.text === "" || !text.includes(matches.text)) return [span(text, tone)];
  return text
    .split(matches.text)
    .flatMap((part, at) => (at === 0 ? [span(part, tone)] : [span(matches.text, "hit"), span(part, tone)]))
    .filter(({ text: part }) => part !== "");
}
