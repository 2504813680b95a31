/**
 * The kinds of answers: a whole number; a place in a frame, also shown in hexadecimal; numbers in order; bytes in
 * hexadecimal; a day; words; or one of a few letters or words.
 */
export type AnswerKind = "number" | "offset" | "numbers" | "bytes" | "day" | "words" | readonly string[];

/** The word for an answer in examples. It is never a right answer. */
export type Placeholder = "NUMBER" | "NUMBERS" | "BYTES" | "DAY" | "WORD" | "LETTER";

const placeholders = {
  number: "NUMBER",
  offset: "NUMBER",
  numbers: "NUMBERS",
  bytes: "BYTES",
  day: "DAY",
  words: "WORD",
} as const;

export function placeholderOf(kind: AnswerKind): Placeholder {
  if (!isChoice(kind)) return placeholders[kind];
  return kind.every((choice) => choice.length === 1) ? "LETTER" : "WORD";
}

/**
 * The form in which an answer of this kind is compared, however it was typed: `0x42`, `#66` and `66` are the same
 * number. Undefined if it cannot be an answer of this kind.
 */
export function canonicalAnswer(kind: AnswerKind, typed: string): string | undefined {
  const text = tidy(typed);
  if (isChoice(kind)) return kind.find((choice) => choice.toLowerCase() === text);
  switch (kind) {
    case "number":
    case "offset":
      return wholeNumber(text);
    case "numbers": {
      const numbers = text.split(/[ ,;]+/u).map(wholeNumber);
      return numbers.includes(undefined) ? undefined : numbers.join(",");
    }
    case "bytes": {
      const digits = text.replace(/\\x|0x|[ :,]/gu, "");
      return /^(?:[0-9a-f]{2})+$/u.test(digits) ? digits : undefined;
    }
    case "day":
      return day(text);
    case "words":
      return text.replace(/[ _-]+/gu, "_");
  }
}

export function isChoice(kind: AnswerKind): kind is readonly string[] {
  return typeof kind !== "string";
}

/** Without capital letters, without quotes or a full stop around it, without extra spaces. */
function tidy(typed: string): string {
  return typed
    .normalize("NFC")
    .toLowerCase()
    .trim()
    .replace(/\s+/gu, " ")
    .replace(/^["'`“”]+/u, "")
    .replace(/["'`“”.]+$/u, "")
    .trim();
}

/** In decimal digits, from decimal or, with `0x` before it, hexadecimal. `#12`, `nº 12` and `1,234` are numbers too. */
function wholeNumber(text: string): string | undefined {
  const bare = text.replace(/^(?:#|n[º°o]\.?) ?(?=\d)/u, "");
  if (/^0x[0-9a-f]{1,12}$/u.test(bare)) return String(Number(bare));
  const digits = /^\d{1,3}(?:,\d{3})+$/u.test(bare) ? bare.replaceAll(",", "") : bare;
  return /^\d{1,15}$/u.test(digits) ? String(Number(digits)) : undefined;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** `2030-12-31`, from the same, from `2030/12/31`, or from OpenSSL's form: `Dec 31 23:59:59 2030 GMT`. */
function day(text: string): string | undefined {
  const [, year, month, date] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t].*)?$/u.exec(text) ?? [];
  if (year !== undefined) return `${year}-${month!.padStart(2, "0")}-${date!.padStart(2, "0")}`;
  const [, name, dateOfOpenssl, yearOfOpenssl] =
    /^(?:notafter=)?([a-z]{3}) {1,2}(\d{1,2}) (?:[\d:]+ )?(\d{4})(?: gmt)?$/u.exec(text) ?? [];
  const index = months.indexOf(name ?? "");
  if (index === -1) return undefined;
  return `${yearOfOpenssl}-${String(index + 1).padStart(2, "0")}-${dateOfOpenssl!.padStart(2, "0")}`;
}
