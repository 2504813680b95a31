import { type AnswerKind, canonicalAnswer, isChoice, placeholderOf } from "./answer-kinds.ts";

/** The kind of mistake in a wrong answer, as far as its form shows it. */
export type Mistake =
  /** The placeholder of the example was typed. */
  | "placeholder"
  | "not-a-number"
  | "not-numbers"
  /** The number is right, but was typed in hexadecimal without `0x`. */
  | "hexadecimal"
  /** Hexadecimal digits instead of a decimal number. */
  | "looks-hexadecimal"
  | "wrong-order"
  | "wrong-count"
  /** Letters instead of their bytes. */
  | "letters"
  /** The bytes are right, but were typed as decimal numbers. */
  | "decimal"
  | "half-a-byte"
  /** Only some of the bytes. */
  | "part"
  /** More than the right bytes. */
  | "more"
  | "not-a-day"
  | "not-a-choice";

/** The kind of mistake in a wrong answer; undefined if its form is right and only the value is wrong. */
export function mistakeIn(kind: AnswerKind, typed: string, accepted: readonly string[]): Mistake | undefined {
  if (typed.trim() === placeholderOf(kind)) return "placeholder";
  if (isChoice(kind)) return canonicalAnswer(kind, typed) === undefined ? "not-a-choice" : undefined;
  switch (kind) {
    case "number":
    case "offset":
      return mistakeInNumber(kind, typed, accepted);
    case "numbers":
      return mistakeInNumbers(typed, accepted);
    case "bytes":
      return mistakeInBytes(typed, accepted);
    case "day":
      return canonicalAnswer(kind, typed) === undefined ? "not-a-day" : undefined;
    case "words":
      return undefined;
  }
}

function mistakeInNumber(kind: AnswerKind, typed: string, accepted: readonly string[]): Mistake | undefined {
  const asHexadecimal = canonicalAnswer(kind, `0x${typed.trim()}`);
  if (asHexadecimal !== undefined && accepted.includes(asHexadecimal)) return "hexadecimal";
  if (canonicalAnswer(kind, typed) !== undefined) return undefined;
  return asHexadecimal === undefined ? "not-a-number" : "looks-hexadecimal";
}

function mistakeInNumbers(typed: string, accepted: readonly string[]): Mistake | undefined {
  const given = canonicalAnswer("numbers", typed)?.split(",");
  if (given === undefined) return "not-numbers";
  const [right = []] = accepted.map((one) => one.split(","));
  if (right.length === 0) return undefined;
  if (given.length !== right.length) return "wrong-count";
  return right.every((number) => given.includes(number)) ? "wrong-order" : undefined;
}

function mistakeInBytes(typed: string, accepted: readonly string[]): Mistake | undefined {
  const asDecimal = typed.split(/[ ,:]+/u).map(Number);
  if (asDecimal.every((one) => Number.isInteger(one) && one >= 0 && one <= 0xff)) {
    if (accepted.includes(Buffer.from(asDecimal).toString("hex"))) return "decimal";
  }
  const given = canonicalAnswer("bytes", typed);
  if (given === undefined) return /[^\s0-9a-fx:,]/iu.test(typed) ? "letters" : "half-a-byte";
  const parts = (whole: string) => whole.match(/../gu)?.join(" ") ?? "";
  if (accepted.some((right) => right !== given && parts(right).includes(parts(given)))) return "part";
  return accepted.some((right) => right !== given && parts(given).includes(parts(right))) ? "more" : undefined;
}
