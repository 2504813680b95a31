import { alertsInWords } from "../../certs/gallery/report.ts";
import type { ClientName, GalleryRow } from "../../certs/gallery/table.ts";
import { caseTexts, texts } from "../../certs/gallery/texts.ts";

type Result = GalleryRow["results"][number];

/** All cases as a Markdown page's table and sections; nothing in it changes from run to run. */
export function rowsAsMarkdown(rows: readonly GalleryRow[]): string {
  const filled = [texts.tableHead, ...rows.map(cells)];
  const widths = texts.tableHead.map((_, column) => Math.max(...filled.map((row) => row[column]!.length)));
  const [head, ...body] = filled.map((row) => row.map((text, column) => text.padEnd(widths[column]!)));
  const table = [head!, widths.map((width) => "-".repeat(width)), ...body];
  const sections = rows.map(
    ({ name }) => `## ${name}\n\n${caseTexts[name]?.wrong}\n\n**${texts.fixHeading}** ${caseTexts[name]?.fix}\n`,
  );
  return `${table.map((row) => `| ${row.join(" | ")} |`).join("\n")}\n\n${sections.join("\n")}`;
}

function cells(row: GalleryRow): readonly string[] {
  const name = `[${row.name}](#${row.name})`;
  if (row.serverSaid !== undefined) return [name, ...Array<string>(3).fill(texts.noServerToTry), texts.noAlert];
  const of = (client: ClientName) => row.results.find((result) => result.client === client);
  return [name, ...(["lab", "openssl", "curl"] as const).map((client) => cell(of(client))), alertsInWords(row)];
}

function cell(result: Result | undefined): string {
  if (result === undefined) return "";
  const { verdict, brief } = result;
  return brief === "" ? texts.verdicts[verdict] : `${texts.verdicts[verdict]}: ${brief}`;
}
