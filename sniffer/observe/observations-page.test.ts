import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { schemaFaults, schemaKinds } from "../../testing/sniffer/observation-schema.ts";

const page = readFileSync(new URL("../../docs/observations.md", import.meta.url), "utf8");
const sections = page.split(/^## /m).slice(1);

test("docs/observations.md has a section for every kind, in the order of the schema", () => {
  expect(sections.map((section) => section.split("\n")[0])).toEqual(schemaKinds);
});

test.each(schemaKinds)("docs/observations.md shows %s as the schema has it", (kind) => {
  const section = sections.find((text) => text.startsWith(`${kind}\n`))!;
  const lines = [...section.matchAll(/```jsonl\n([^`]*)```/g)].flatMap(([, block]) => block!.trim().split("\n"));
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    const example = JSON.parse(line) as { kind: string };
    expect(example.kind).toBe(kind);
    expect(schemaFaults(example), line).toBe("");
    expect(line, "as jsonLine prints it").toBe(JSON.stringify(example));
  }
});

test("the schema refuses what is not as it says", () => {
  expect(schemaFaults({ kind: "comment", text: "x", more: 1 })).toContain("more");
  expect(schemaFaults({ kind: "comment" })).toContain("text");
  expect(schemaFaults({ kind: "nothing" })).not.toBe("");
});
