/** Most digits after a word: five would be 100,000 endings per word. */
export const MAX_DIGITS = 6;

/** The years that people put after a word. */
const YEARS = [1970, 2030] as const;

/** Possible endings of a word: nothing first, then the most popular ones, then all digits, the shortest first. */
export function endingsOf(digits: number): readonly string[] {
  const liked = ["", "1", "12", "123", "1234", "12345", "123456"];
  const years = Array.from({ length: YEARS[1] - YEARS[0] + 1 }, (_, at) => String(YEARS[1] - at));
  const all = Array.from({ length: digits }, (_, at) => allOf(at + 1)).flat();
  return [...new Set([...liked, ...years, ...all])].filter((ending) => ending.length <= digits);
}

function allOf(length: number): readonly string[] {
  return Array.from({ length: 10 ** length }, (_, number) => String(number).padStart(length, "0"));
}
