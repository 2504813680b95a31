import { element, type HtmlChild, page } from "../../terminal/html.ts";
import type { Fact } from "../observe/eavesdropper/facts.ts";
import { texts as factTexts } from "../observe/eavesdropper/texts.ts";
import { htmlPictures } from "./html-pictures.ts";
import { htmlStyle } from "./html-style.ts";
import type { CellWords } from "./row-words.ts";
import { texts } from "./texts.ts";
import type { Wires } from "./wires.ts";

/**
 * The comparison as one HTML page without scripts or other files; its pictures are inline. It is readable in black and
 * white.
 */
export function comparisonHtml({ captures, messages, facts, costs, remarks }: Wires): string {
  const names = captures.map(({ name }) => name);
  const title = texts.title(captures.length);
  const notes = element("ul", {}, ...remarks.map((remark) => element("li", {}, remark)));
  const factRows = facts.map((each) => [factTexts.facts[each[0]!.about], ...each.map(factCell)]);
  const factor = captures.length === 2 ? [texts.factor] : [];
  const costRows = costs.map(({ label, values, factors }) => [
    label.startsWith(" ") ? element("span", { class: "part" }, label.trim()) : label,
    ...[...values, ...factors.slice(0, factor.length)],
  ]);
  const hasLayers = captures.some(({ layersCount }) => layersCount > 0);
  return page(
    title,
    htmlStyle,
    element("h1", {}, title),
    element("p", {}, names.join(" · ")),
    remarks.length === 0 ? "" : section(texts.remarksTitle, notes),
    section(texts.messagesTitle, ...messageTable(messages, names, hasLayers ? texts.layersHelp : texts.messagesHelp)),
    section(texts.factsTitle, table(["", ...names], factRows)),
    section(texts.costsTitle, table(["", ...names, ...factor], costRows, "numbers")),
    section(texts.picturesTitle, ...htmlPictures(captures)),
  );
}

function section(title: string, ...content: readonly HtmlChild[]): HtmlChild {
  return ["\n", element("section", {}, element("h2", {}, title), ...content)];
}

function messageTable(messages: Wires["messages"], names: readonly string[], help: string): readonly HtmlChild[] {
  if (messages.length === 0) return [element("p", {}, texts.noMessages)];
  const rows = messages.map(({ direction, cells, doubts }) => [
    [direction, ...doubts.map((doubt) => (doubt === undefined ? [] : [element("br", {}), note(doubt)]))],
    ...cells.map(messageCell),
  ]);
  return [element("p", { class: "note" }, help), table(["", ...names], rows, "messages")];
}

function messageCell(messages: readonly CellWords[]): HtmlChild {
  if (messages.length === 0) return note(texts.noCounterpart);
  return messages.map(({ kind, content, opened, place, lengths, hex }) => {
    const tag = element(
      "b",
      { class: kind === "text" ? "readable" : kind === "record" ? "hidden" : "" },
      texts.kinds[kind],
    );
    // Home-made layers hide little, so they do not get the colour of safety.
    const look = kind === "layers" ? {} : { class: "hidden" };
    const shown = kind === "text" ? element("q", {}, content) : element("span", look, content);
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

/** The first cell of each row is its heading. */
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
