import { element, type HtmlChild, page } from "../../terminal/html.ts";
import type { Fact } from "../observe/eavesdropper/facts.ts";
import { texts as factTexts } from "../observe/eavesdropper/texts.ts";
import type { Comparison } from "./comparison.ts";
import { type CostLine, costLines } from "./costs.ts";
import { htmlPictures } from "./html-pictures.ts";
import { htmlStyle } from "./html-style.ts";
import { type CellWords, rowWords } from "./row-words.ts";
import { texts } from "./texts.ts";

/** The comparison as one page of HTML that needs nothing else: no script, no network, pictures inline. It can be read in black and white. */
export function comparisonHtml(comparison: Comparison): string {
  const { first, second, facts, remarks } = comparison;
  const names = [first.name, second.name] as const;
  const notes = element("ul", {}, ...remarks.map((remark) => element("li", {}, remark)));
  const factRows = facts.map(({ first: one, second: other }) => [
    factTexts.facts[one.about],
    factCell(one),
    factCell(other),
  ]);
  return page(
    texts.title,
    htmlStyle,
    element("h1", {}, texts.title),
    element("p", {}, names.join(" · ")),
    remarks.length === 0 ? "" : section(texts.remarksTitle, notes),
    section(texts.messagesTitle, messageTable(comparison, names)),
    section(texts.factsTitle, table(["", ...names], factRows)),
    section(texts.costsTitle, table(["", ...names, texts.factor], costLines(first, second).map(costCells), "numbers")),
    section(texts.picturesTitle, ...htmlPictures(first, second)),
  );
}

function section(title: string, ...content: readonly HtmlChild[]): HtmlChild {
  return ["\n", element("section", {}, element("h2", {}, title), ...content)];
}

function messageTable(comparison: Comparison, names: readonly string[]): HtmlChild {
  if (comparison.messages.length === 0) return element("p", {}, texts.noMessages);
  const rows = comparison.messages
    .map(rowWords(comparison))
    .map(({ direction, first, second, doubt }) => [
      [direction, doubt === undefined ? "" : [element("br", {}), note(doubt)]],
      messageCell(first),
      messageCell(second),
    ]);
  return [element("p", { class: "note" }, texts.messagesHelp), table(["", ...names], rows, "messages")];
}

function messageCell(messages: readonly CellWords[]): HtmlChild {
  if (messages.length === 0) return note(texts.noCounterpart);
  return messages.map(({ kind, content, opened, place, lengths, hex }) => {
    const tag = element(
      "b",
      { class: kind === "text" ? "readable" : kind === "record" ? "hidden" : "" },
      texts.kinds[kind],
    );
    const shown = kind === "text" ? element("q", {}, content) : element("span", { class: "hidden" }, content);
    const line = element("br", {});
    const inside = opened === undefined ? [] : [line, note(texts.opened(opened))];
    return element(
      "div",
      {},
      tag,
      " ",
      shown,
      ...inside,
      line,
      note(`${place} · ${lengths}`),
      line,
      element("code", {}, hex),
    );
  });
}

function note(text: string): HtmlChild {
  return element("span", { class: "note" }, text);
}

function factCell({ knowledge, found }: Fact): HtmlChild {
  return [element("b", { class: knowledge }, factTexts.tags[knowledge]), " ", found];
}

function costCells({ label, first, second, factor }: CostLine): HtmlChild[] {
  const name = label.startsWith(" ") ? element("span", { class: "part" }, label.trim()) : label;
  return [name, first, second, factor ?? ""];
}

/** The first cell of each row is its head. */
function table(head: readonly string[], rows: readonly (readonly HtmlChild[])[], kind = ""): HtmlChild {
  const heads = head.map((name) => (name === "" ? element("td", {}) : element("th", { scope: "col" }, name)));
  const body = rows.map(([name = "", ...cells]) => [
    "\n",
    element("tr", {}, element("th", { scope: "row" }, name), ...cells.map((one) => element("td", {}, one))),
  ]);
  return element(
    "table",
    { class: kind },
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...body),
  );
}
