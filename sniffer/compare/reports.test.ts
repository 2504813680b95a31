import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { marked } from "marked";
import { describe, expect, it } from "vitest";
import type { Line } from "../../terminal/screen/line.ts";
import { linePrinter } from "../../terminal/screen/printed-line.ts";
import { capture, line, record } from "../../testing/compare/made-messages.ts";
import { lastingFolder } from "../../testing/test-folders.ts";
import { compare } from "./comparison.ts";
import { comparisonHtml } from "./comparison-html.ts";
import { comparisonJson } from "./comparison-json.ts";
import { comparisonMarkdown } from "./comparison-markdown.ts";
import { comparisonText } from "./comparison-text.ts";
import { colours } from "./html-style.ts";
import { readForComparison } from "./read-for-comparison.ts";
import { wiresOf } from "./wires.ts";

const captures = new URL("../../testing/sniffer/captures/", import.meta.url).pathname;
const folder = lastingFolder();

const real = compare(
  await readForComparison(`${captures}compare-plain.pcap`),
  await readForComparison(`${captures}compare-tls13.pcap`),
);
/** Lines as printed if output is not a terminal. */
const printed = (lines: readonly Line[]) => lines.map((line) => linePrinter()(line).trimEnd()).join("\n");
const evil = [
  `<script>document.title="pwned"</script><img src=x onerror=alert(1)>`,
  "![x](http://example.test/x.png) [click](javascript:alert(1)) | a | b |",
  "\x1b[2Jwiped \u202eright to left \x07",
  "`code` **bold** <!-- gone -->",
];
const hostile = compare(
  capture(
    "<b>a</b>\x1b[31m.pcap",
    evil.map((text, at) => line(text, at)),
  ),
  capture(
    "b|c.pcap",
    evil.map((text, at) => record(Buffer.byteLength(text) + 1, at)),
  ),
);

/** Contrast of two colours, WCAG 2.2, "relative luminance". */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const [bright, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright! + 0.05) / (dark! + 0.05);
}

describe("the HTML page", () => {
  it("asks for nothing from anywhere and runs no script", () => {
    for (const page of [comparisonHtml(wiresOf(real)), comparisonHtml(wiresOf(hostile))]) {
      expect(page).not.toMatch(/<(?:script|img|link|iframe|object)|<[^>]*\b(?:src|href)=|url\(|@import/i);
      expect(page).toContain("default-src 'none'");
    }
  });

  it("has text of enough contrast, and says in words what it colours", () => {
    for (const [name, colour] of Object.entries(colours)) {
      if (name !== "background") expect(contrast(colour, colours.background), name).toBeGreaterThanOrEqual(7);
    }
    const page = comparisonHtml(wiresOf(real));
    for (const word of ["READABLE", "PARTLY", "HIDDEN"]) expect(page).toContain(`>${word}</b>`);
  });

  const chromium = ["chromium", "chromium-browser", "google-chrome"].find(
    (name) => spawnSync("sh", ["-c", `command -v ${name}`]).status === 0,
  );
  it.skipIf(chromium === undefined)(
    "is shown by Chromium as it was written, hostile text included (needs Debian's chromium)",
    async () => {
      const requests: string[] = [];
      const proxy = createServer((socket) =>
        socket.on("data", (bytes) => requests.push(String(bytes))).on("error", () => {}),
      );
      await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
      const { port } = proxy.address() as { port: number };
      const open = (page: string, ...options: string[]) => {
        const file = join(folder, "report.html");
        writeFileSync(file, page);
        const always = [
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--no-first-run",
        ];
        const profile = [`--user-data-dir=${join(folder, "profile")}`, `--proxy-server=127.0.0.1:${port}`];
        return spawnSync(chromium!, [...always, ...profile, ...options, `file://${file}`], {
          encoding: "utf8",
          timeout: 25_000,
        });
      };
      const { stdout } = open(comparisonHtml(wiresOf(hostile)), "--dump-dom");
      expect(stdout).toContain("&lt;script&gt;document.title");
      expect(stdout).not.toContain("<title>pwned");
      expect(stdout).toContain("\\x1b[2Jwiped");
      const picture = join(folder, "page.png");
      open(comparisonHtml(wiresOf(real)), `--screenshot=${picture}`, "--window-size=1000,3000");
      expect(readFileSync(picture).subarray(1, 4).toString()).toBe("PNG");
      const print = join(folder, "page.pdf");
      open(comparisonHtml(wiresOf(real)), `--print-to-pdf=${print}`);
      expect(readFileSync(print).subarray(0, 4).toString()).toBe("%PDF");
      expect(requests.filter((request) => !/google|gstatic/.test(request))).toEqual([]);
      proxy.close();
    },
    60_000,
  );
});

describe("the Markdown", () => {
  it("lets nothing from a capture become markup", () => {
    const page = marked.parse(comparisonMarkdown(wiresOf(hostile)), { async: false });
    expect(page).not.toMatch(/<(?:script|img|a |b>a)|javascript:alert\(1\)"/);
    expect(page).toContain("&lt;script&gt;");
    expect(comparisonMarkdown(wiresOf(hostile))).not.toContain("\x1b");
  });

  it("keeps its tables whole whatever the words are", () => {
    const rows = comparisonMarkdown(wiresOf(hostile))
      .split("\n")
      .filter((line) => line.startsWith("| client"));
    expect(rows).toHaveLength(evil.length);
    for (const row of rows) expect(row.replaceAll("\\|", "").split("|")).toHaveLength(5);
  });
});

describe("every output", () => {
  it("is free of what could act on a terminal", () => {
    const texts = [
      printed(comparisonText(wiresOf(hostile))),
      comparisonMarkdown(wiresOf(hostile)),
      comparisonHtml(wiresOf(hostile)),
    ];
    for (const text of texts) expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  });

  it("says what JSON says", () => {
    const json = JSON.parse(JSON.stringify(comparisonJson(real)));
    expect(json.messages).toHaveLength(15);
    expect(json.messages[0]).toMatchObject({
      fit: "exact",
      first: [{ packet: 4, bytes: 4, content: { kind: "text", text: "ana", hex: "616e610a" } }],
      second: [{ packet: 8, bytes: 26, content: { kind: "record", length: 21, plaintext: { least: 0, most: 4 } } }],
    });
    expect(json.facts).toHaveLength(19);
  });
});

const document = new URL("../../docs/compare.md", import.meta.url).pathname;

it("docs/compare.md shows the comparison as it is (LAB_UPDATE_DOCS=1 writes it again)", () => {
  const shown = printed(comparisonText(wiresOf(real), { rows: 12 }));
  const page = readFileSync(document, "utf8");
  const [before, after] = [page.indexOf("```text\n") + 8, page.indexOf("\n```", page.indexOf("```text\n"))];
  if (process.env.LAB_UPDATE_DOCS === "1") writeFileSync(document, page.slice(0, before) + shown + page.slice(after));
  else expect(page.slice(before, after)).toBe(shown);
});
