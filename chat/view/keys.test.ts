import { expect, test } from "vitest";
import { edited, emptyInput } from "../../terminal/input-line.ts";
import { texts as chatTexts } from "../protocol/texts.ts";
import { actionOf, keyTable } from "./keys.ts";
import { texts } from "./texts.ts";

test("no key is twice in the table, and those that edit the line are known to its editor", () => {
  const all = keyTable.flatMap(({ keys }) => keys);
  expect(new Set(all).size).toBe(all.length);
  for (const { keys, action } of keyTable)
    for (const key of keys) expect(edited(emptyInput, key) === undefined).toBe(action !== "edit");
});

test("a paste with a line end sends nothing", () => {
  expect(actionOf({ kind: "paste", text: "uno\r\ndos\x03" })).toEqual({ kind: "insert", text: "uno\r\ndos\x03" });
  expect(actionOf({ kind: "key", name: "enter" })).toEqual({ kind: "send" });
  expect(actionOf({ kind: "key", name: "alt+b" })).toEqual({ kind: "edit", key: "alt+b" });
});

test("the help has each command once", () => {
  const commands = [...chatTexts.help, ...texts.localHelp].flatMap((line) => line.match(/^\/[a-z]+/g) ?? []);
  expect(commands).toContain("/tls");
  expect(new Set(commands).size).toBe(commands.length);
});
