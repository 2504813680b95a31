import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const rooms = ["bench", "certs", "chat", "exercises", "lab", "sniffer", "terminal", "testing"];

/** Every import between two files that are no tests, as paths from the root. */
function imports(): (readonly [from: string, to: string])[] {
  const files = rooms
    .flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: "utf8" }).map((name) => join(room, name)),
    )
    .filter((path) => /(?<!\.test)\.tsx?$/u.test(path));
  return files.flatMap((from) =>
    [...readFileSync(join(root, from), "utf8").matchAll(/(?:from|import\() ?"(\.{1,2}\/[^"]+\.tsx?)"/gu)].map(
      ([, to]) => [from, normalize(join(dirname(from), to!))] as const,
    ),
  );
}

/** The imports between what lies side by side in one folder: by folder, name and name. */
function arrowsByFolder(): Map<string, Map<string, Set<string>>> {
  const folders = new Map<string, Map<string, Set<string>>>();
  for (const [from, to] of imports()) {
    const [there, here] = [to.split("/"), from.split("/")];
    const depth = here.findIndex((name, index) => name !== there[index]);
    if (depth < 0) continue;
    const folder = here.slice(0, depth).join("/");
    const arrows = folders.get(folder) ?? new Map<string, Set<string>>();
    folders.set(folder, arrows.set(here[depth]!, (arrows.get(here[depth]!) ?? new Set()).add(there[depth]!)));
  }
  return folders;
}

/** Those that import each other in a circle, or lie above one. */
function inCircles(arrows: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const left = new Set(arrows.keys());
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const name of left) if (![...arrows.get(name)!].some((other) => left.has(other))) left.delete(name);
  }
  return [...left];
}

test("in every folder, files and folders are on floors: no import runs up", () => {
  const folders = arrowsByFolder();
  expect(folders.size).toBeGreaterThan(30);
  for (const [folder, arrows] of folders) expect(inCircles(arrows), folder || "the top level").toEqual([]);
});
