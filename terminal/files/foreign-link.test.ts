import { lchownSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../testing/test-folders.ts";
import { foreignLink } from "./foreign-link.ts";

function folders(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "real/inner"), { recursive: true });
  return folder;
}

test("own links, and paths on which nothing is there yet, may be followed", () => {
  const folder = folders();
  symlinkSync("real", join(folder, "link"));
  symlinkSync("circle", join(folder, "circle"));
  for (const path of ["real/inner", "link/inner/new", "missing/too", "link", "circle/x"])
    expect(foreignLink(join(folder, path))).toBeUndefined();
});

test.skipIf(process.getuid?.() !== 0)(
  "a link of another user is found, wherever on the way (needs root, to make one)",
  () => {
    const folder = folders();
    const foreign = join(folder, "real/foreign");
    symlinkSync(join(folder, "real/inner"), foreign);
    lchownSync(foreign, 65534, 65534);
    symlinkSync("real", join(folder, "mine"));
    symlinkSync(join(folder, "mine/foreign"), join(folder, "far"));
    expect(foreignLink(foreign)).toBe(foreign);
    expect(foreignLink(join(foreign, "new/file"))).toBe(foreign);
    expect(foreignLink(join(folder, "far/x"))).toBe(join(folder, "mine/foreign"));
    expect(foreignLink(join(folder, "mine/foreign/x"))).toBe(join(folder, "mine/foreign"));
  },
);
