import { expect, test, vi } from "vitest";
import { edited, emptyInput } from "../../terminal/input-line.ts";
import { keyHelpLines, keyLabel } from "../../terminal/screen/key-table.ts";
import { lineText } from "../../terminal/screen/line.ts";
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

test.each(["C", "C.UTF-8"])(
  "with the locale %s the help has each key's names in full, apart from their meaning",
  (locale) => {
    vi.stubEnv("LC_ALL", locale);
    const lines = keyHelpLines(keyTable, 36).map((line) => `${lineText(line)} `);
    const names = keyTable.map(({ keys }) => keys.slice(0, 2).map(keyLabel).join(" "));
    vi.unstubAllEnvs();
    for (const name of names) expect(lines.some((line) => line.startsWith(`  ${name} `))).toBe(true);
  },
);
