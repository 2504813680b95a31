import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { backgroundIs } from "../../../terminal/background.ts";
import { contrast, rgbOfIndex } from "../../../terminal/contrast.ts";
import { onColourTerminal } from "../../../testing/colour-terminal.ts";
import { ProgramOnScreen } from "../../../testing/program-on-screen.ts";
import { fixturesFolder } from "../../../testing/sniffer/corpus.ts";
import { compare } from "../comparison.ts";
import { readForComparison } from "../read-for-comparison.ts";
import { type Wires, wiresOf } from "../wires.ts";
import { compareProgram, type WantedPacket } from "./compare-program.ts";
import type { ComparedFiles } from "./packet-pair.ts";

const files = [join(fixturesFolder, "compare-plain.pcap"), join(fixturesFolder, "compare-tls13.pcap")] as const;
const [plain, tls] = [await readForComparison(files[0]), await readForComparison(files[1])];
const wires = wiresOf(compare(plain, tls));
const threeFiles = [files[0], ...files];
const threeWires = wiresOf(compare(plain, plain), compare(plain, tls));
const wheelDown = "\x1b[<65;10;10M";

let shown: ProgramOnScreen;
let wanted: WantedPacket[];

onColourTerminal();
afterEach(() => shown.close());

async function showing(columns: number, rows: number, ...keys: readonly string[]): Promise<ProgramOnScreen> {
  return showingWires(wires, files, columns, rows, keys);
}

async function showingWires(
  wires: Wires,
  files: ComparedFiles,
  columns: number,
  rows: number,
  keys: readonly string[],
): Promise<ProgramOnScreen> {
  wanted = [];
  const place = { selected: 0, focus: 0 } as const;
  shown = new ProgramOnScreen(columns, rows, (screen) =>
    compareProgram({ wires, files, place, onInspect: (one) => wanted.push(one), screen }),
  );
  await shown.type(...keys);
  return shown;
}

type Frame = readonly [name: string, columns: number, rows: number, ...keys: string[]];

/** The screen, its size, and the keys: the whole frame is in `frames/`. */
const frames: readonly Frame[] = [
  ["messages-80x24", 80, 24, "j", "j"],
  ["messages-120x40", 120, 40, "\t"],
  ["messages-200x60", 200, 60],
  ["messages-40x12", 40, 12, "G"],
  ["detail-80x24", 80, 24, "j", "j", " "],
  ["eavesdropper-80x24", 80, 24, "e"],
  ["eavesdropper-40x12", 40, 12, "e"],
  ["costs-40x12", 40, 12, "c"],
  ["detail-40x12", 40, 12, " "],
  ["costs-80x24", 80, 24, "c"],
  ["help-80x24", 80, 24, "?"],
  ["help-40x12", 40, 12, "\x1bOP"],
];

test.each(frames.map((frame) => ({ frame, name: frame[0] })))("the frame $name", async ({ frame }) => {
  const [name, columns, rows, ...keys] = frame;
  await showing(columns, rows, ...keys);
  expect(shown.lines()).toHaveLength(rows);
  await expect(`${shown.text()}\n`).toMatchFileSnapshot(`frames/${name}.txt`);
});

const framesOfThree: readonly Frame[] = [
  ["three-messages-80x24", 80, 24, "j", "\t", "\t"],
  ["three-messages-200x60", 200, 60, "j"],
  ["three-messages-40x12", 40, 12],
  ["three-detail-60x20", 60, 20, " "],
  ["three-eavesdropper-80x24", 80, 24, "e"],
  ["three-eavesdropper-120x40", 120, 40, "e"],
  ["three-eavesdropper-40x12", 40, 12, "e"],
  ["three-costs-80x24", 80, 24, "c"],
];

test.each(framesOfThree.map((frame) => ({ frame, name: frame[0] })))("the frame $name", async ({ frame }) => {
  const [name, columns, rows, ...keys] = frame;
  await showingWires(threeWires, threeFiles, columns, rows, keys);
  await expect(`${shown.text()}\n`).toMatchFileSnapshot(`frames/${name}.txt`);
});

