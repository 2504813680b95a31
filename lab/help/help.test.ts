import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../testing/test-folders.ts";
import { wholeCommandLine } from "../command-line.ts";
import { completionScript } from "./completion-script.ts";
import { manualPage } from "./manual-page.ts";

const main = fileURLToPath(new URL("../../dist/lab/main.js", import.meta.url));
const lab = (...words: readonly string[]) => spawnSync(process.execPath, [main, ...words], { encoding: "utf8" });
const has = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

function everyCommand(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

describe("the manual page", () => {
  it("has every command and every option", async () => {
    const whole = await wholeCommandLine();
    const page = manualPage(whole).replaceAll("\\-", "-");
    for (const command of everyCommand(whole).slice(1)) expect(page).toContain(`${command.name()} `);
    for (const { flags } of everyCommand(whole).flatMap(({ options }) => options))
      expect(page).toContain(`.B ${flags}\n`);
  });

  it("is what lab help --man prints", async () => {
    expect(lab("help", "--man").stdout).toBe(manualPage(await wholeCommandLine()));
  });
});

describe("lab help", () => {
  it("explains a command as its --help does, and a subcommand", () => {
    expect(lab("help", "compare").stdout).toContain("--markdown");
    expect(lab("help", "certs", "verify").stdout).toContain("--name");
  });

  it("of a command that does not exist says so, with exit code 2", () => {
    const { status, stderr } = lab("help", "certs", "nix\x1b[2J");
    expect(stderr).toContain("nix\\x1b[2J");
    expect(status).toBe(2);
  });
});

describe("completion", () => {
  function inBash(...words: readonly string[]): readonly string[] {
    const script = `source <(cat); COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _lab; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const input = lab("completion", "bash").stdout;
    return spawnSync("bash", ["-c", script], { encoding: "utf8", input }).stdout.trim().split("\n");
  }

  it.each([
    [["lab", "sn"], ["sniff"]],
    [
      ["lab", "certs", "s"],
      ["self-sign", "sign", "show"],
    ],
    [["lab", "server", "--pl"], ["--plain"]],
    [["lab", "compare", "work/captures/a.pcap", "--mark"], ["--markdown"]],
  ])("in bash, of %j is %j", (words, expected) => {
    expect(inBash(...words)).toEqual(expected);
  });

  it.each(["bash", "zsh", "fish"] as const)("for %s is a script that this shell can read", async (shell) => {
    const script = completionScript(await wholeCommandLine(), shell);
    expect(script).toContain("gallery");
    const folder = temporaryFolder();
    writeFileSync(join(folder, "script"), script);
    if (has(shell)) expect(spawnSync(shell, ["-n", join(folder, "script")], { encoding: "utf8" }).stderr).toBe("");
  });
});

it("lab --version names version, folder and commit", () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { version } = JSON.parse(readFileSync(`${root}/package.json`, "utf8")) as { readonly version: string };
  const { stdout } = lab("--version");
  expect(stdout).toContain(version);
  expect(stdout).toContain(root.replace(/\/$/, ""));
  const { status, stdout: commit } = spawnSync("git", ["-C", root, "rev-parse", "--short", "HEAD"], {
    encoding: "utf8",
  });
  if (status === 0) expect(stdout).toContain(commit.trim());
});
