import type { BotRun } from "../bot/bot-log.ts";

/** The greatest difference between two clocks, in milliseconds. File systems keep rough times, too. */
const CLOCK_SLACK = 2_000;
/** How far in the future evidence may be, in milliseconds. */
const FUTURE_SLACK = 60_000;

/** Whether evidence is older than the exercise's start or from the future, and the limit that it passes. */
export function wrongTime(at: number, startedAt: number | undefined) {
  const now = Date.now();
  if (at > now + FUTURE_SLACK) return { reason: "future", limit: now } as const;
  if (startedAt !== undefined && at < startedAt - CLOCK_SLACK) return { reason: "old", limit: startedAt } as const;
  return undefined;
}

/** Whether the bot spoke without encryption at this time. */
export function isPlainVisit({ protection, at, until }: BotRun, time: number): boolean {
  return protection === "plain" && at - CLOCK_SLACK <= time && time <= until + CLOCK_SLACK;
}
