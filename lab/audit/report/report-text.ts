import { printable } from "../../../terminal/printable.ts";
import { type Line, span } from "../../../terminal/screen/line.ts";
import { wrapped, wrapText } from "../../../terminal/wrap.ts";
import { texts } from "../texts.ts";
import { type AuditReport, type ExplainedFinding, listed, sightingLines, systems } from "./report.ts";

/** Columns of the part's name, and of the system's. */
const PART_COLUMNS = 11;
const SYSTEM_COLUMNS = 8;

/** A report as lines for a terminal of this width. */
export function reportText({ target, summary, findings, facts }: AuditReport, width: number): readonly Line[] {
  const columns = Math.min(Math.max(width, 40), 120);
  const labelColumns = Math.min(Math.max(...facts.map(({ label }) => label.length), 0) + 2, columns / 2);
  return [
    [span(target, "strong")],
    ...wrapped(summary, columns).map((line) => [span(line, findings.length > 0 ? "warning" : "protected")]),
    ...findings.flatMap((finding, index) => [[], ...findingLines(finding, index + 1, columns)]),
    ...(facts.length === 0 ? [] : [[], [span(texts.factsTitle, "strong")]]),
    ...facts.flatMap(({ label, value }) => beside(label, [listed(value)], labelColumns, columns)),
  ];
}

function findingLines(finding: ExplainedFinding, number: number, width: number): readonly Line[] {
  const { code, weight, title, details, seen, means, attacker, fix, source } = finding;
  const { parts } = texts;
  const head = wrapped(`${number} ${texts.weights[weight]} · ${title} · ${code}`, width);
  const tone = weight === "minor" ? "strong" : weight === "moderate" ? "warning" : "wrong";
  const fixes = systems.flatMap((system) =>
    beside(texts.systems[system], [fix[system]], SYSTEM_COLUMNS, width - PART_COLUMNS, whole),
  );
  return [
    ...head.map((line) => [span(line, tone)]),
    ...beside(
      `  ${parts.seen}`,
      [...(details.length > 0 ? [listed(details)] : []), ...sightingLines(seen)],
      PART_COLUMNS,
      width,
    ),
    ...beside(`  ${parts.means}`, [means], PART_COLUMNS, width),
    ...beside(`  ${parts.attacker}`, [attacker], PART_COLUMNS, width),
    ...fixes.map((line, index) => [span((index === 0 ? `  ${parts.fix}` : "").padEnd(PART_COLUMNS), "faint"), ...line]),
    ...beside(`  ${parts.source}`, [source], PART_COLUMNS, width),
  ];
}

/** A label, and texts beside it, each on a new line. They are below a label that is too long. */
function beside(
  label: string,
  said: readonly string[],
  columns: number,
  width: number,
  wrap: typeof wrapped = wrapped,
): readonly Line[] {
  const lines = said.flatMap((text) => wrap(text, width - columns));
  if (label.length >= columns) return [[span(label, "faint")], ...beside("", said, columns, width, wrap)];
  return lines.map((line, index) => [span((index === 0 ? label : "").padEnd(columns), "faint"), span(line)]);
}

/** A line of a program or a file to copy: no word is broken. */
function whole(text: string, width: number): string[] {
  return wrapText(printable(text), width);
}
