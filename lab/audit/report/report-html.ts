import { element, type HtmlChild, page } from "../../../terminal/html.ts";
import { texts } from "../texts.ts";
import { type AuditReport, type ExplainedFinding, listed, sightingLines, systems } from "./report.ts";

/** Reports as one HTML page without scripts or other files. It is readable in black and white. */
export function reportHtml(reports: readonly AuditReport[]): string {
  return page(texts.pageTitle, style, element("h1", {}, texts.pageTitle), ...reports.map(section));
}

function section({ target, summary, findings, facts }: AuditReport): HtmlChild {
  const rows = facts.map(({ label, value }) => row(label, listed(value)));
  return [
    "\n",
    element("h2", {}, target),
    element("p", {}, summary),
    ...findings.map(findingPart),
    facts.length === 0 ? "" : [element("h3", {}, texts.factsTitle), element("table", {}, ...rows)],
  ];
}

function findingPart(finding: ExplainedFinding, index: number): HtmlChild {
  const { code, weight, title, details, seen, means, attacker, fix, source } = finding;
  const { parts, systems: names, weights } = texts;
  const lines = [listed(details), ...sightingLines(seen)]
    .filter((line) => line !== "")
    .map((line) => element("div", {}, line));
  const fixes = systems.map((system) =>
    element("div", {}, element("b", {}, names[system]), " ", element("code", {}, fix[system])),
  );
  const tag = element("b", { class: weight }, weights[weight]);
  return [
    "\n",
    element("h3", {}, `${index + 1} `, tag, ` ${title} `, element("code", {}, code)),
    element(
      "table",
      {},
      row(parts.seen, lines),
      row(parts.means, means),
      row(parts.attacker, attacker),
      row(parts.fix, fixes),
      row(parts.source, source),
    ),
  ];
}

function row(label: string, value: HtmlChild): HtmlChild {
  return ["\n", element("tr", {}, element("th", { scope: "row" }, label), element("td", {}, value))];
}

/**
 * Each weight has its own border, so that colour is never the only sign. Text on white has a contrast of at least 7 to
 * 1.
 */
const style = `
body { background: #ffffff; color: #111111; font: 16px/1.45 sans-serif; margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; border-bottom: 2px solid #111111; } h3 { font-size: 1.05rem; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 1px solid #767676; padding: .35rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { width: 20%; font-weight: normal; color: #4a4a4a; }
code { font: .8125rem/1.4 monospace; }
h3 b { padding: 0 .3em; border: 1px solid; }
.critical { color: #8a0d0d; border-width: 3px; } .serious { color: #8a0d0d; }
.moderate { color: #5c4200; border-style: dashed; } .minor { color: #4a4a4a; border-style: dotted; }
@media print { main { max-width: none; padding: 0; } h3, tr { break-inside: avoid; } }
`;
