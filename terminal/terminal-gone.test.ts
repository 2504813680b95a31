import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { PseudoTerminal } from "../testing/pseudo-terminal.ts";
import { mayCapture } from "../testing/sniffer/capture-rights.ts";
import { fixturesFolder } from "../testing/sniffer/corpus.ts";
import { lastingFolder } from "../testing/test-folders.ts";

const lab = fileURLToPath(new URL("../dist/lab/main.js", import.meta.url));
const folder = lastingFolder();

/** Runs its arguments, and notes in a file how they ended: it runs longer than the terminal. */
const witness = `
process.on("SIGHUP", () => {});
const [file, ...words] = process.argv.slice(1);
const child = require("child_process").spawn(process.execPath, words, { stdio: "inherit" });
child.on("exit", (code, signal) => {
  require("fs").writeFileSync(file, signal ?? "code " + code);
  process.kill(process.pid, "SIGKILL");
});
`;

const capture = join(fixturesFolder, "chat-es-lf.pcap");
const noScript = spawnSync("script", ["--version"]).error === undefined ? "" : " (skipped: no `script`, of util-linux)";
const noCapture = mayCapture ? noScript : " (skipped: this user may not capture on lo)";

test.each([
  [["sniff", "-r", capture], "16 packets", noScript],
  [["sniff", "lo", "-w", join(folder, "copy.pcap")], "live lo", noCapture],
  [["compare", capture, capture], "? keys", noScript],
  [["server", "--plain", "--port", "0"], "server>", noScript],
  [["live", "--record"], "Ctrl-C quit", noCapture],
] as const)("a window that is closed ends `lab %s` as it ends any program", async (words, sign, fault) => {
  if (fault !== "") {
    console.log(`lab ${words[0]}${fault}`);
    return;
  }
  const file = join(folder, words.join("-").replaceAll("/", "-"));
  const quoted = [process.execPath, "--eval", witness, file, lab, ...words].map((word) => `'${word}'`).join(" ");
  const terminal = new PseudoTerminal(`sh -c 'cd ${folder} && exec "$@"' sh ${quoted}`, { columns: 80, rows: 24 });
  await terminal.until((text) => text.includes(sign));
  terminal.process.kill("SIGKILL"); // `script` held the other end of the terminal.
  // The shell makes the file before it writes into it.
  await expect.poll(() => existsSync(file) && readFileSync(file, "utf8"), { timeout: 10_000 }).toBe("SIGHUP");
  terminal.close();
});
