import { printable } from "../../terminal/printable.ts";
import { texts as factTexts } from "../observe/eavesdropper/texts.ts";
import { USUAL_ROWS } from "./comparison-text.ts";
import { bars, picturesOf } from "./pictures.ts";
import type { CellWords } from "./row-words.ts";
import { texts } from "./texts.ts";
import type { Wires } from "./wires.ts";

/** Characters of a bar picture. */
const PICTURE_WIDTH = 64;

/** The comparison as Markdown (GitHub's, with tables), for a report. Text from the captures cannot become markup. */
export function comparisonMarkdown({ captures, messages, facts, costs, remarks }: Wires, rows = USUAL_ROWS): string {
  const names = captures.map(({ name }) => escaped(name));
  const pictures = captures.map(picturesOf);
  const most = Math.max(...pictures.flatMap(({ sizes }) => sizes), 0);
  const hasFactor = captures.length === 2;
  return [
    `# ${texts.title(captures.length)}`,
    "",
    `## ${texts.messagesTitle}`,
    "",
    ...table(
      ["", ...names],
      messages
        .slice(0, rows)
        .map(({ direction, cells, doubts }) => [
          [direction, ...doubts.filter((doubt) => doubt !== undefined)].map(escaped).join("<br>"),
          ...cells.map(messageCell),
        ]),
    ),
    ...(messages.length > rows ? ["", texts.moreMessages(messages.length - rows)] : []),
    "",
    `## ${texts.factsTitle}`,
    "",
    ...table(
      ["", ...names],
      facts.map((each) => [
        escaped(factTexts.facts[each[0]!.about]),
        ...each.map(({ knowledge, found }) => `**${factTexts.tags[knowledge]}**: ${escaped(found)}`),
      ]),
    ),
    "",
    `## ${texts.costsTitle}`,
    "",
    ...table(
      ["", ...names, ...(hasFactor ? [texts.factor] : [])],
      costs.map(({ label, values, factors }) => [escaped(label.trim()), ...values, ...(hasFactor ? factors : [])]),
    ),
    "",
    `## ${texts.picturesTitle}`,
    "",
    ...picture(
      texts.histogramTitle,
      names,
      pictures.map(({ histogram }) => bars(histogram, PICTURE_WIDTH)),
    ),
    ...picture(
      texts.entropyTitle,
      names,
      pictures.map(({ entropy }) => bars(entropy, PICTURE_WIDTH, 1)),
    ),
    ...picture(
      texts.sizesTitle,
      names,
      pictures.map(({ sizes }) => bars(sizes, PICTURE_WIDTH, most)),
    ),
    ...captures
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

function messageCell(messages: readonly CellWords[]): string {
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

function picture(title: string, names: readonly string[], drawn: readonly string[]): string[] {
  const lines = drawn.map((one) => (one.trim() === "" ? texts.nothingToDraw : one));
  return [`${title}:`, "", "```text", ...lines, "```", "", `(${names.join(", ")})`, ""];
}

/** Text from outside as Markdown: every character that could begin markup is escaped. */
function escaped(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]()#+!|~:.@-]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/ {2,}/g, (spaces) => "&nbsp;".repeat(spaces.length));
}
