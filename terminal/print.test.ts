import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { printed } from "./print.ts";
import { paint } from "./style.ts";

const colours = { isTTY: true, getColorDepth: () => 8 };

test("what a caller forgot to clean is written out; letters, line ends and colours stay", () => {
  const painted = paint("danger", "peligro ñ 👩‍💻", colours);
  expect(printed(`uno\n${painted}`)).toBe(`uno\n${painted}`);
  expect(printed("a\u001b]52;c;UFdORUQ=\u0007b\u009b2Jc\u202ed\re\u001b[2Jf")).toBe(
    "a\\x1b]52;c;UFdORUQ=\\x07b\\x9b2Jc\\u{202e}d\\re\\x1b[2Jf",
  );
});

/** The only files that write to the terminal themselves: what they write is cleaned, drawn by them, or bytes for programs. */
const writers = [
  "chat/operator/prompt.ts",
  "lab/break/print-words.ts",
  "lab/files/progress-line.ts",
  "lab/sniff/line-output.ts",
  "sniffer/capture/dumper.ts",
  "sniffer/compare/run-compare.ts",
  "terminal/ask-secret.ts",
  "terminal/print.ts",
  "terminal/show-pages.ts",
];

test("no other file writes to standard output or standard error", () => {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const found = ["lab", "exercises", "chat", "certs", "sniffer", "terminal"].flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" })
      .map((name) => `${folder}/${name}`)
      .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
      .filter((name) => /\b(?:stdout|stderr)\.write\(|\bwriteSync\([12],/.test(readFileSync(root + name, "utf8"))),
  );
  expect(found.sort()).toEqual(writers);
});
