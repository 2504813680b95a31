import fc from "fast-check";
import { expect, test } from "vitest";
import { printable } from "./printable.ts";

test.each([
  ["plain words", "hola, servidor"],
  ["accents and ñ", "¡adiós, ñandú! €"],
  ["combining accents", "n\u0303andu\u0301"],
  ["emoji with joiners, skin tones, flags and keycaps", "👩‍💻 👋🏽 🇪🇸 ❤️ 1️⃣"],
  ["right-to-left letters", "שלום مرحبا"],
])("leaves %s as they are", (_, text) => {
  expect(printable(text)).toBe(text);
});

test.each([
  ["an escape sequence", "\x1b[2Jgone", "\\x1b[2Jgone"],
  ["a title change", "\x1b]0;mine\x07", "\\x1b]0;mine\\x07"],
  ["an 8-bit escape", "\u009b2J", "\\x9b2J"],
  ["line ends and tabs", "a\r\n\tb", "a\\r\\n\\tb"],
  ["NUL and DEL", "\0\x7f", "\\0\\x7f"],
  ["a direction override", "abc\u202etxt.exe", "abc\\u{202e}txt.exe"],
  ["isolates", "\u2066a\u2069", "\\u{2066}a\\u{2069}"],
  ["zero-width characters", "a\u200bna\ufeff", "a\\u{200b}na\\u{feff}"],
  ["a joiner without a picture", "a\u200dna", "a\\u{200d}na"],
  ["tag characters", "a\u{e0041}", "a\\u{e0041}"],
  ["a joiner that is shown as nothing", "a\u034fb", "a\\u{34f}b"],
  ["marks that enclose what follows", "\u0600\u0605\u06dd\u08e2", "\\u{600}\\u{605}\\u{6dd}\\u{8e2}"],
  ["controls of hieroglyphs", "\u{13430}\u{1343f}", "\\u{13430}\\u{1343f}"],
  ["a lone surrogate", "a\ud800b", "a\\u{d800}b"],
  ["a tower of marks", `a${"\u0301".repeat(6)}`, `a${"\u0301".repeat(4)}\\u{301}\\u{301}`],
])("writes out %s", (_, text, shown) => {
  expect(printable(text)).toBe(shown);
});

test("whatever comes in, nothing that controls a terminal comes out", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(printable(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u2028\u2029]/u);
    }),
  );
});

test("what is clean already stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const clean = printable(text);
      expect(printable(clean)).toBe(clean);
    }),
  );
});
