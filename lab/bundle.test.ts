import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { ownFile } from "../terminal/files/own-file.ts";

/** The built files that are read before this one can run, this one included. */
function filesReadFor(path: string): ReadonlySet<string> {
  const files = new Set([ownFile(`dist/${path}`)]);
  for (const file of files) {
    const imports = readFileSync(file, "utf8").matchAll(/^(?:import|export)\b[^;]*?"(\.{1,2}\/[^"]+)";$/gmu);
    for (const [, imported] of imports) files.add(resolve(file, "..", imported!));
  }
  return files;
}

test("a command reads few files before it begins", () => {
  expect(filesReadFor("lab/main.js").size).toBeLessThanOrEqual(5);
  expect(filesReadFor("exercises/02-eavesdrop/exercise.js").size).toBeLessThanOrEqual(30);
});

test("the program that root runs reads none of the decoders", () => {
  const files = [...filesReadFor("sniffer/capture/dumper.js")].map((file) => file.replace(/^.*dist\//u, ""));
  expect(files).toEqual(["sniffer/capture/dumper.js", "chunks/dumper.js"]);
});
