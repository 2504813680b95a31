import { texts } from "../texts.ts";

/** An answer as it was typed: NAME=VALUE. The name in small letters. */
export interface TypedAnswer {
  readonly name: string;
  readonly value: string;
}

/**
 * Reads what stands after `lab check N`. Spaces around `=` and inside a value do no harm, quoted or not: what has no `=` goes on with
 * the answer before it. Throws a LabError where something is no answer.
 */
export function readAnswers(
  exercise: number,
  typed: readonly string[],
  names: readonly string[],
): readonly TypedAnswer[] {
  const [before = "", ...parts] = typed.join(" ").split(/(?:^|\s+)([\w-]+)\s*=\s*/u);
  if (before.trim() !== "") throw texts.badAnswer(exercise, before.trim(), names);
  const answers: TypedAnswer[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const [name, value] = [parts[at]!, parts[at + 1]!.trim()];
    if (value === "") throw texts.badAnswer(exercise, `${name}=`, names);
    answers.push({ name: name.toLowerCase(), value });
  }
  return answers;
}

/** Bytes in hexadecimal as people write them: `17 03`, `17:03`, `0x17 0x03`. */
const hexBytes = /^(?:0x)?[0-9a-f]{2}(?:[ :]?(?:0x)?[0-9a-f]{2})*$/u;

/**
 * What of an answer counts: no capital letters, spaces, quotes or full stop at its ends, no `#` before a number, no space after a comma,
 * and none between the bytes of a hexadecimal number.
 */
export function tidyAnswer(value: string): string {
  const text = value
    .normalize("NFC")
    .toLowerCase()
    .replace(/^[\s"'`“”]+|[\s"'`“”.]+$/gu, "")
    .replace(/^(?:#|n[º°o]\.?) ?(?=\d)/u, "")
    .replace(/[\s_]+/gu, " ")
    .replace(/ ?, ?/gu, ",");
  return hexBytes.test(text) ? text.replace(/0x|[ :]/gu, "") : text.replaceAll(" ", "_");
}
