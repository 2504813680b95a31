import { printable } from "../../../terminal/printable.ts";
import { texts } from "../texts.ts";
import { type AuditReport, type ExplainedFinding, listed, sightingLines, systems } from "./report.ts";

/** A report as Markdown. Text from a server cannot become markup. */
export function reportMarkdown({ target, summary, findings, facts }: AuditReport): string {
  return [
    `# lab audit ${escaped(target)}`,
    "",
    escaped(summary),
    ...findings.flatMap((finding, index) => ["", ...findingLines(finding, index + 1)]),
    ...(facts.length === 0 ? [] : ["", `## ${texts.factsTitle}`, "", "| | |", "| --- | --- |"]),
    ...facts.map(({ label, value }) => `| ${escaped(label)} | ${escaped(listed(value))} |`),
    "",
  ].join("\n");
}

function findingLines(finding: ExplainedFinding, number: number): readonly string[] {
  const { code, weight, title, details, seen, means, attacker, fix, source } = finding;
  const { parts, systems: names, weights } = texts;
  return [
    `## ${number}. ${escaped(title)} (${weights[weight]}, \`${code}\`)`,
    "",
    `- **${parts.seen}**: ${[listed(details), ...sightingLines(seen)]
      .filter((line) => line !== "")
      .map(escaped)
      .join("; ")}`,
    `- **${parts.means}**: ${escaped(means)}`,
    `- **${parts.attacker}**: ${escaped(attacker)}`,
    `- **${parts.fix}**:`,
    ...systems.map((system) => `  - ${names[system]}: ${escaped(fix[system])}`),
    `- **${parts.source}**: ${escaped(source)}`,
  ];
}

/** Text as Markdown: every character that could begin markup is escaped. */
function escaped(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]()#+!|~@]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
}
