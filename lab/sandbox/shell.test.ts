import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { temporaryFolder } from "../../testing/test-folders.ts";
import { sandboxShell } from "./shell.ts";

test("a sandbox removes the folder of one that was killed, and no other", () => {
  const temporary = temporaryFolder();
  vi.stubEnv("TMPDIR", temporary);
  vi.spyOn(process, "argv", "get").mockReturnValue([process.execPath, process.execPath]);
  try {
    const { pid: dead } = spawnSync("true");
    const names = [`lab-sandbox-${dead}-aaaaaa`, `lab-sandbox-${process.ppid}-bbbbbb`, "lab-sandbox-cccccc"];
    for (const name of names) mkdirSync(join(temporary, name, "bin"), { recursive: true });
    sandboxShell(["true"], "").cleanUp();
    expect(readdirSync(temporary).sort()).toEqual(names.slice(1).sort());
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
});

test("bash shows where it is, also where one's own start-up files end their command with a semicolon", () => {
  const home = temporaryFolder();
  writeFileSync(join(home, ".bashrc"), "PROMPT_COMMAND='true;'\nPS1='mine> '\n");
  vi.stubEnv("SHELL", "/bin/bash");
  vi.spyOn(process, "argv", "get").mockReturnValue([process.execPath, process.execPath]);
  const { command, cleanUp } = sandboxShell([], "(here) ");
  try {
    const [program, ...words] = command;
    const env = { ...process.env, HOME: home };
    const { stderr } = spawnSync(program!, words, { env, input: "exit\n", encoding: "utf8" });
    expect(stderr).toContain("(here) mine> ");
    expect(stderr).not.toContain("syntax error");
  } finally {
    cleanUp();
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
});
