import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { PseudoTerminal } from "../testing/pseudo-terminal.ts";
import { fixturesFolder } from "../testing/sniffer/corpus.ts";

const lab = fileURLToPath(new URL("../dist/lab/main.js", import.meta.url));
const missing =
  spawnSync("script", ["--version"]).error !== undefined ? " (skipped: no program `script`, of util-linux)" : "";
const inTerminal = test.skipIf(missing !== "");
const capture = join(fixturesFolder, "chat-es-lf.pcap");

/** Codes that set a colour of the text or of its background. */
const colourCode = /\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9\d|10\d)(?:;\d+)*m/g;
/** Other facts that could decide about the number of colours. */
const unknown = {
  ...{ COLORTERM: undefined, FORCE_COLOR: undefined, TMUX: undefined, CI: undefined },
  ...{ COLORFGBG: undefined, LAB_THEME: undefined },
};

let terminal: PseudoTerminal | undefined;

afterEach(() => {
  terminal?.close();
  terminal = undefined;
});

/** The colour codes, each once, that lines of text and the inspector write to a terminal of this kind. */
async function colours(
  environment: Record<string, string | undefined>,
  background?: string,
  shade = "",
): Promise<{ text: string[]; screen: string[] }> {
  const options = {
    ...{ columns: 80, rows: 24, environment: { ...unknown, ...environment } },
    ...(background === undefined ? {} : { background }),
  };
  const command = `${process.execPath} ${lab}`;
  terminal = new PseudoTerminal(
    `${command} assert ${capture} 'text contains "Hola"' 'text contains "never said"'`,
    options,
  );
  await terminal.ended;
  const text = terminal.output;
  expect(text).toContain("✗ false");
  terminal.close();
  terminal = new PseudoTerminal(`${command} sniff -r ${capture}`, options);
  await terminal.until((shown) => shown.includes("16 packets") && shown.includes("TEXT"));
  // The terminal's answer may come after the first frame.
  await terminal.until(() => terminal!.output.includes(shade));
  const screen = terminal.output;
  terminal.send("q");
  await terminal.ended;
  return { text: each(text), screen: each(screen) };
}

const each = (output: string) => [...new Set(output.match(colourCode) ?? [])].sort();

inTerminal(`256 colours: lines and screen use the fixed ones${missing}`, async () => {
  expect(await colours({ TERM: "tmux-256color" })).toEqual({
    text: ["\x1b[38;5;131m", "\x1b[38;5;29m"],
    screen: [
      ...["\x1b[1;38;5;231;48;5;124m", "\x1b[1;38;5;231;48;5;24m", "\x1b[1;38;5;255;48;5;236m"],
      ...["\x1b[38;5;131m", "\x1b[38;5;243m"],
    ],
  });
});

inTerminal(`16 colours: nothing but bright red and magenta${missing}`, async () => {
  expect(await colours({ TERM: "linux" })).toEqual({ text: ["\x1b[91m"], screen: ["\x1b[91m"] });
});

inTerminal(`NO_COLOR: none${missing}`, async () => {
  expect(await colours({ TERM: "xterm-256color", NO_COLOR: "1" })).toEqual({ text: [], screen: [] });
});

const is256 = { TERM: "xterm-256color" };

inTerminal(`a terminal that tells its background gets the colours for it${missing}`, async () => {
  const [onWhite, onBlack] = ["\x1b[38;5;124m", "\x1b[38;5;203m"];
  expect((await colours(is256, "ffff/ffff/ffff", onWhite)).screen).toContain(onWhite);
  expect((await colours(is256, "0000/0000/0000", onBlack)).screen).toContain(onBlack);
});

inTerminal(`COLORFGBG and LAB_THEME say it too, and the last word is LAB_THEME's${missing}`, async () => {
  const light = await colours({ ...is256, COLORFGBG: "0;default;15" });
  expect(light.text).toEqual(["\x1b[38;5;124m", "\x1b[38;5;22m"]);
  const dark = await colours({ ...is256, COLORFGBG: "0;15", LAB_THEME: "dark" }, "ffff/ffff/ffff");
  expect(dark.text).toEqual(["\x1b[38;5;210m", "\x1b[38;5;77m"]);
  expect(dark.screen).toContain("\x1b[38;5;210m");
  expect(dark.screen.join()).not.toContain("48;5;231");
  expect((await colours({ ...is256, LAB_THEME: "projector" })).screen).toContain("\x1b[0;38;5;16;48;5;231m");
});
