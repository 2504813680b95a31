import { printable } from "../../lab/terminal/printable.ts";
import type { Comparison } from "./comparison.ts";
import { USUAL_ROWS } from "./comparison-text.ts";
import { costLines } from "./costs.ts";
import { bars, picturesOf } from "./pictures.ts";
import { type CellWords, rowWords } from "./row-words.ts";
import { words } from "./words.ts";

/** Characters of a bar picture. */
const PICTURE_WIDTH = 64;

/** The comparison as Markdown (GitHub's, with tables), for a report. Nothing from the captures can become markup. */
export function comparisonMarkdown(comparison: Comparison, rows = USUAL_ROWS): string {
  const { first, second, facts, messages, remarks } = comparison;
  const inWords = rowWords(comparison);
  const names = [escaped(first.name), escaped(second.name)] as const;
  const [a, b] = [picturesOf(first), picturesOf(second)];
  const most = Math.max(...a.sizes, ...b.sizes, 0);
  return [
    `# ${words.title}`,
    "",
    `## ${words.messagesTitle}`,
    "",
    ...table(
      ["", ...names],
      messages.slice(0, rows).map((row) => {
        const { direction, first, second, fit } = inWords(row);
        return [escaped(direction) + (fit === undefined ? "" : `<br>${escaped(fit)}`), cells(first), cells(second)];
      }),
    ),
    ...(messages.length > rows ? ["", words.moreMessages(messages.length - rows)] : []),
    "",
    `## ${words.factsTitle}`,
    "",
    ...table(
      ["", ...names],
      facts.map(({ first, second }) => [
        escaped(words.facts[first.about]),
        `**${words.knowledge[first.knowledge]}**: ${escaped(first.found)}`,
        `**${words.knowledge[second.knowledge]}**: ${escaped(second.found)}`,
      ]),
    ),
    "",
    `## ${words.costsTitle}`,
    "",
    ...table(
      ["", ...names, words.factor],
      costLines(first, second).map(({ label, first, second, factor }) => [
        escaped(label.trim()),
        first,
        second,
        factor ?? "",
      ]),
    ),
    "",
    `## ${words.picturesTitle}`,
    "",
    ...picture(words.histogramTitle, names, bars(a.histogram, PICTURE_WIDTH), bars(b.histogram, PICTURE_WIDTH)),
    ...picture(words.entropyTitle, names, bars(a.entropy, PICTURE_WIDTH, 1), bars(b.entropy, PICTURE_WIDTH, 1)),
    ...picture(words.sizesTitle, names, bars(a.sizes, PICTURE_WIDTH, most), bars(b.sizes, PICTURE_WIDTH, most)),
    ...[first, second]
      .filter(({ statistics }) => statistics.total > 0)
      .map(
        ({ name, statistics }) =>
          `- ${escaped(name)}: ${words.entropy(statistics.entropy, statistics.mostEntropy, statistics.total)}`,
      ),
    ...(remarks.length === 0
      ? []
      : ["", `## ${words.remarksTitle}`, "", ...remarks.map((remark) => `- ${escaped(remark)}`)]),
    "",
  ].join("\n");
}

function cells(messages: readonly CellWords[]): string {
  if (messages.length === 0) return escaped(words.noCounterpart);
  return messages
    .map(({ content, isReadable, place, lengths, hex }) =>
      [isReadable ? `**${escaped(content)}**` : escaped(content), escaped(place), escaped(lengths), `\`${hex}\``].join(
        "<br>",
      ),
    )
    .join("<br><br>");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}

function picture(title: string, [one, other]: readonly [string, string], a: string, b: string): string[] {
  return [
    `${title}:`,
    "",
    "```text",
    a.trim() === "" ? words.nothingToDraw : a,
    b.trim() === "" ? words.nothingToDraw : b,
    "```",
    "",
    `(${one}, ${other})`,
    "",
  ];
}

/** Text from outside as Markdown text: every character that could begin markup is escaped. */
function escaped(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]()#+!|~:.@-]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/ {2,}/g, (spaces) => "&nbsp;".repeat(spaces.length));
}
