import type { WireMessage } from "./compared-capture.ts";

/**
 * How well messages of two captures agree. "same": the same bytes in the clear · "exact": the record is exactly as long as these words
 * make it · "possible": only if the sender added padding, or lengths do not tell · "same length": other words of the same length ·
 * "impossible": the record cannot hold these words, so they stand together by order alone.
 */
export type Fit = "same" | "exact" | "possible" | "same length" | "impossible";

/** Compares the contents where both are in the clear, and otherwise the lengths that are possible. */
export function fitOf(first: readonly WireMessage[], second: readonly WireMessage[]): Fit {
  const [a, b] = [lengthsOf(first), lengthsOf(second)];
  const isClear = isAllClear(first) && isAllClear(second);
  if (isClear) {
    if (textOf(first) === textOf(second)) return "same";
    return a.most === b.most ? "same length" : "impossible";
  }
  if (a.usualLeast <= b.most && b.usualLeast <= a.most) return "exact";
  return a.least <= b.most && b.least <= a.most ? "possible" : "impossible";
}

function isAllClear(messages: readonly WireMessage[]): boolean {
  return messages.every(({ content }) => content.kind !== "record");
}

function textOf(messages: readonly WireMessage[]): string {
  let text = "";
  for (const { content } of messages) {
    text += content.kind === "text" ? `${content.text}\n` : content.sample.join();
  }
  return text;
}

interface Lengths {
  least: number;
  usualLeast: number;
  most: number;
}

function lengthsOf(messages: readonly WireMessage[]): Lengths {
  const sum: Lengths = { least: 0, usualLeast: 0, most: 0 };
  for (const { content, bytes } of messages) {
    const { least, usualLeast, most } =
      content.kind === "record" ? content.plaintext : { least: bytes, usualLeast: bytes, most: bytes };
    sum.least += least;
    sum.usualLeast += usualLeast;
    sum.most += most;
  }
  return sum;
}
