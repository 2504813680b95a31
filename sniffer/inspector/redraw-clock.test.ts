import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RedrawClock } from "./redraw-clock.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  vi.advanceTimersByTime(5000);
});
afterEach(() => {
  vi.useRealTimers();
});

/** Runs a clock for `milliseconds`, with something every millisecond; returns when it drew. */
function run(milliseconds: number, happens: (clock: RedrawClock, at: number) => void): number[] {
  const drawn: number[] = [];
  const start = performance.now();
  const clock = new RedrawClock(() => drawn.push(performance.now() - start));
  for (let at = 0; at < milliseconds; at++) {
    happens(clock, at);
    vi.advanceTimersByTime(1);
  }
  clock.stop();
  return drawn;
}

function mostInASecond(times: readonly number[]): number {
  return Math.max(...times.map((time) => times.filter((other) => other >= time && other < time + 1000).length));
}

test("the first change is drawn at once, the last one within 100 ms", () => {
  const drawn = run(1000, (clock, at) => {
    if (at <= 50) clock.changed("said");
  });
  expect(drawn[0]).toBe(0);
  expect(drawn.length).toBeLessThanOrEqual(4);
  expect(drawn.at(-1)).toBeGreaterThanOrEqual(50);
  expect(drawn.at(-1)).toBeLessThanOrEqual(100);
});

test("lines that come now and then are drawn at once, and what acknowledges them with the next", () => {
  const drawn = run(3000, (clock, at) => {
    if (at % 90 === 0) clock.changed("said");
    if (at % 90 === 40) clock.changed("packets");
  });
  expect(drawn.slice(0, 33)).toEqual(Array.from({ length: 33 }, (_, line) => line * 90));
});

test("packets of which nothing more comes are drawn within 100 ms", () => {
  const drawn = run(1000, (clock, at) => {
    if (at === 0) clock.changed("said");
    if (at === 40) clock.changed("packets");
  });
  expect(drawn).toEqual([0, 100]);
});

test("a flood of news and keys draws at most 20 times in any second", () => {
  expect(mostInASecond(run(3000, (clock) => clock.changed("said")))).toBeLessThanOrEqual(20);
  expect(mostInASecond(run(3000, (clock) => clock.changed("key")))).toBeLessThanOrEqual(20);
  const both = run(5000, (clock, at) => {
    clock.changed("said");
    if (at % 33 === 0) clock.changed("key");
  });
  expect(mostInASecond(both)).toBeLessThanOrEqual(20);
});

test("a key is answered within 50 ms while news flow", () => {
  for (let pressed = 1000; pressed < 1100; pressed += 7) {
    const drawn = run(2000, (clock, at) => {
      clock.changed("said");
      if (at === pressed) clock.changed("key");
    });
    expect(drawn.find((time) => time >= pressed)! - pressed).toBeLessThanOrEqual(50);
  }
});
