import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, test } from "vitest";
import { openCaptureFile } from "../../sniffer/capture/open-capture-file.ts";
import type { Observation } from "../../sniffer/observe/observation.ts";
import { Observer } from "../../sniffer/observe/observer.ts";
import { widthOf } from "../../terminal/columns.ts";
import { findProgram } from "../../terminal/files/find-program.ts";
import { PseudoTerminal } from "../../testing/pseudo-terminal.ts";
import { asOrdinaryUser, mayCapture, namespaceFaultForOrdinaryUser } from "../../testing/sniffer/capture-rights.ts";
import { temporaryFolder } from "../../testing/test-folders.ts";
import { conversation } from "./conversation.ts";
import { texts } from "./texts.ts";

const main = fileURLToPath(new URL("../../dist/lab/main.js", import.meta.url));
const builtCap = fileURLToPath(new URL("../../node_modules/cap/build", import.meta.url));
const ordinaryUserFault =
  namespaceFaultForOrdinaryUser() ?? (canRunAsOrdinaryUser() ? undefined : "the program is out of their reach");

/** One more line would mean that one does not fit into 80 columns. */
const LESSON_ROWS = 22;

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
  chmodSync(folder, 0o777);
});

test.skipIf(!mayCapture)(
  "the demo captures the same conversation in the clear and over TLS, and proves it (skipped where capturing is not permitted)",
  async () => {
    const environment = { HOME: folder, PATH: "/usr/bin:/bin:/somewhere/node_modules/.bin" };
    const command = `'${process.execPath}' '${main}' demo`;
    const terminal = new PseudoTerminal(command, { columns: 80, rows: 24, environment, folder });
    expect(await terminal.ended).toBe(0);
    // From the two wires to the next command, everything is on one screen, and no line is cut or continues in the next
    // row.
    const lines = terminal.lines();
    const banner = lines.findIndex((line) => /^IN THE CLEAR +│ OVER TLS 1\.3$/.test(line));
    expect(lines[banner + 2]).toMatch(/^Sí, Ana, allí estaré 😀 +│ 17 03 03 00 [0-9a-f]{2} [!-~·]{10}/);
    expect(lines.slice(banner).join("\n")).toMatch(/5 of 5 lines are in the first, 0 of 5 in the second\.\n\n/);
    expect(lines.slice(banner).join("\n")).toMatch(/`npx --no-install lab`/);
    expect(lines.findIndex((line) => line.includes("npx --no-install")) - banner).toBe(LESSON_ROWS - 1);
    terminal.close();
    await expectBothCaptures();
  },
);

test("the line about the shell fits into 80 columns, so that its command can be copied", () => {
  for (const isLinked of [true, false]) expect(widthOf(texts.notOnPath(isLinked))).toBeLessThanOrEqual(80);
});

test.skipIf(!mayCapture)("with --full it prints the whole comparison", () => {
  const { status, stdout } = runDemo([], "--full");
  expect(status).toBe(0);
  expect(stdout.split("\n").length).toBeGreaterThan(100);
  expect(stdout).toContain("TLS_AES_256_GCM_SHA384");
});

/** Runs a command line without npm cap, as set-up leaves it without a compiler: for this command alone. */
const withoutCap = ["unshare", "--mount", "sh", "-c", `mount -t tmpfs none '${builtCap}' && exec "$@"`, "sh"];
/** Like `withoutCap`, also without these other programs that capture. */
function alsoWithout(...programs: readonly string[]): readonly string[] {
  const paths = programs.flatMap((program) => findProgram(program) ?? []);
  const hide = paths.map((path) => `mount --bind /dev/null ${path} &&`).join(" ");
  return withoutCap.map((part) => part.replace("exec ", `${hide} exec `));
}
const noMountsFault =
  spawnSync(withoutCap[0]!, [...withoutCap.slice(1), "true"]).status === 0 ? undefined : "no mounts";

