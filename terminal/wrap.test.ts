import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { wrapText } from "./wrap.ts";

test("no line is wider than allowed, and no letter is lost", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 12, max: 30 }), (text, width) => {
      const lines = wrapText(text, width - 2, { first: width, breaksWords: true });
      expect(lines.length).toBeGreaterThan(0);
      for (const [at, line] of lines.entries())
        expect(stringWidth(line)).toBeLessThanOrEqual(at === 0 ? width : width - 2);
      expect(lines.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
    }),
  );
});

test.each([
  ["between words, and the spaces inside a line stay", "tls  tcp  udp text", 13, {}, ["tls  tcp  udp", "text"]],
  ["a line end is a space", "one\ntwo three", 8, {}, ["one two", "three"]],
  ["a long word keeps a line of its own", "type: abcdefghijkl now", 8, {}, ["type:", "abcdefghijkl", "now"]],
  ["or is broken", "type: abcdefghijkl now", 8, { breaksWords: true }, ["type:", "abcdefgh", "ijkl now"]],
  ["what does not fit into the lines there are is cut", "one two three four", 7, { lines: 2 }, ["one two", "three …"]],
  ["a letter of two columns is never split", "日本語日本語", 5, { breaksWords: true }, ["日本", "語日", "本語"]],
  ["nothing is one empty line", "", 10, {}, [""]],
  ["spaces at the end are not looked at again and again", `a b${" ".repeat(500_000)}`, 10, {}, ["a b"]],
])("%s", (_, text, width, options, lines) => {
  expect(wrapText(text, width, options)).toEqual(lines);
});
