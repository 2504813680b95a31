import { safeJson } from "../../../sniffer/observe/print-json.ts";
import { systemReason } from "../../../terminal/files/system-reason.ts";
import { writeFileAtomically } from "../../../terminal/files/write-file.ts";
import { LabError } from "../../../terminal/lab-error.ts";
import { printData, printError } from "../../../terminal/print.ts";
import { linePrinter } from "../../../terminal/screen/printed-line.ts";
import { showPages } from "../../../terminal/show-pages.ts";
import { texts } from "../texts.ts";
import type { AuditReport } from "./report.ts";
import { reportHtml } from "./report-html.ts";
import { reportMarkdown } from "./report-markdown.ts";
import { reportText } from "./report-text.ts";

export interface ReportOptions {
  readonly json?: true;
  readonly markdown?: true;
  readonly html?: string;
}

/** Two formats cannot share one standard output: refused before the audit. Throws LabError. */
export function refuseTwoForms({ json, markdown }: ReportOptions): void {
  if (json && markdown) throw new LabError(...texts.twoForms, 2);
}

/** Prints reports in the wanted format. The exit code is 1 if there is a finding, or if too little was seen. */
export async function printReports(
  reports: readonly AuditReport[],
  { json, markdown, html }: ReportOptions,
): Promise<void> {
  if (reports.some(({ findings, isIncomplete }) => isIncomplete || findings.length > 0)) process.exitCode = 1;
  if (html !== undefined) writePage(html, reportHtml(reports));
  if (json) for (const report of reports) printData(safeJson(report));
  else if (markdown) for (const report of reports) printData(reportMarkdown(report));
  else if (html === undefined) await show(reports);
}

/** On a terminal page by page, the heaviest findings first. */
async function show(reports: readonly AuditReport[]): Promise<void> {
  const printed = linePrinter();
  const lines = reports.flatMap((report) =>
    reportText(report, process.stdout.columns ?? 80).map((line) => printed(line).trimEnd()),
  );
  await showPages(lines);
}

function writePage(path: string, page: string): void {
  try {
    writeFileAtomically(path, page);
  } catch (error) {
    throw new LabError(texts.cannotWrite(path, systemReason(error)));
  }
  printError(texts.written(path));
}
