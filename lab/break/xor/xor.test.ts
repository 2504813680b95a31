import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { rc4 } from "../../../chat/layers/broken/rc4.ts";
import { widthOf } from "../../../terminal/columns.ts";
import { type Line, lineText } from "../../../terminal/screen/line.ts";
import { unknownLines } from "../../../testing/break/unknown-lines.ts";
import { type CribModel, knownOf, reduce } from "./crib-model.ts";
import { cribProgram } from "./crib-program.ts";
import { findKeystream } from "./find-keystream.ts";
import { keystreamUnder, placements, textOf } from "./keystream.ts";
import { spanishModel } from "./spanish-model.ts";

const model = spanishModel();
const language = () => model;
const sealed = (lines: readonly string[]) => {
  const key = randomBytes(16);
  return lines.map((line) => rc4(key, Buffer.from(line)));
};

/** The share of right characters, each at its own place. */
function rightPart(lines: readonly string[], ciphertexts: readonly Uint8Array[], keystream: Uint8Array): number {
  let [right, all] = [0, 0];
  for (const [index, line] of lines.entries()) {
    const read = Buffer.from(ciphertexts[index]!.map((byte, at) => byte ^ keystream[at]!));
    let at = 0;
    for (const character of line) {
      const bytes = Buffer.from(character);
      if (read.subarray(at, at + bytes.length).equals(bytes)) right += 1;
      all += 1;
      at += bytes.length;
    }
  }
  return right / all;
}

describe("many lines under one keystream, without the key:", () => {
  test("30 unknown Spanish lines: at least 90 % of the characters", () => {
    expect(unknownLines).toHaveLength(30);
    const ciphertexts = sealed(unknownLines);
    expect(rightPart(unknownLines, ciphertexts, findKeystream(ciphertexts, model).bytes)).toBeGreaterThanOrEqual(0.9);
  });

  test("with one known line, all others up to its length, exactly", () => {
    const ciphertexts = sealed(unknownLines);
    const known = keystreamUnder(ciphertexts[5]!, 0, unknownLines[5]!);
    const length = Buffer.byteLength(unknownLines[5]!);
    for (const [index, line] of unknownLines.entries()) {
      const expected = Buffer.from(line).subarray(0, length);
      const read = Buffer.from([...ciphertexts[index]!.subarray(0, length)].map((byte, at) => byte ^ known.get(at)!));
      expect(read).toEqual(expected);
    }
    expect(textOf(ciphertexts[5]!, known)).toBe(unknownLines[5]);
  });

  test("a crib finds its place by what the other lines read there", () => {
    const lines = unknownLines.slice(0, 8);
    const ciphertexts = sealed(lines);
    const [best] = placements(ciphertexts, " tarde", model);
    const place = lines.findIndex((line) => line.includes(" tarde"));
    expect(best).toMatchObject({ line: place, at: Buffer.from(lines[place]!).indexOf(" tarde") });
  });

  test("what is not known is a dot, half a letter too, and no sign of the terminal's ever comes out", () => {
    const line = Buffer.from("¿qué\x1b[2J");
    const none = Buffer.alloc(line.length);
    expect(textOf(line, new Map())).toBe("·".repeat(line.length));
    expect(textOf(line, new Map([...none.subarray(0, 5).entries()]))).toBe(`¿qu${"·".repeat(6)}`);
    expect(textOf(line, new Map([...none.entries()]))).toBe("¿qué·[2J");
  });

  test("the same lines, one line, and lines of no length end in time", () => {
    const [one] = sealed(["hola"]);
    expect(findKeystream([one!], model).bytes).toHaveLength(4);
    expect(findKeystream([one!, one!], model).bytes).toHaveLength(4);
    expect(findKeystream([Buffer.alloc(0)], model).bytes).toHaveLength(0);
    expect(placements([one!], "hola", model)[0]).toMatchObject({ line: 0, at: 0 });
  });
});

describe("the screen", () => {
  const said = ["nos vemos a las ocho", "mejor a las diez", "vale, hasta luego"];
  const start = (): CribModel => ({ lines: sealed(said), crib: "", line: 0, at: 0, fixed: [] });
  const shown = (program: ReturnType<typeof cribProgram>) =>
    program.frame({ columns: 80, rows: 24 }).map((line) => (typeof line === "string" ? line : lineText(line)));

  test("shows what the crib makes of the others, fixes it, and leaves with what was found", () => {
    let left: CribModel | undefined;
    const program = cribProgram({
      model: start(),
      packets: [12, 19, 26],
      language,
      onLeave: (last) => {
        left = last;
      },
    });
    program.happened({ kind: "text", text: "nos vemos" });
    expect(shown(program)[2]).toMatch(/^▸12 +nos vemos·+/);
    expect(shown(program)[3]).toMatch(/^ 19 +mejor a l·+/);
    program.happened({ kind: "key", name: "enter" });
    program.happened({ kind: "key", name: "down" });
    program.happened({ kind: "text", text: "as diez" });
    for (let at = 0; at < 9; at++) program.happened({ kind: "key", name: "right" });
    expect(shown(program)[2]).toContain("nos vemos a las ");
    program.happened({ kind: "key", name: "enter" });
    program.happened({ kind: "key", name: "escape" });
    expect(knownOf(left!).size).toBe(16);
  });

  test("is never wider or higher than the terminal, with any keys", () => {
    let model: CribModel = { ...start(), lines: sealed([...said, "muy larga ".repeat(30), "¿ñ? 🐧🐧🐧"]) };
    const keys = ["right", "left", "up", "down", "tab", "enter", "ctrl+z", "backspace", "f9"];
    for (const [columns, rows] of [
      [40, 8],
      [80, 24],
      [200, 60],
    ] as const) {
      const program = cribProgram({ model, packets: [1, 2, 3, 4, 5], language, onLeave: () => {} });
      for (const key of keys) {
        program.happened({ kind: "paste", text: `ho\x1b[2Jla${key}` });
        program.happened({ kind: "key", name: key });
        const frame = program.frame({ columns, rows });
        expect(frame.length).toBe(rows);
        for (const line of frame) expect(widthOf(lineText(line as Line))).toBeLessThanOrEqual(columns);
      }
      model = reduce(model, { kind: "line", by: 99 }, language);
      expect(model.line).toBe(4);
    }
  });
});
