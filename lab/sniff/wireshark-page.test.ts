import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { lastingFolder } from "../../testing/test-folders.ts";

const page = readFileSync(new URL("../../docs/wireshark.md", import.meta.url), "utf8");
const missing = ["tshark", "xxd"].filter((program) => spawnSync(program, ["--version"]).error !== undefined);
const folder = lastingFolder();

/** The commands in the page's consoles, each with what it prints. */
const commands = [...page.matchAll(/^```console\n([\s\S]*?)^```$/gm)].flatMap(([, block]) =>
  block!
    .split(/^\$ /m)
    .slice(1)
    .map((part): [command: string, printed: string] => {
      const end = part.indexOf("\n");
      return [part.slice(0, end), part.slice(end + 1)];
    }),
);

beforeAll(() => {
  mkdirSync(join(folder, "work/captures"), { recursive: true });
  mkdirSync(join(folder, "bin"));
  symlinkSync(fileURLToPath(new URL("../../dist/lab/main.js", import.meta.url)), join(folder, "bin/lab"));
  for (const [from, to] of [
    ["compare-plain.pcap", "work/captures/plain.pcap"],
    ["opened-chat.pcap", "work/captures/tls.pcap"],
    ["opened-chat.keylog", "work/keys.log"],
  ])
    copyFileSync(join(fixturesFolder, from!), join(folder, to!));
});

test("docs/wireshark.md has commands", () => {
  expect(commands.length).toBeGreaterThan(12);
});

test.skipIf(missing.length > 0).each(commands)("docs/wireshark.md: %s", (command, printed) => {
  const path = `${join(folder, "bin")}${delimiter}${process.env.PATH}`;
  const { stdout } = spawnSync("bash", ["-c", command], { cwd: folder, env: { ...process.env, PATH: path } });
  expect(stdout.toString()).toBe(printed);
});
