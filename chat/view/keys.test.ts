import { expect, test } from "vitest";
import { KeyReader, keyTable } from "./keys.ts";

const read = (...chunks: string[]) => {
  const reader = new KeyReader();
  return chunks
    .flatMap((chunk) => reader.push(chunk))
    .map((key) => (key.kind === "insert" ? `+${key.text}` : key.kind));
};

test.each(
  keyTable.flatMap(({ sequences, action }) =>
    sequences.map((sequence) => [JSON.stringify(sequence), action, sequence] as const),
  ),
)("%s means %s", (_, action, sequence) => {
  expect(read(sequence)).toEqual([action]);
});

test("no sequence stands twice in the table", () => {
  const all = keyTable.flatMap(({ sequences }) => sequences);
  expect(new Set(all).size).toBe(all.length);
});

test("text and keys that come in one piece are told apart", () => {
  expect(read("hola\x1b[D\x1b[D!\r")).toEqual(["+hola", "left", "left", "+!", "send"]);
});

test("a paste never sends by itself, however it is cut", () => {
  expect(read("\x1b[200~uno\r\ndos\x03\x1b[201~\r")).toEqual(["+uno\r\ndos\x03", "send"]);
  expect(read("\x1b[200~un", "o\rdos", "\x1b[201~x")).toEqual(["+uno\rdos", "+x"]);
});

test("sequences nobody knows do nothing, and leave no rest behind", () => {
  expect(read("\x1b[38;5;1m\x1b[<0;1;2M\x1b[15~\x1bxa")).toEqual(["+a"]);
});
