import { expect, test } from "vitest";
import { measureSpeeds } from "./measure.ts";

test("each is measured, in bytes or in guesses a second", () => {
  const speeds = new Map([...measureSpeeds(20)].map(({ name, perSecond }) => [name, perSecond]));
  expect(speeds.size).toBe(8);
  for (const perSecond of speeds.values()) expect(perSecond).toBeGreaterThan(0);
});