describe.skipIf(noMountsFault !== undefined)(`without npm cap (${noMountsFault ?? "possible here"})`, () => {
  test.skipIf(findProgram("tcpdump") === undefined)("tcpdump captures in its place", async () => {
    const { status, stdout } = runDemo(alsoWithout("dumpcap"));
    expect(stdout).toContain("5 of 5 lines are in the first, 0 of 5 in the second");
    expect(status).toBe(0);
    await expectBothCaptures();
  });

  test.skipIf(findProgram("tcpdump") === undefined || ordinaryUserFault !== undefined)(
    "tcpdump captures for an ordinary user, too, in a private network",
    async () => {
      const { status, stdout } = runDemo([...alsoWithout("dumpcap"), ...asOrdinaryUser]);
      expect(stdout).toContain("user and network namespace");
      expect(status).toBe(0);
      await expectBothCaptures();
    },
  );

  test.skipIf(findProgram("tcpdump") === undefined)("the sandbox, where tcpdump cannot capture, names what can", () => {
    const sniff = `${process.execPath} ${main} sniff lo -w x.pcap`;
    const [program, ...rest] = [...alsoWithout("dumpcap"), "unshare", "--user", "--map-root-user", "--net"];
    const { stderr, status } = spawnSync(program!, [...rest, "sh", "-c", `ip link set lo up; exec ${sniff}`], {
      ...{ cwd: folder, encoding: "utf8", env: { ...process.env, LAB_PRIVATE_NETWORK: "1" } },
    });
    expect(stderr).toContain("lab live --exercise N");
    expect(status).toBe(1);
  });

  test("and without any other program that captures, the demo shows ready-made captures and says so", async () => {
    const { status, stdout } = runDemo(alsoWithout("tcpdump", "dumpcap"));
    expect(stdout).toContain("ready-made captures");
    expect(stdout).toContain("5 of 5 lines are in the first, 0 of 5 in the second");
    expect(status).toBe(0);
    for (const name of ["demo-plain.pcap", "demo-tls.pcap"]) {
      const made = readFileSync(join(folder, "work/captures", name));
      expect(made.equals(readFileSync(new URL(`captures/${name}`, import.meta.url)))).toBe(true);
    }
  });
});

test.skipIf(ordinaryUserFault !== undefined)(
  `an ordinary user has the lesson in a private network (${ordinaryUserFault ?? "possible here"})`,
  async () => {
    const { status, stdout } = runDemo(asOrdinaryUser);
    expect(stdout).toContain("user and network namespace");
    expect(stdout.match(/A chat in the clear/g)).toHaveLength(1);
    expect(status).toBe(0);
    await expectBothCaptures();
  },
);

function runDemo(as: readonly string[], ...options: readonly string[]) {
  const [program, ...rest] = [...as, process.execPath, main, "demo", ...options];
  const env = { ...process.env, HOME: folder, PATH: "/usr/bin:/bin:/somewhere/node_modules/.bin" };
  return spawnSync(program!, rest, { cwd: folder, env, encoding: "utf8", timeout: 60_000 });
}

/** The words are text in one capture and application_data in the other, by the lab's own reading and by the bytes. */
async function expectBothCaptures(): Promise<void> {
  const plain = await observe("demo-plain.pcap");
  const tls = await observe("demo-tls.pcap");
  const texts = plain.filter(({ kind }) => kind === "text").map((text) => (text as { text: string }).text);
  for (const { name, text } of conversation) {
    expect(texts).toContain(text);
    expect(texts).toContain(`${name} > ${text}`);
    expect(readFileSync(join(folder, "work/captures/demo-tls.pcap")).includes(text)).toBe(false);
  }
  expect(plain.filter(({ kind }) => kind === "tls-record")).toEqual([]);
  const records = tls.filter((observation) => observation.kind === "tls-record");
  expect(records.filter(({ contentType }) => contentType === "application_data").length).toBeGreaterThan(
    conversation.length * 2,
  );
  expect(tls.filter(({ kind }) => kind === "text" || kind === "gap" || kind === "problem")).toEqual([]);
  expect(statSync(join(folder, "work/certs/server-key.pem")).mode & 0o777).toBe(0o600);
}

async function observe(name: string): Promise<Observation[]> {
  const observer = new Observer();
  const observations: Observation[] = [];
  for await (const batch of openCaptureFile(join(folder, "work/captures", name))) {
    for (const item of batch) observations.push(...observer.push(item));
  }
  return [...observations, ...observer.end()];
}

/** Other users may have no access to the repository's folder. */
function canRunAsOrdinaryUser(): boolean {
  const [program, ...rest] = [...asOrdinaryUser, process.execPath, main, "--help"];
  return spawnSync(program!, rest, { stdio: "ignore" }).status === 0;
}
