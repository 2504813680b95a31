import stringWidth from "string-width";
import { shownSpaces, unbroken, wrapText } from "./wrap.ts";

const commandIndent = "  ";

/**
 * One piece of advice in lines of at most `width` columns. A command at its end (`Start it: lab server`) that does not
 * fit beside its text goes below it, indented. It is never broken, so that it can be copied. Text in backticks is never
 * broken either.
 */
export function adviceLines(advice: string, width: number): string[] {
  if (stringWidth(advice) <= width) return [advice];
  const [, text, command] = /^(.*:) +((?:lab|openssl|npx|sudo|ss) .*)$/su.exec(advice) ?? [];
  const lines = wrapText((text ?? advice).replace(/`[^`]*`/gu, unbroken), width).map(shownSpaces);
  return command === undefined ? lines : [...lines, commandIndent + command];
}
