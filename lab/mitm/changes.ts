import { LabError } from "../../terminal/lab-error.ts";
import { texts } from "./texts.ts";

/** Words, and the attacker's words for them. */
export interface Change {
  readonly from: string;
  readonly to: string;
}

/** Reads `old words=new words`; the first "=" divides. The new words may be empty. Throws LabError. */
export function parseChange(text: string): Change {
  const at = text.indexOf("=");
  const [from, to] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1) throw new LabError(texts.changeUnfit(text), texts.changeHint, 2);
  if (/[\r\n]/.test(text)) throw new LabError(texts.changeWithLineEnd, texts.changeHint, 2);
  return { from, to };
}

/** Makes all changes at once, so that no change is changed again. If two fit at one place, the first counts. */
export function changeWords(changes: readonly Change[]): (text: string) => string {
  if (changes.length === 0) return (text) => text;
  const words = new Map(changes.toReversed().map(({ from, to }) => [from, to]));
  const any = new RegExp(changes.map(({ from }) => escaped(from)).join("|"), "gu");
  return (text) => text.replace(any, (found) => words.get(found)!);
}

function escaped(words: string): string {
  return words.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
