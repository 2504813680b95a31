import { spawnSync } from "node:child_process";
import { chmodSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import { labOnTerminal } from "../testing/chat/terminal.ts";
import { asOrdinaryUser } from "../testing/sniffer/capture-rights.ts";
import { temporaryFolder } from "../testing/test-folders.ts";

const main = fileURLToPath(new URL("../dist/lab/main.js", import.meta.url));

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});

function lab(words: readonly string[], as: readonly string[] = []) {
  const [program, ...rest] = [...as, process.execPath, main, ...words];
  return spawnSync(program!, rest, { cwd: folder || undefined, encoding: "utf8", timeout: 60_000 });
}

const ordinaryUserFault =
  lab(["--help"], asOrdinaryUser).status === 0 ? undefined : "the program is out of their reach";

describe("what the system refuses", () => {
  it.skipIf(ordinaryUserFault !== undefined)(
    `is reported in two lines, without a stack, where the folder is not one's own (${ordinaryUserFault ?? "possible here"})`,
    () => {
      chmodSync(folder, 0o555);
      for (const command of [["exercise", "start", "--student", "ana"], ["demo"]]) {
        const { status, stderr } = lab(command, asOrdinaryUser);
        expect(stderr).toBe(
          `lab: you are not allowed to use work/captures here\nSee whose it is: ls -ld ${folder}\nOr go to a folder of your own, and try again there: cd ~\n`,
        );
        expect(status).toBe(1);
      }
    },
  );

  it("names the file that is where the folder work should be", () => {
    writeFileSync(join(folder, "work"), "");
    const { status, stderr } = lab(["exercise", "start", "--student", "ana"]);
    expect(stderr).toBe("lab: work exists and is not a folder\nSee what it is: ls -ld work\n");
    expect(status).toBe(1);
  });
});

it("refuses a word beside --version, which would have no effect", () => {
  const { status, stdout, stderr } = lab(["--version", "extra"]);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^lab: .*extra\n.*lab --version/);
});

it("makes no folder that everyone can write to, also where the shell would", () => {
  const words = [process.execPath, main, "exercise", "start", "--student", "ana"];
  expect(spawnSync("sh", ["-c", 'umask 000; exec "$@"', "sh", ...words], { cwd: folder }).status).toBe(0);
  for (const made of ["work", "work/captures"]) expect(statSync(join(folder, made)).mode & 0o002).toBe(0);
});

describe("what the system does not have", () => {
  it("a folder for temporary files is one line and the remedy", () => {
    const env = { ...process.env, TMPDIR: join(folder, "gone"), LAB_SANDBOX: undefined };
    const { status, stderr } = spawnSync(process.execPath, [main, "sandbox", "true"], { encoding: "utf8", env });
    expect(stderr).toContain("TMPDIR=");
    expect(stderr).not.toContain("    at ");
    expect(status).toBe(1);
  });

  it("work, where it is a link to nowhere, is one line", () => {
    symlinkSync(join(folder, "nowhere"), join(folder, "work"));
    const { status, stderr } = lab(["exercise", "start", "--student", "ana"]);
    expect(stderr).toMatch(/^lab: .*work is .*\n/);
    expect(stderr).not.toContain("    at ");
    expect(status).toBe(1);
  });
});

describe("a command line that is not complete", () => {
  it.each([
    [["compare"], "missing required argument 'plain'", "For example: lab compare plain.pcap tls.pcap\n"],
    [["compare", "--wide"], "unknown option '--wide'", "How to use it: lab compare --help\n"],
    [
      ["exercise", "start"],
      "required option '--student <name>' not",
      "For example: lab exercise start --student ana\n",
    ],
    [["certs", "show"], "missing required argument 'target'", "How to use it: lab certs show --help\n"],
    [["chek", "1"], "unknown command 'chek'\n(Did you mean check?)", "See all commands: lab --help\n"],
  ])("of lab %j is answered with what would be right", (words, wrong, right) => {
    const { status, stderr } = lab(words);
    expect(stderr).toContain(`lab: ${wrong}`);
    expect(stderr.endsWith(right) || stderr.includes(`\n${right}`)).toBe(true);
    expect(stderr).not.toContain("error:");
    expect(status).toBe(2);
  });
});

it("breaks an error between words on a terminal, where it is too wide for it", async () => {
  const terminal = labOnTerminal(folder, "exercise", "start", "--student", "/ana/de/la/clase/");
  expect(await terminal.ended()).toBe(2);
  expect(terminal.rows().slice(0, 3)).toEqual([
    `lab: "/ana/de/la/clase/" is not a name: use letters, digits, spaces and . - _ ',`,
    "at most 40 characters",
    "For example: lab exercise start --student ana",
  ]);
});
