import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changeWords, parseChange } from "./changes.ts";
import { LineChanger, type Passed } from "./line-changer.ts";

const change = changeWords(["ocho=nueve", "ñ=n", "a.b=[x]"].map(parseChange));
const longest = 40;

/** The output of a changer for bytes in these pieces, the end included. */
function pass(pieces: readonly Buffer[]): readonly Passed[] {
  const changer = new LineChanger(change, longest);
  return [...pieces.flatMap((piece) => changer.push(piece)), ...changer.takeUnfinished()];
}

const wire = (passed: readonly Passed[]) => Buffer.concat(passed.map(({ bytes }) => bytes));
const sent = (text: string) => wire(pass([Buffer.from(text)])).toString();

describe("a line changer", () => {
  test.each([
    ["a las ocho\n", "a las nueve\n"],
    ["ocho y ocho\r\n", "nueve y nueve\r\n"],
    ["mañana\nno\n", "manana\nno\n"],
    ["a.b aab\n", "[x] aab\n"],
    ["una línea sin final ocho", "una línea sin final nueve"],
    [`${"x".repeat(36)}ocho\n`, `${"x".repeat(36)}ocho\n`],
    [`${"x".repeat(35)}ocho\n`, `${"x".repeat(35)}nueve\n`],
    [`${"ocho".repeat(11)}\nocho\n`, `${"ocho".repeat(11)}\nnueve\n`],
    ["\n\n", "\n\n"],
  ])("%j leaves as %j", (line, expected) => {
    expect(sent(line)).toBe(expected);
  });

  test("leaves bytes that are no UTF-8 as they are", () => {
    const line = Buffer.concat([Buffer.from("ocho "), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from("\n")]);
    expect(wire(pass([line]))).toEqual(line);
  });

  test("passes the pieces of a line above the bound at once, and holds none of them", () => {
    const changer = new LineChanger(change, longest);
    const kinds = [50, 10, 1000].flatMap((length) => changer.push(Buffer.alloc(length, "x")));
    expect(kinds.map((one) => one.kind === "too-long" && one.isFirst)).toEqual([true, false, false]);
    expect(changer.hasUnfinished).toBe(false);
    expect(changer.push(Buffer.from("\nocho\n")).map(({ kind }) => kind)).toEqual(["too-long", "line"]);
  });

  test("gives the same for every way to cut the bytes into segments", () => {
    const letters = fc.constantFrom("o", "c", "h", "ocho", "ñ", "a.b", " ", "\n", "\r\n", "€", "👩‍💻", "x".repeat(30));
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 60 }), fc.array(fc.nat(200), { maxLength: 20 }), (parts, cuts) => {
        const bytes = Buffer.from(parts.join(""));
        const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const pieces = places.slice(1).map((end, at) => bytes.subarray(places[at], end));
        const [whole, cut] = [pass([bytes]), pass(pieces)];
        expect(wire(cut)).toEqual(wire(whole));
        const lines = (passed: readonly Passed[]) => passed.filter(({ kind }) => kind === "line");
        expect(lines(cut)).toEqual(lines(whole));
      }),
    );
  });

  test("without changes every byte passes", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 10 }), (pieces) => {
        const changer = new LineChanger(changeWords([]), longest);
        const buffers = pieces.map((piece) => Buffer.from(piece));
        const passed = [...buffers.flatMap((piece) => changer.push(piece)), ...changer.takeUnfinished()];
        expect(wire(passed)).toEqual(Buffer.concat(buffers));
      }),
    );
  });
});

describe("changes", () => {
  test("are all made at once: none is changed again, and the first of two that fit counts", () => {
    const swap = changeWords(["a=b", "b=a", "a=c"].map(parseChange));
    expect(swap("abba $& a")).toBe("baab $& b");
  });

  test("may have an equals sign and nothing in the new words", () => {
    expect(parseChange("x=y=z")).toEqual({ from: "x", to: "y=z" });
    expect(changeWords([parseChange("no =")])("no voy")).toBe("voy");
  });

  test.each(["ocho", "=nueve", "", "a=b\nc"])("%j is refused", (text) => {
    expect(() => parseChange(text)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});
