import { spawnSync } from "node:child_process";
import { mkdirSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/test-folders.ts";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const main = join(root, "dist", "lab", "main.js");

let home = "";
let link = "";
beforeEach(() => {
  home = temporaryFolder();
  link = join(home, ".local", "bin", "lab");
  mkdirSync(dirname(link), { recursive: true });
});

/** The output of the last step of this clone's set-up, for a user with this home. */
function setUp(): string {
  const script = `
    import { linkCommand } from ${JSON.stringify(join(root, "lab", "link-command.mjs"))};
    const [root, main, home] = process.argv.slice(1);
    linkCommand({ root, main, home, say: (line) => console.log(line) });`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", script, root, main, home],
    {
      encoding: "utf8",
    },
  );
  expect([status, stderr]).toEqual([0, ""]);
  return stdout;
}

/** Another clone, and the target of its link. */
function otherClone(): string {
  const folder = join(home, "wire-lab-of-a-student");
  mkdirSync(join(folder, "dist", "lab"), { recursive: true });
  writeFileSync(join(folder, "package.json"), "{}");
  return join(folder, "dist", "lab", "main.js");
}

describe("the link to lab in ~/.local/bin", () => {
  it("is made for the first clone", () => {
    setUp();
    expect(readlinkSync(link)).toBe(main);
  });

  it("stays with the first clone, and set-up says how to change that", () => {
    const other = otherClone();
    symlinkSync(other, link);
    const said = setUp();
    expect(readlinkSync(link)).toBe(other);
    expect(said).toContain(dirname(dirname(dirname(other))));
    expect(said).toContain(`ln -sfn ${main} ${link}`);
  });

  it("is taken over from a clone that is gone", () => {
    symlinkSync(join(home, "gone", "dist", "lab", "main.js"), link);
    setUp();
    expect(readlinkSync(link)).toBe(main);
  });

  it("is left alone where another program has the name", () => {
    writeFileSync(link, "#!/bin/sh\n");
    setUp();
    expect(() => readlinkSync(link)).toThrow();
  });
});
