import stringWidth from "string-width";
import { expect, test } from "vitest";
import { emptyInput } from "../../terminal/input-line.ts";
import { footerKeys, keyLabel } from "../../terminal/screen/key-table.ts";
import { lineText } from "../../terminal/screen/line.ts";
import { helpLines } from "./help-lines.ts";
import { actionOf, keyBindings, keysOn } from "./keys.ts";
import { initialModel, type ScreenName } from "./model.ts";

const screens: readonly ScreenName[] = ["packets", "conversation", "knowledge", "help"];
const model = initialModel({ columns: 80, rows: 24 }, true);

test("no key means two things on one screen", () => {
  for (const screen of screens) {
    const keys = keyBindings
      .filter(({ screens: where }) => where?.includes(screen) ?? true)
      .flatMap(({ keys: all }) => all);
    expect(new Set(keys).size).toBe(keys.length);
  }
});

test("the help explains every key of the table, and the footer always ends with help and quit", () => {
  const help = helpLines(120).map(lineText).join("\n");
  for (const { keys, help: text } of keyBindings) {
    expect(help).toContain(keyLabel(keys[0]));
    expect(help).toContain(text);
  }
  for (const screen of screens)
    expect(
      footerKeys(keysOn(screen), 80)
        .slice(-2)
        .map(({ word }) => word),
    ).toEqual(["keys", "quit"]);
});

test("the help loses nothing where it is narrow: it goes on in the next line, under its words", () => {
  const onOneLine = (width: number) => helpLines(width).map(lineText).join(" ").replace(/\s+/g, " ");
  for (const width of [40, 80, 200]) {
    expect(onOneLine(width)).toBe(onOneLine(1000));
    for (const line of helpLines(width)) expect(stringWidth(lineText(line))).toBeLessThanOrEqual(width);
  }
  const lines = helpLines(80).map(lineText);
  const enter = lines.findIndex((line) => line.startsWith("  ↵ "));
  expect(lines.slice(enter, enter + 2)).toEqual([
    "  ↵            look into it: packet, field, bytes; in the conversation: go to",
    "               the packet",
  ]);
});

test("while something is typed, keys are letters; Ctrl-C ends all the same", () => {
  const typing = { ...model, prompt: { kind: "filter" as const, line: emptyInput } };
  expect(actionOf("q", typing)).toEqual({ kind: "type", text: "q" });
  expect(actionOf("enter", typing)).toEqual({ kind: "submit" });
  expect(actionOf("up", typing)).toEqual({ kind: "edit", key: "up" });
  expect(actionOf("ctrl+c", typing)).toEqual({ kind: "quit" });
  expect(actionOf("q", model)).toEqual({ kind: "quit" });
});

test("a key that works on another screen says where", () => {
  const conversation = { ...model, screen: "conversation" as const };
  expect(actionOf("w", conversation)).toEqual({
    kind: "notice",
    text: "w works in the list of packets: Esc goes back there",
  });
  expect(actionOf("v", model)).toEqual({ kind: "notice", text: "v works in a conversation: c shows it" });
  expect(actionOf("x", conversation)).toBeUndefined();
});
