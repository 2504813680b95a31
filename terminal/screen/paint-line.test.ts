import fc from "fast-check";
import { expect, test } from "vitest";
import { span } from "./line.ts";
import { Painter } from "./paint-line.ts";

const ourCodes = /\x1b\[[0-9;]*m/g;

test("whatever a line holds, also text that nobody cleaned, nothing of it acts on the terminal", () => {
  const painter = new Painter(false, { isTTY: true, getColorDepth: () => 24 });
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" }), { maxLength: 4 }), (texts) => {
      const painted = painter.line(texts.map((text) => span(text, "readable-area")));
      expect(painted.replace(ourCodes, "")).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u);
    }),
  );
});

test("a terminal without UTF-8 gets letters without accents, and signs of ASCII", () => {
  const painter = new Painter(true, {});
  expect(painter.line([span("▶ ñandú ← ¿qué? ▌ → 日")])).toBe("> nandu < ?que? | > ??");
});