test("of three wires, keys, clicks and Enter choose each", async () => {
  await showingWires(threeWires, threeFiles, 80, 24, ["j", "\t", "\t", "\r"]);
  expect(wanted).toMatchObject([{ file: files[1], place: { selected: 1, focus: 2 } }]);
  await shown.close();
  await showingWires(threeWires, threeFiles, 80, 24, ["2", "3"]);
  expect(wanted[0]?.file).toBe(files[0]);
  await shown.close();
  await showingWires(threeWires, threeFiles, 80, 24, []);
  await shown.click(75, 5);
  expect(shown.lines()[0]).toContain("> compare-tls13");
  await shown.click(40, 4);
  expect(shown.lines()[0]).toMatch(/ compare-plain.* > compare-plain.* compare-tls13/);
});

test.each([
  ["dark", [0, 0, 0]],
  ["light", [255, 255, 255]],
] as const)("every coloured letter has a contrast of 7 or more on a %s background", async (_, background) => {
  backgroundIs(background);
  const usual = background[0] === 0 ? ([255, 255, 255] as const) : ([0, 0, 0] as const);
  await showing(80, 24, "e");
  const coloured = shown.cells().filter(({ letter, text }) => letter.trim() !== "" && text !== "default");
  expect(coloured.length).toBeGreaterThan(20);
  for (const { text, behind } of coloured) {
    const rgb = behind === "default" ? background : rgbOfIndex(behind);
    expect(contrast(text === "default" ? usual : rgbOfIndex(text), rgb)).toBeGreaterThanOrEqual(7);
  }
});

test("a terminal without UTF-8 gets ASCII", async () => {
  vi.stubEnv("LC_ALL", "C");
  await showing(80, 24, "?");
  expect(shown.text()).not.toMatch(/[^\n\x20-\x7e]/);
  expect(shown.text()).toMatch(/Enter +open its packet[\s\S]*Left +the wire/);
});

test("it fills every size, and keeps what is chosen in sight", async () => {
  await showing(80, 24, "j", "j", "j");
  for (const [columns, rows] of [
    [200, 60],
    [40, 12],
    [120, 40],
    [80, 24],
  ] as const) {
    shown.resize(columns, rows);
    await shown.settled();
    expect(shown.text()).toContain("message 4 of 15");
    expect(shown.lines().filter((line) => /^> /.test(line) && line.includes("server"))).toHaveLength(1);
    expect(shown.lines().at(-1)).toMatch(/q quit$/);
  }
});

test("a window that is too small says which size is needed, and is drawn again when it has it", async () => {
  await showing(80, 24);
  shown.resize(26, 6);
  await shown.settled();
  expect(shown.text()).toMatch(/too small[\s\S]*30 columns[\s\S]*8/);
  expect(shown.text()).not.toContain("compare-plain");
  shown.resize(30, 8);
  await shown.settled();
  expect(shown.text()).toContain("compare");
});

describe("the mouse", () => {
  test("chooses a message and its wire, and presses the keys below", async () => {
    await showing(80, 24);
    await shown.click(70, 5);
    expect(shown.text()).toContain("message 4 of 15");
    expect(shown.text()).toContain("> compare-tls13.pcap");
    await shown.click(shown.lines().at(-1)!.indexOf("costs"), 23);
    expect(shown.text()).toContain("TLS handshakes and alerts");
    await shown.click(shown.lines().at(-1)!.indexOf("inspect"), 23);
    expect(wanted).toMatchObject([{ file: files[1], place: { selected: 3, focus: 1 } }]);
  });

  test("its wheel moves through the messages, a pane, and the help", async () => {
    await showing(80, 24, wheelDown);
    expect(shown.text()).toContain("message 4 of 15");
    shown.resize(80, 12);
    await shown.type("e", wheelDown);
    expect(shown.text()).toMatch(/lines 4 to \d+ of/);
    const before = shown.lines()[3];
    await shown.type("?", wheelDown);
    expect(shown.lines()[3]).not.toBe(before);
    await shown.click(2, 5);
    expect(shown.text()).not.toContain("Keys");
  });
});
