import fc from "fast-check";
import { expect, test } from "vitest";
import { type IncomingLine, LineSplitter, MAX_DISCARDED_BYTES, MAX_LINE_BYTES } from "./lines.ts";

function pulled(splitter: LineSplitter): IncomingLine[] {
  const lines: IncomingLine[] = [];
  for (let line = splitter.next(); line !== undefined; line = splitter.next()) lines.push(line);
  return lines;
}

function split(...chunks: (string | Uint8Array)[]): IncomingLine[] {
  const splitter = new LineSplitter();
  return chunks.flatMap((chunk) => {
    splitter.push(Buffer.from(chunk as string));
    return pulled(splitter);
  });
}

const line = (text: string): IncomingLine => ({ kind: "line", text });

test("LF and CRLF both end a line, and the rest waits", () => {
  expect(split("ana\nhola\r\nñandú 🐧\nun")).toEqual([line("ana"), line("hola"), line("ñandú 🐧")]);
});

test("however the bytes are cut, the same lines come out", () => {
  const text = fc.array(fc.string({ unit: "grapheme", maxLength: 12 }).map((part) => part.replace(/[\r\n]/g, "")));
  fc.assert(
    fc.property(text, fc.array(fc.nat(200)), (texts, cuts) => {
      const bytes = Buffer.from(texts.map((part) => `${part}\n`).join(""));
      const at = [...new Set([0, ...cuts.filter((cut) => cut < bytes.length), bytes.length])].sort((a, b) => a - b);
      const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
      expect(split(...chunks)).toEqual(texts.map(line));
    }),
  );
});

test("a line of the longest length passes, one byte more is refused, and the next line is unharmed", () => {
  const longest = "a".repeat(MAX_LINE_BYTES);
  expect(split(`${longest}\r\n`)).toEqual([line(longest)]);
  expect(split(`${longest}b\nhola\n`)).toEqual([{ kind: "too-long" }, line("hola")]);
  expect(split(`${longest}b`, "c".repeat(9000), "\nhola\n")).toEqual([{ kind: "too-long" }, line("hola")]);
});

test("a line that never ends is refused once, thrown away as it comes, and in the end called endless", () => {
  const splitter = new LineSplitter();
  const seen: IncomingLine[] = [];
  for (let sent = 0; sent <= MAX_DISCARDED_BYTES + 65_536; sent += 65_536) {
    splitter.push(Buffer.alloc(65_536, "x"));
    seen.push(...pulled(splitter));
    expect(splitter.hasUnfinished).toBe(false);
  }
  expect(seen[0]).toEqual({ kind: "too-long" });
  expect(seen.at(-1)).toEqual({ kind: "endless" });
});

test.each([
  ["a stray continuation byte", [0x61, 0x80, 0x62], 1],
  ["a cut character", [0x61, 0x62, 0xc3], 2],
  ["an overlong form", [0xc0, 0xaf], 0],
  ["a surrogate", [0x61, 0xed, 0xa0, 0x80], 1],
  ["Latin-1", [...Buffer.from("año", "latin1")], 1],
])("%s is refused with the place where it breaks", (_, bytes, offset) => {
  const [refused] = split(Buffer.from([...bytes, 0x0a]));
  expect(refused?.kind).toBe("broken-utf8");
  expect(Math.abs((refused as { offset: number }).offset - offset)).toBeLessThanOrEqual(1);
});

test("what a program left without a line end can be taken as a line", () => {
  const splitter = new LineSplitter();
  splitter.push(Buffer.from("ana"));
  expect(splitter.next()).toBeUndefined();
  expect([splitter.hasUnfinished, splitter.hasEndedALine]).toEqual([true, false]);
  expect(splitter.takeUnfinished()).toEqual(line("ana"));
  expect(splitter.hasUnfinished).toBe(false);
});
