import { expect, test } from "vitest";
import { RecentMap } from "./recent-map.ts";

test("keeps the newest up to its bound, and says what it forgets", () => {
  const forgotten: number[] = [];
  const map = new RecentMap<number, number>(16, (value) => forgotten.push(value));
  for (let key = 0; key < 40; key++) map.set(key, key);
  const kept = [...map].map(([key]) => key);
  expect(kept.length).toBeLessThanOrEqual(16);
  expect(kept.at(-1)).toBe(39);
  expect([...forgotten, ...kept]).toEqual(Array.from({ length: 40 }, (_, key) => key));
  map.set(39, 0);
  expect([map.get(39), map.get(0), map.has(38), map.delete(38), map.has(38)]).toEqual([
    0,
    undefined,
    true,
    true,
    false,
  ]);
});
