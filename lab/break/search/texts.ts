import { counted, grouped } from "../../../terminal/grouped.ts";

/** How a time is said, from seconds: "0.4 s", "3 minutes", "9 days", "2,000 years". */
function timeText(seconds: number): string {
  const units = [
    [365.25 * 86_400, "year"],
    [86_400, "day"],
    [3600, "hour"],
    [60, "minute"],
  ] as const;
  for (const [length, name] of units) {
    const number = Math.round(seconds / length);
    if (seconds >= length * 1.5) return `${grouped(number)} ${name}s`;
  }
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

export const texts = {
  bar: (guesses: number, total: number, left: number) =>
    `${grouped(guesses)} of ${grouped(total)}, ${timeText(left)} left. Ctrl-C stops`,
  guesses: (guesses: number, seconds: number, speed: number) =>
    `${counted(guesses, "guess", "guesses")}, ${timeText(seconds)} (${grouped(speed)} a second)`,
  /** What an attack cost that is no search through words. */
  cost: (guesses: number, of: string, seconds: number) => `${of}: ${grouped(guesses)}, ${timeText(seconds)}`,
  notFound: (guesses: number, seconds: number) =>
    `not among ${counted(guesses, "guess", "guesses")} (${timeText(seconds)})`,
  stopped: (guesses: number, seconds: number) =>
    `stopped: not among the first ${counted(guesses, "guess", "guesses")} (${timeText(seconds)})`,
  randomLetters: (seconds: number) => `8 random letters would take ${timeText(seconds)} at this speed`,
} as const;
