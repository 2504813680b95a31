import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const page = new URL("../docs/code-tour.md", import.meta.url);
const stops = [...readFileSync(page, "utf8").matchAll(/^\[\S+\]\((\S+)\)\n```ts\n(.*)\n```$/gm)];

describe("the tour of the code", () => {
  it("has ten stops", () => expect(stops).toHaveLength(10));

  it.each(stops.map(([, path, line]) => [path!, line!]))("finds in %s the line %s", (path, line) => {
    expect(readFileSync(new URL(path, page), "utf8").split("\n")).toContain(line);
  });
});
