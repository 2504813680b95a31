import { texts } from "./texts.ts";

/** The facts of an exercise on the page of the course. */
interface PageRow {
  readonly number: number;
  readonly title: string;
  readonly folder: string;
  readonly minutes: number;
  readonly texts: { readonly needs: string };
}

/** exercises/README.md with the table of these exercises instead of its own. */
export function withTable(page: string, course: readonly PageRow[]): string {
  const rows = [
    texts.pageHead,
    ...course.map(({ number, title, folder, minutes, texts }) => [
      ...[String(number), `[${title}](${folder}/README.md)`, String(minutes), texts.needs],
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const written = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(" | ")} |`;
  const [head, ...body] = rows.map(written);
  const table = [head, written(widths.map((width) => "-".repeat(width))), ...body].join("\n");
  return page.replace(new RegExp(`^\\| ${texts.pageHead[0]}.*?(?=\n\n)`, "msu"), () => table);
}
