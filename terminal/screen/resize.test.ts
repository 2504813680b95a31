import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PseudoTerminal } from "../../testing/pseudo-terminal.ts";
import { mayCapture } from "../../testing/sniffer/capture-rights.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { temporaryFolder } from "../../testing/test-folders.ts";

const lab = fileURLToPath(new URL("../../dist/lab/main.js", import.meta.url));
const capture = join(fixturesFolder, "chat-es-lf.pcap");
const noScript = spawnSync("script", ["--version"]).error === undefined ? "" : " (skipped: no `script`, of util-linux)";
const noCapture = mayCapture ? noScript : " (skipped: this user may not capture on lo)";

let folder: string;
let terminal: PseudoTerminal | undefined;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => {
  terminal?.close();
  terminal = undefined;
});

const screens = [
  { words: `sniff -r ${capture}`, sign: "16 packets", key: "c", answer: "Conversation", fault: noScript },
  { words: `compare ${capture} ${capture}`, sign: "message 1 of", key: "j", answer: "message 2 of", fault: noScript },
  { words: "live", sign: "IN THE CLEAR", key: "hola\r", answer: "ana > hola", fault: noCapture },
  { words: "live --script", sign: "1/9", key: " ", answer: "2/9", fault: noCapture },
] as const;

test.each(screens)("a window that changes its size: `lab $words` fills it, and answers keys$fault", async (screen) => {
  if (screen.fault !== "") return;
  const shown = new PseudoTerminal(`${process.execPath} ${lab} ${screen.words}`, { columns: 80, rows: 24, folder });
  terminal = shown;
  await shown.until((text) => text.includes(screen.sign));
  for (const [columns, rows] of [
    [120, 40],
    [60, 20],
    [100, 30],
  ] as const) {
    shown.resize(columns, rows);
    // The frame comes in pieces: it is complete when its lower half is there too.
    const isWhole = (lines: readonly string[]) => lines.slice(rows / 2).some((line) => line.trim() !== "");
    const fills = (lines: readonly string[]) => widest(lines) > columns * 0.8 && widest(lines) <= columns;
    await shown.until((text, lines) => text.includes(screen.sign) && fills(lines) && isWhole(lines));
  }
  shown.send(screen.key);
  await shown.until((text) => text.includes(screen.answer));
  shown.send("\x03");
  expect(await shown.ended).toBe(0);
});

const widest = (lines: readonly string[]) => Math.max(...lines.map((line) => line.length));
