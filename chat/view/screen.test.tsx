import { render } from "ink-testing-library";
import { expect, test } from "vitest";
import type { Delivery } from "../protocol/protocol.ts";
import { type ChatAction, type ChatModel, emptyModel, type Link, reduce } from "./model.ts";
import { Screen } from "./screen.tsx";

const time = new Date(2026, 0, 1, 9, 5).getTime();
const heard = (...deliveries: Delivery[]): ChatAction => ({ kind: "heard", deliveries, time });
const key = (kind: "page-up" | "page-down" | "bottom"): ChatAction => ({ kind: "key", key: { kind }, page: 5 });
const typed = (text: string): ChatAction => ({ kind: "key", key: { kind: "insert", text }, page: 5 });

function after(...actions: ChatAction[]): ChatModel {
  return actions.reduce(reduce, emptyModel("ana"));
}

function frame(model: ChatModel, width = 60, height = 10): string[] {
  const { lastFrame, unmount } = render(<Screen model={model} width={width} height={height} />);
  const lines = lastFrame()!.split("\n");
  unmount();
  return lines.map((line) => line.trimEnd());
}

const tls: Link = {
  kind: "tls",
  protection: { kind: "tls", version: "TLS 1.3", cipher: "TLS_AES_256_GCM_SHA384" },
  verified: 'server verified as "localhost" by the class CA',
  isVerified: true,
};

test("the whole screen in the clear", () => {
  const model = after(
    { kind: "link", link: { kind: "plain" } },
    heard({ kind: "users", names: ["ana", "luis"] }, { kind: "message", from: "luis", text: "hola, ana" }),
    { kind: "said", line: "¡hola, ñandú! 🐧", time },
    heard(
      { kind: "private", from: "luis", text: "psst" },
      { kind: "action", from: "luis", text: "saluda" },
      { kind: "refusal", code: "line-too-long", text: "no" },
    ),
    typed("a medias"),
  );
  expect(frame(model)).toEqual([
    " PLAINTEXT: anyone on the path can read this",
    "",
    "09:05 # here: ana, luis",
    "09:05 luis > hola, ana",
    "09:05 ana > ¡hola, ñandú! 🐧",
    "09:05 luis (only to you) > psst",
    "09:05 luis * saluda",
    "09:05 ! no",
    "ana · 2 here                F2 encrypt  F1 keys  Ctrl-C quit",
    "> a medias",
  ]);
});

test.each([
  [80, 24],
  [200, 60],
])("under home-made layers the first line warns, and no key offers a change (%d × %d)", (columns, rows) => {
  const shown = frame(after({ kind: "link", link: { kind: "layers", recipe: "chain" } }), columns, rows);
  expect(shown[0]).toBe(" HOME-MADE LAYERS (chain): do not rely on this");
  expect(shown.at(-2)).toMatch(/^ana · .* F1 keys {2}Ctrl-C quit$/);
  expect(shown.at(-2)).not.toContain("F2");
});

test("the banner under TLS names version, suite and who verified the server", () => {
  expect(frame(after({ kind: "link", link: tls }), 90, 8)[0]).toBe(
    ' TLS 1.3 · TLS_AES_256_GCM_SHA384 · server verified as "localhost" by the class CA',
  );
  expect(frame(after({ kind: "link", link: tls }), 80, 8).slice(0, 2)).toEqual([
    ' TLS 1.3 · TLS_AES_256_GCM_SHA384 · server verified as "localhost" by the class',
    " CA",
  ]);
});

test("reading back holds the place, counts what is new, and Esc goes there", () => {
  const lines = (from: number, to: number) =>
    heard(
      ...Array.from(
        { length: to - from },
        (_, index) => ({ kind: "message", from: "luis", text: `${from + index}` }) as const,
      ),
    );
  const reading = after({ kind: "link", link: { kind: "plain" } }, lines(0, 20), key("page-up"), lines(20, 23));
  expect(frame(reading).slice(-4)).toEqual(["09:05 luis > 13", "09:05 luis > 14", "3 new below. Esc goes there", ">"]);
  const down = reduce(reading, key("page-down"));
  expect(frame(down).slice(-3, -1)).toEqual(["09:05 luis > 19", "3 new below. Esc goes there"]);
  const newest = reduce(down, key("bottom"));
  expect(frame(newest).at(-6)).toBe("── 3 new ──");
  expect(frame(newest).at(-3)).toBe("09:05 luis > 22");
});

test("long lines are broken between words, under their text; long words and wide letters too", () => {
  const model = after(
    heard({ kind: "message", from: "luis", text: `una línea larga que no cabe ${"漢".repeat(20)} fin` }),
  );
  expect(frame(model, 30, 8).slice(2, 6)).toEqual([
    "09:05 luis > una línea larga",
    "      que no cabe",
    `      ${"漢".repeat(12)}`,
    `      ${"漢".repeat(8)} fin`,
  ]);
});

test("nothing that controls a terminal gets through from a message, a name or a notice", () => {
  const evil = "\x1b[2J\x1b]0;x\x07\u202eabc\u009b1m\r\n";
  const model = after(
    heard(
      { kind: "message", from: evil, text: evil },
      { kind: "notice", text: evil },
      { kind: "users", names: [evil] },
    ),
    { kind: "told", lines: [evil], as: "alarm", time },
    { kind: "link", link: { kind: "plain" }, name: "ana" },
  );
  // Ink's own colours are off in tests: any control character would be from outside.
  expect(frame(model, 200, 12).join("")).not.toMatch(/[\p{Cc}\u202e]/u);
});
