import stringWidth from "string-width";
import { expect, test } from "vitest";
import { instructionsOf, loadCourse } from "../course.ts";
import { renderMarkdown } from "./render-markdown.ts";

const course = await loadCourse();

test("sets headings, paragraphs, lists, tables and code", () => {
  const markdown = `# Title

Some **bold** words and \`lab check 2\` that are longer than a line.

1. First:

   \`\`\`sh
   lab sniff -r work/captures/02.pcap --json | grep '"kind":"packet"'
   \`\`\`

2. Second, see [the page](../page.md).

| a | what |
| - | ---- |
| x | words that do not fit into it |
`;
  expect(renderMarkdown(markdown, 30)).toEqual([
    "Title",
    "=====",
    "",
    "Some bold words and",
    "`lab check 2` that are longer",
    "than a line.",
    "",
    "1. First:",
    "",
    `lab sniff -r work/captures/02.pcap --json | grep '"kind":"packet"'`,
    "",
    "2. Second, see the page",
    "   (page.md).",
    "",
    "a  what",
    "-  ---------------------------",
    "x  words that do not fit into",
    "   it",
  ]);
});

test("a link to another page says where that page is, from the lab's own folder", () => {
  expect(renderMarkdown("On one page: [the protocol](../../docs/chat-protocol.md). See [above](#goal).", 80)).toEqual([
    "On one page: the protocol (docs/chat-protocol.md). See above.",
  ]);
});

test("nothing in the Markdown acts on the terminal", () => {
  const lines = renderMarkdown("# \x1b[2J\n\n`\x1b]0;x\x07`\n\n```\n\x9b1m\n```\n\n- \u202e", 80);
  expect(lines.join("")).not.toMatch(/[\x1b\x07\x9b\u202e]/);
});

test("a page that is too long or too deep is shown as it is", () => {
  expect(renderMarkdown("!".repeat(100_000), 80)).toEqual(["!".repeat(100_000)]);
  expect(renderMarkdown(`${"> ".repeat(9000)}deep`, 80).join(" ")).toMatch(/deep$/u);
});

test.each(course)("exercise $number fits into 80 columns, its commands copyable", (exercise) => {
  const lines = renderMarkdown(instructionsOf(exercise), 80);
  const commands = [...instructionsOf(exercise).matchAll(/^ *```sh\n(.*?)^ *```$/gmsu)].flatMap(([, block]) =>
    block!
      .trim()
      .split("\n")
      .map((line) => line.trim()),
  );
  for (const command of commands) expect(lines).toContain(command);
  const tooWide = lines.filter((line) => stringWidth(line) > 80 && !commands.includes(line));
  expect(tooWide).toEqual([]);
});
