import { expect, test } from "vitest";
import { keyFingerprint } from "../../../chat/files/fingerprint.ts";
import type { PublicKeys } from "../../../chat/files/key-pair.ts";
import type { ListedFile } from "../../../chat/files/requests.ts";
import { widthOf } from "../../../terminal/columns.ts";
import type { Typed } from "../../../terminal/key-reader.ts";
import type { Size } from "../../../terminal/screen/full-screen.ts";
import { lineText, span } from "../../../terminal/screen/line.ts";
import { frameOf, roomOf } from "./files-frame.ts";
import { type Effect, type FilesEvent, type FilesModel, newModel, reduce } from "./files-model.ts";
import { texts } from "./texts.ts";

const keys = (letter: string): PublicKeys => ({
  recipient: `age1${letter.repeat(58)}`,
  verifying: `${letter.repeat(43)}=`,
});
const file = (name: string, more: Partial<ListedFile> = {}): ListedFile => ({
  ...{ name, owner: "ana", size: 1234, stored: "2026-11-21T21:04:42.124Z", sharedWith: [] },
  ...more,
});
const files = [
  file("carta.txt", { sharedWith: ["luis", "marta"] }),
  file("película del verano, montada por última vez.mkv", { size: 1_073_741_824 }),
  file("漢字 ñandú.pdf", { owner: "luis" }),
];
const keyState = { own: keys("q"), given: keys("q"), known: new Map([["luis", keys("p")]]) };
const standard = { columns: 80, rows: 24 };
const sizes: Size[] = [standard, { columns: 120, rows: 40 }, { columns: 200, rows: 60 }, { columns: 36, rows: 10 }];

/** The screen and its requests to the program after all these events. */
function after(...events: readonly (FilesEvent | string)[]): {
  readonly model: FilesModel;
  readonly effects: Effect[];
} {
  let model = newModel("ana", "localhost", true);
  const effects: Effect[] = [];
  const begun = [{ kind: "listed", files, keys: keyState } as const, { kind: "busy", isBusy: false } as const];
  for (const event of [...begun, ...events]) {
    const step = reduce(model, typeof event === "string" ? typed(event, model) : event);
    model = step.model;
    effects.push(...step.effects);
  }
  return { model, effects };
}

function typed(text: string, model: FilesModel): FilesEvent {
  const what: Typed = text.startsWith("<") ? { kind: "key", name: text.slice(1, -1) } : { kind: "text", text };
  return { kind: "typed", typed: what, room: roomOf(model, standard) };
}

const asked = (kind: "text" | "path" | "secret" | "yes-no", prompt = "Password: "): FilesEvent => ({
  kind: "asked",
  ask: { kind, prompt },
});
const bar = { what: "sending", done: 450_000_000, all: 1_073_741_824, seconds: 10 };
const running: FilesEvent[] = [
  { kind: "busy", isBusy: true },
  { kind: "progress", bar },
];
const frame = (model: FilesModel, size: Size = standard) =>
  frameOf(model, size).map((line) => lineText(line).trimEnd());

test.each(sizes)("the list on $columns by $rows", async (size) => {
  const { model } = after({ kind: "noticed", notice: { text: "Stored: carta.txt.", isWarning: false } }, "j");
  await expect(`${frame(model, size).join("\n")}\n`).toMatchFileSnapshot(
    `frames/list-${size.columns}x${size.rows}.txt`,
  );
});

test("a question, a secret and a transfer are above the keys", async () => {
  const shown = [
    after(asked("path", "File to upload: "), "carta.txt").model,
    after(asked("secret"), "la clave").model,
    after(...running).model,
  ].map((model) => frame(model).slice(-3).join("\n"));
  await expect(`${shown.join("\n\n")}\n`).toMatchFileSnapshot("frames/status-80x24.txt");
  expect(shown[1]).not.toContain("la clave");
});

