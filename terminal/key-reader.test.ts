import { expect, test } from "vitest";
import { type Input, KeyReader } from "./key-reader.ts";

const told = (input: Input) => {
  if (input.kind === "key") return input.name;
  if (input.kind === "mouse") return `${input.does} ${input.column},${input.row}`;
  if (input.kind === "background") return `background ${input.colour.map(Math.round).join(",")}`;
  return `${input.kind === "paste" ? "paste " : "+"}${input.text}`;
};
const read = (...chunks: string[]) => {
  const reader = new KeyReader();
  return [...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.flush()].map(told);
};

test.each([
  ["up", "\x1b[A", "\x1bOA"],
  ["down", "\x1b[B", "\x1bOB"],
  ["left", "\x1b[D", "\x1bOD"],
  ["right", "\x1b[C", "\x1bOC"],
  ["ctrl+left", "\x1b[1;5D"],
  ["alt+right", "\x1b[1;3C"],
  ["alt+b", "\x1bb"],
  ["home", "\x1b[H", "\x1bOH", "\x1b[1~", "\x1b[7~"],
  ["end", "\x1b[F", "\x1bOF", "\x1b[4~", "\x1b[8~"],
  ["pageup", "\x1b[5~"],
  ["pagedown", "\x1b[6~"],
  ["backspace", "\x7f", "\b"],
  ["alt+backspace", "\x1b\x7f"],
  ["delete", "\x1b[3~"],
  ["enter", "\r", "\n"],
  ["tab", "\t"],
  ["shift+tab", "\x1b[Z"],
  ["escape", "\x1b"],
  ["f1", "\x1bOP", "\x1b[11~", "\x1b[[A"],
  ["f2", "\x1bOQ", "\x1b[12~", "\x1b[[B"],
  ["click 0,1", "\x1b[<0;1;2M"],
  ["wheel-down 299,59", "\x1b[<65;300;60M"],
  ["background 255,0,128", "\x1b]11;rgb:ffff/0000/8080\x1b\\", "\x1b]11;rgb:ff/00/80\x07", "\x1b]11;rgba:f/0/80/f\x07"],
  ["alt+]", "\x1b]"],
  ["ctrl+a", "\x01"],
  ["ctrl+c", "\x03"],
  ["ctrl+z", "\x1a"],
])("%s", (name, ...sequences) => {
  for (const sequence of sequences) {
    expect(read(sequence)).toEqual([name]);
    expect(read(...sequence)).toEqual([name]);
    expect(read(`a${sequence}b`)).toEqual(sequence === "\x1b" ? ["+a", "alt+b"] : ["+a", name, "+b"]);
  }
});

test("text and keys that come in one piece are told apart", () => {
  expect(read("hola\x1b[D\x1b[D!\r")).toEqual(["+hola", "left", "left", "+!", "enter"]);
});

test("a paste is no key, however it is cut", () => {
  const pasted = "\x1b[200~uno\r\ndos\x03\x1b[201~\rx";
  for (let cut = 0; cut < pasted.length; cut++)
    expect(read(pasted.slice(0, cut), pasted.slice(cut))).toEqual(["paste uno\r\ndos\x03", "enter", "+x"]);
});

test("of a paste without end a bounded part is kept, and its end is found", () => {
  const chunk = "a".repeat(10_000);
  const [pasted, ...rest] = read("\x1b[200~", chunk, chunk, chunk, "\x1b[20", "1~\r");
  expect(pasted!.length).toBeLessThan(17_000);
  expect(rest).toEqual(["enter"]);
});

test("Escape is one when nothing follows", () => {
  const reader = new KeyReader();
  expect(reader.push("\x1b")).toEqual([]);
  expect(reader.isWaiting).toBe(true);
  expect(reader.flush().map(told)).toEqual(["escape"]);
  expect(reader.isWaiting).toBe(false);
  expect(read("\x1b\x1b[A")).toEqual(["escape", "up"]);
});

test("sequences nobody knows do nothing, and leave no rest behind", () => {
  expect(read("\x1b[38;5;1m\x1b[<2;1;2M\x1b[<0;1;2m\x1b[25~\x1bOy\x1b]10;rgb:0/0/0\x07a")).toEqual(["+a"]);
});
