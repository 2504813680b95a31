import stringWidth from "string-width";
import { expect, test } from "vitest";
import { edited, lineOf } from "../../terminal/input-line.ts";
import { lineText } from "../../terminal/screen/line.ts";
import { queryFault } from "../observe/query/parse-query.ts";
import { promptLine } from "./prompt-line.ts";

const prompt = (text: string, ...keys: readonly string[]) => {
  const line = keys.reduce((now, key) => edited(now, key)!, lineOf(text, []));
  return { kind: "filter" as const, line, fault: queryFault(text) };
};
/** The line with its cursor in [ ] and the error between underlines. */
const marked = (text: string, ...keys: readonly string[]) =>
  promptLine(prompt(text, ...keys), 80)
    .map(({ text: part, tone }) => (tone === "chosen" ? `[${part}]` : tone === "wrong" ? `_${part}_` : part))
    .join("");

test("the cursor is seen at the end, inside, and inside what is wrong", () => {
  expect(marked("from ana")).toBe("filter: from ana[ ]");
  expect(marked("from ana", "ctrl+left", "left")).toBe("filter: from[ ]ana ");
  expect(marked("txt or tls")).toBe("filter: _txt_ or tls[ ]");
  expect(marked("txt or tls", "home", "right")).toBe("filter: _t_[x]_t_ or tls ");
  expect(marked("tls or", "home")).toBe("filter: [t]ls or_ _");
});

test("a line longer than the screen is shown around its cursor, and never breaks out of the screen", () => {
  for (const text of ['text contains "ñandú 日本語 \x1b[2J" or '.repeat(6), `text contains "${"x".repeat(300)}"`]) {
    let { line, fault } = prompt(text);
    for (let left = 0; left <= line.characters.length; left++) {
      const spans = promptLine({ kind: "filter", line, fault }, 80);
      expect(stringWidth(lineText(spans))).toBeLessThanOrEqual(80);
      expect(lineText(spans)).not.toContain("\x1b");
      expect(spans.filter(({ tone }) => tone === "chosen")).toHaveLength(1);
      line = edited(line, "left")!;
    }
  }
});