test.each([...sizes, { columns: 20, rows: 5 }, { columns: 20, rows: 1 }, { columns: 300, rows: 3 }])(
  "no line is wider than the screen, and no frame higher: $columns by $rows",
  (size) => {
    const long = "x".repeat(500);
    const page: FilesEvent = { kind: "paged", page: { title: long, lines: () => Array(90).fill([span("page")]) } };
    const notice: FilesEvent = { kind: "noticed", notice: { text: `palabras ${long}`, isWarning: true } };
    for (const events of [[], [notice, asked("text", long), long], [notice, asked("yes-no", long)], [page, "<end>"]]) {
      const lines = frame(after(...(events as (FilesEvent | string)[])).model, size);
      expect(lines.length).toBeLessThanOrEqual(size.rows);
      if (!events.includes(page)) for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(size.columns);
    }
    const busy = after(...running).model;
    for (const line of frame(busy, size)) expect(widthOf(line)).toBeLessThanOrEqual(size.columns);
  },
);

test("a key acts on the chosen file, and on a file of someone else only what a reader may do", () => {
  expect(after("j", "d").effects).toEqual([{ kind: "act", act: "download", file: files[1] }]);
  for (const key of ["s", "x", "D"]) {
    const { effects, model } = after("G", key);
    expect(effects).toEqual([]);
    expect(model.notices).toHaveLength(1);
  }
  expect(after("G", "<enter>").effects).toEqual([{ kind: "act", act: "view", file: files[2] }]);
});

test("while a transfer runs nothing else begins, and Escape stops it", () => {
  expect(after(...running, "u", "d", "D").effects).toEqual([]);
  expect(after(...running, "<escape>").effects).toEqual([{ kind: "stop" }]);
  expect(after(...running, "q").effects).toEqual([{ kind: "quit" }]);
});

test("letters answer a question and are no keys; Escape takes it back, Ctrl-C ends the program", () => {
  expect(after(asked("text"), "quD", "<enter>").effects).toEqual([{ kind: "answer", text: "quD" }]);
  expect(after(asked("secret"), "abc", "<left>", "<backspace>", "x", "<enter>").effects).toEqual([
    { kind: "answer", text: "axc" },
  ]);
  expect(after(asked("text"), "<escape>").effects).toEqual([{ kind: "answer", text: undefined }]);
  expect(after(asked("text"), "<ctrl+c>").effects).toEqual([{ kind: "quit" }]);
  expect(after(asked("yes-no"), "y").effects).toEqual([{ kind: "answer", text: "yes" }]);
  expect(after(asked("yes-no"), "n").effects).toEqual([{ kind: "answer", text: undefined }]);
  expect(after(asked("yes-no"), "<enter>").effects).toEqual([]);
  expect(after(asked("path"), "ca", "<tab>").effects).toMatchObject([{ kind: "complete" }]);
});

test("the chosen file stays chosen when the list changes, and there is always one", () => {
  const later = [file("a new one"), ...files];
  const { model } = after("j", { kind: "listed", files: later, keys: keyState });
  expect(later[model.view.cursor]!.name).toBe(files[1]!.name);
  expect(after("G", { kind: "listed", files: [files[0]!], keys: keyState }).model.view.cursor).toBe(0);
  expect(after({ kind: "listed", files: [], keys: keyState }, "d", "<enter>", "s").effects).toEqual([]);
});

test("keys that the server gives out in place of the user's are a warning", () => {
  const swapped = after({ kind: "listed", files, keys: { ...keyState, given: keys("p") } }).model;
  expect(frame(swapped)[1]).toMatch(/^WARNING/);
  for (const columns of [40, 60, 80, 120]) {
    const lines = frame(swapped, { columns, rows: 12 });
    expect(lines).toHaveLength(12);
    expect(lines.map((line) => line.trim()).join(" ")).toContain(texts.keysSwapped(keyFingerprint(keys("p"))));
  }
  const elsewhere = after({ kind: "listed", files, keys: { ...keyState, own: undefined } }).model;
  expect(frame(elsewhere).join("\n")).toContain("keys elsewhere");
});

test("names from outside cannot act on the terminal", () => {
  const odd = file("a\x1b[2J\u202eb", { owner: "l\x07", sharedWith: ["\x1b]0;x\x07"] });
  const { model } = after({ kind: "listed", files: [odd], keys: keyState });
  expect(frame(model, { columns: 200, rows: 20 }).join("")).not.toMatch(/[\p{Cc}\u202e]/u);
});
