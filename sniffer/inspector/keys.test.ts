import stringWidth from "string-width";
import { expect, test } from "vitest";
import { emptyInput } from "../../terminal/input-line.ts";
import { footerKeys, keyLabel } from "../../terminal/screen/key-table.ts";
import { lineText } from "../../terminal/screen/line.ts";
import { helpLines } from "./help-lines.ts";
import { actionOf, keysOn } from "./keys.ts";
import { initialModel } from "./model.ts";
import { pages } from "./pages.ts";
import { Session } from "./session.ts";

const names = pages.map(({ name }) => name);
const model = initialModel({ columns: 80, rows: 24 }, new Session({ kind: "device", name: "lo" }));

test.each(names)("no key means two things on the page %s", (name) => {
  const keys = keysOn(name).flatMap(({ keys: all }) => all);
  expect(new Set(keys).size).toBe(keys.length);
});

test.each(names)(
  "the help of the page %s explains each of its keys, and its footer ends with help and quit",
  (name) => {
    const help = helpLines(name, 120).map(lineText).join("\n");
    for (const { keys, help: text } of keysOn(name)) {
      expect(help).toContain(keyLabel(keys[0]));
      expect(help).toContain(text);
    }
    const words = footerKeys(keysOn(name), 80).map(({ word }) => word);
    expect(words.slice(-2)).toEqual(["keys", "quit"]);
    const last = footerKeys(keysOn(name), 80).at(-1)!;
    expect(last.to).toBeLessThanOrEqual(80);
  },
);

test("the help loses nothing where it is narrow: it goes on in the next line, under its words", () => {
  const onOneLine = (width: number) => helpLines("packets", width).map(lineText).join(" ").replace(/\s+/g, " ");
  for (const width of [40, 80, 200]) {
    expect(onOneLine(width)).toBe(onOneLine(1000));
    for (const line of helpLines("packets", width)) expect(stringWidth(lineText(line))).toBeLessThanOrEqual(width);
  }
});

test("while something is typed, keys are letters; Ctrl-C ends all the same", () => {
  const typing = { ...model, prompt: { kind: "filter" as const, line: emptyInput } };
  expect(actionOf("q", typing)).toEqual({ kind: "type", text: "q" });
  expect(actionOf("enter", typing)).toEqual({ kind: "submit" });
  expect(actionOf("up", typing)).toEqual({ kind: "edit", key: "up" });
  expect(actionOf("ctrl+c", typing)).toEqual({ kind: "quit" });
  expect(actionOf("q", model)).toEqual({ kind: "quit" });
});

test("a key that works on another page says where", () => {
  const conversation = { ...model, page: "conversation" };
  expect(actionOf("w", conversation)).toEqual({
    kind: "notice",
    text: "w works on the page of packets: press Esc",
  });
  expect(actionOf("v", model)).toEqual({ kind: "notice", text: "v works on the page of a conversation: press c" });
  expect(actionOf("x", conversation)).toBeUndefined();
});
