import type { Fact } from "../observe/eavesdropper/facts.ts";
import { texts as factTexts } from "../observe/eavesdropper/texts.ts";
import type { Comparison } from "./comparison.ts";
import type { CostLine } from "./costs.ts";
import { costLines } from "./costs.ts";
import { htmlPictures } from "./html-pictures.ts";
import { htmlStyle } from "./html-style.ts";
import { text } from "./html-text.ts";
import { type CellWords, rowWords } from "./row-words.ts";
import { texts } from "./texts.ts";

/**
 * The comparison as one page of HTML that needs nothing else: no script, no network (its own policy forbids both), pictures inline. It can
 * be read in black and white; nothing from the captures can become markup.
 */
export function comparisonHtml(comparison: Comparison): string {
  const { first, second, facts, remarks } = comparison;
  const names = [text(first.name), text(second.name)] as const;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${text(texts.title)}</title>
<style>${htmlStyle}</style>
</head>
<body>
<main>
<h1>${text(texts.title)}</h1>
<p>${names[0]} · ${names[1]}</p>
${remarks.length === 0 ? "" : section(texts.remarksTitle, `<ul>${remarks.map((remark) => `<li>${text(remark)}</li>`).join("")}</ul>`)}
${section(texts.messagesTitle, messageTable(comparison, names))}
${section(
  texts.factsTitle,
  table(
    ["", ...names],
    facts.map(({ first, second }) => [text(factTexts.facts[first.about]), factCell(first), factCell(second)]),
  ),
)}
${section(texts.costsTitle, table(["", ...names, text(texts.factor)], costLines(first, second).map(costCells), "numbers"))}
${section(texts.picturesTitle, htmlPictures(first, second, names))}
</main>
</body>
</html>
`;
}

function section(title: string, content: string): string {
  return `<section>\n<h2>${text(title)}</h2>\n${content}\n</section>`;
}

function messageTable(comparison: Comparison, names: readonly [string, string]): string {
  const inWords = rowWords(comparison);
  if (comparison.messages.length === 0) return `<p>${text(texts.noMessages)}</p>`;
  return table(
    ["", ...names],
    comparison.messages.map((row) => {
      const { direction, first, second, fit } = inWords(row);
      return [
        `${text(direction)}${fit === undefined ? "" : `<br><span class="note">${text(fit)}</span>`}`,
        messageCell(first),
        messageCell(second),
      ];
    }),
    "messages",
  );
}

function messageCell(messages: readonly CellWords[]): string {
  if (messages.length === 0) return `<span class="note">${text(texts.noCounterpart)}</span>`;
  return messages
    .map(({ content, isReadable, place, lengths, hex }) => {
      const shown = isReadable ? `<q>${text(content)}</q>` : `<span class="hidden">${text(content)}</span>`;
      return `<div>${shown}<br><span class="note">${text(place)} · ${text(lengths)}</span><br><code>${hex}</code></div>`;
    })
    .join("");
}

function factCell({ knowledge, found }: Fact): string {
  return `<b class="${knowledge}">${text(factTexts.tags[knowledge])}</b> ${text(found)}`;
}

function costCells({ label, first, second, factor }: CostLine): string[] {
  return [
    label.startsWith(" ") ? `<span class="part">${text(label.trim())}</span>` : text(label),
    text(first),
    text(second),
    text(factor ?? ""),
  ];
}

/** The first cell of each row is its head. Cells are HTML already. */
function table(head: readonly string[], rows: readonly (readonly string[])[], kind = ""): string {
  const headCells = head.map((name) => (name === "" ? "<td></td>" : `<th scope="col">${name}</th>`)).join("");
  const body = rows.map(
    ([name, ...cells]) => `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`,
  );
  return `<table class="${kind}">\n<thead><tr>${headCells}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>`;
}
