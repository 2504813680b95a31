import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { wrap } from "./wrap.ts";

test("no row is wider than allowed, and no letter is lost", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 12, max: 30 }), (text, width) => {
      const rows = wrap(text, width, width - 2);
      expect(rows.length).toBeGreaterThan(0);
      for (const [index, row] of rows.entries())
        expect(stringWidth(row)).toBeLessThanOrEqual(index === 0 ? width : width - 2);
      expect(rows.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
    }),
  );
});
