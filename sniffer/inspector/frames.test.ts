import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { backgroundIs } from "../../terminal/background.ts";
import { contrast, type Rgb, rgbOfIndex } from "../../terminal/contrast.ts";
import { onColourTerminal } from "../../testing/colour-terminal.ts";
import type { InspectorOnScreen } from "../../testing/inspector/inspector-on-screen.ts";
import { opened } from "../../testing/inspector/showing.ts";
import { itemsOf } from "../../testing/sniffer/capture-items.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";

onColourTerminal();

async function showing(capture: string, columns: number, rows: number, ...keys: string[]): Promise<InspectorOnScreen> {
  const inspector = opened(columns, rows, { kind: "file", name: capture }, "🔒");
  inspector.take(await itemsOf(openCaptureFile(join(fixturesFolder, capture))));
  inspector.end();
  await inspector.type(...keys);
  return inspector;
}

const plain = "compare-plain.pcap";
const tls = "compare-tls13.pcap";

type Frame = readonly [name: string, capture: string, columns: number, rows: number, ...keys: string[]];

/** The capture, the size, and the keys: the whole frame is in `frames/`. */
const frames: readonly Frame[] = [
  ["packets-80x24", plain, 80, 24, "j", "j"],
  ["packets-tls-80x24", tls, 80, 24, "j", "j", "j", "j", "j", "j"],
  ["packets-120x40", plain, 120, 40, "j", "j", "j"],
  ["packets-tls-200x60", tls, 200, 60, "j", "j"],
  ["packets-60x20", plain, 60, 20, "j", "j"],
  ["packets-40x10", plain, 40, 10, "j", "j"],
  ["packets-40x12", tls, 40, 12, "j", "j"],
  ["connections-60x20", tls, 60, 20, "C"],
  ["connections-40x12", tls, 40, 12, "C"],
  ["conversation-40x12", plain, 40, 12, "j", "j", "c"],
  ["eavesdropper-60x20", tls, 60, 20, "e"],
  ["eavesdropper-40x12", tls, 40, 12, "e"],
  ["search-80x24", plain, 80, 24, "/", "Luis", "\r"],
  ["filter-mistake-60x20", plain, 60, 20, "f", ..."text from ana nonsense"],
  ["filter-mistake-40x12", plain, 40, 12, "f", ..."text from ana nonsense"],
  ["no-keys-40x12", tls, 40, 12, "o"],
  ["conversation-80x24", plain, 80, 24, "j", "j", "c"],
  ["conversation-tls-120x40", tls, 120, 40, "c"],
  ["connections-80x24", plain, 80, 24, "C"],
  ["connections-120x40", tls, 120, 40, "C"],
  ["eavesdropper-80x24", plain, 80, 24, "j", "j", "e"],
  ["help-80x24", plain, 80, 24, "?"],
];

test.each(frames.map((frame) => ({ frame, name: frame[0] })))("the frame $name", async ({ frame }) => {
  const [name, capture, columns, rows, ...keys] = frame;
  const shown = await showing(capture, columns, rows, ...keys);
  expect(shown.lines()).toHaveLength(rows);
  await expect(`${shown.text()}\n`).toMatchFileSnapshot(`frames/${name}.txt`);
});

const backgrounds: readonly (readonly [string, Rgb])[] = [
  ["black", [0, 0, 0]],
  ["white", [255, 255, 255]],
  ["Solarized light", [253, 246, 227]],
  ["Tango dark", [46, 52, 54]],
];

test.each(backgrounds)(
  "on %s every coloured letter of every page has a contrast of 7 or more",
  async (_, background) => {
    backgroundIs(background);
    const rgbOf = (shade: number | "default", usual: Rgb) => (shade === "default" ? usual : rgbOfIndex(shade));
    const letters: Rgb =
      contrast(background, [255, 255, 255]) > contrast(background, [0, 0, 0]) ? [255, 255, 255] : [0, 0, 0];
    for (const [, capture, columns, rows, ...keys] of frames) {
      const shown = await showing(capture, columns, rows, ...keys);
      const coloured = shown
        .cells()
        .filter(({ letter, text, behind }) => letter.trim() !== "" && (text !== "default" || behind !== "default"));
      expect(coloured.length).toBeGreaterThan(0);
      for (const { text, behind } of coloured)
        expect(contrast(rgbOf(text, letters), rgbOf(behind, background))).toBeGreaterThanOrEqual(7);
    }
  },
  60_000,
);

test("a projector gets black on white, whatever the terminal's own background is", async () => {
  vi.stubEnv("LAB_THEME", "projector");
  backgroundIs([0, 0, 0]);
  const shown = await showing(plain, 80, 24, "j", "j");
  const white = 231;
  for (const { behind, text, letter } of shown
    .cells()
    .filter(({ behind }) => behind === white || behind === "default")) {
    expect(behind).toBe(white);
    if (letter.trim() !== "") expect(contrast(rgbOfIndex(text as number), [255, 255, 255])).toBeGreaterThanOrEqual(7);
  }
});
