import { printable } from "../../terminal/printable.ts";
import { texts as factTexts } from "../observe/eavesdropper/texts.ts";
import type { Comparison } from "./comparison.ts";
import { USUAL_ROWS } from "./comparison-text.ts";
import { costLines } from "./costs.ts";
import { bars, picturesOf } from "./pictures.ts";
import { type CellWords, rowWords } from "./row-words.ts";
import { texts } from "./texts.ts";

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
    `# ${texts.title}`,
    "",
    `## ${texts.messagesTitle}`,
    "",
    ...table(
      ["", ...names],
      messages.slice(0, rows).map((row) => {
        const { direction, first, second, doubt } = inWords(row);
        return [escaped(direction) + (doubt === undefined ? "" : `<br>${escaped(doubt)}`), cells(first), cells(second)];
      }),
    ),
    ...(messages.length > rows ? ["", texts.moreMessages(messages.length - rows)] : []),
    "",
    `## ${texts.factsTitle}`,
    "",
    ...table(
      ["", ...names],
      facts.map(({ first, second }) => [
        escaped(factTexts.facts[first.about]),
        `**${factTexts.tags[first.knowledge]}**: ${escaped(first.found)}`,
        `**${factTexts.tags[second.knowledge]}**: ${escaped(second.found)}`,
      ]),
    ),
    "",
    `## ${texts.costsTitle}`,
    "",
    ...table(
      ["", ...names, texts.factor],
      costLines(first, second).map(({ label, first, second, factor }) => [
        escaped(label.trim()),
        first,
        second,
        factor ?? "",
      ]),
    ),
    "",
    `## ${texts.picturesTitle}`,
    "",
    ...picture(texts.histogramTitle, names, bars(a.histogram, PICTURE_WIDTH), bars(b.histogram, PICTURE_WIDTH)),
    ...picture(texts.entropyTitle, names, bars(a.entropy, PICTURE_WIDTH, 1), bars(b.entropy, PICTURE_WIDTH, 1)),
    ...picture(texts.sizesTitle, names, bars(a.sizes, PICTURE_WIDTH, most), bars(b.sizes, PICTURE_WIDTH, most)),
    ...[first, second]
      .filter(({ statistics }) => statistics.total > 0)
      .map(
        ({ name, statistics }) =>
          `- ${escaped(name)}: ${texts.entropy(statistics.entropy, statistics.mostEntropy, statistics.total)}`,
      ),
    ...(remarks.length === 0
      ? []
      : ["", `## ${texts.remarksTitle}`, "", ...remarks.map((remark) => `- ${escaped(remark)}`)]),
    "",
  ].join("\n");
}

function cells(messages: readonly CellWords[]): string {
  if (messages.length === 0) return escaped(texts.noCounterpart);
  return messages
    .map(({ kind, content, opened, place, lengths, hex }) =>
      [
        `${texts.kinds[kind]} ${kind === "text" ? `**${escaped(content)}**` : escaped(content)}`,
        ...(opened === undefined ? [] : [escaped(texts.opened(opened))]),
        escaped(place),
        escaped(lengths),
        `\`${hex}\``,
      ].join("<br>"),
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
    a.trim() === "" ? texts.nothingToDraw : a,
    b.trim() === "" ? texts.nothingToDraw : b,
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
