import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { recordsFrom } from "../../sniffer/wire/tls/record-reader.ts";
import { rowsAsMarkdown } from "../../testing/certs/gallery-page.ts";
import { temporaryFolder } from "../../testing/test-folders.ts";
import { galleryCases } from "./cases.ts";
import { rowAsLines, rowsAsTable } from "./report.ts";
import { type GalleryRow, tryCase } from "./table.ts";
import { caseTexts } from "./texts.ts";

const page = new URL("../../docs/certificate-gallery.md", import.meta.url);
const missing = ["openssl", "curl"].filter((program) => spawnSync(program, ["--version"]).error !== undefined);

describe.skipIf(missing.length > 0)(
  `the gallery (needs openssl and curl; missing here: ${missing.join(", ") || "none"})`,
  () => {
    const rows: GalleryRow[] = [];

    test("every case can be tried", async () => {
      const folder = temporaryFolder();
      for (const one of galleryCases) rows.push(await tryCase(one, folder, (bytes) => recordsFrom(bytes, 0)));
      expect(rows.map(({ name }) => name)).toEqual(Object.keys(caseTexts));
    });

    test("the lab accepts the good server alone", () => {
      const accepted = rows.filter(({ results }) =>
        results.some(({ client, verdict }) => client === "lab" && verdict === "accepts"),
      );
      expect(accepted.map(({ name }) => name)).toEqual(["good"]);
    });

    test("the lab's verdict is OpenSSL's and curl's, but for the common name that those two still look at", () => {
      const differing = rows.filter(({ results }) => {
        const verdicts = results.map(({ verdict }) => verdict).filter((verdict) => verdict !== "cannot");
        return new Set(verdicts).size > 1;
      });
      expect(differing.map(({ name }) => name)).toEqual(["no-san"]);
    });

    test("docs/certificate-gallery.md shows what happened in this run", async () => {
      const [introduction] = readFileSync(page, "utf8").split(/\n\| case +\|/);
      await expect(`${introduction}\n${rowsAsMarkdown(rows)}`).toMatchFileSnapshot(page.pathname);
    });

    test("on a terminal every line fits 80 columns, and the table 24 lines", () => {
      const lines = [...rows.flatMap(rowAsLines), ...rowsAsTable(rows)];
      expect(rowsAsTable(rows).length).toBeLessThanOrEqual(24);
      expect(lines.filter((line) => line.length > 80 && !line.includes("/"))).toEqual([]);
    });

    test("on a narrow terminal the cells of a case are below its name", () => {
      const lines = rowsAsTable(rows, 40).slice(0, -3);
      expect(lines.filter((line) => line.length > 40)).toEqual([]);
      expect(lines.join("\n")).toMatch(/^expired\n {2}lab: dates; .*openssl: error 10;/m);
    });
  },
);
