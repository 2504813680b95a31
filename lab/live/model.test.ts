import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { type Action, initialModel, type Model, reduce, twinInClear } from "./model.ts";
import { screenLines } from "./screen-lines.ts";
import type { WireEntry } from "./wire.ts";

const inClear = (who: string, text: string, key: string): WireEntry => ({
  key,
  who,
  words: `"${text}"`,
  hex: Buffer.from(text).toString("hex"),
  bytes: text.length + 1,
  kind: "readable",
});
const record = (who: string, bytes: number, key: string): WireEntry => ({
  key,
  who,
  words: "TLS application_data: unreadable",
  hex: "17 03 03",
  bytes,
  kind: "unreadable",
});
const modelAfter = (...actions: Action[]): Model => actions.reduce(reduce, initialModel(false));
const toTls: Action[] = [
  { kind: "mode", who: "ana", mode: "tls" },
  { kind: "mode", who: "luis", mode: "tls" },
];

describe("the playground's model", () => {
  it("shows beside a record the same words as they were in the clear", () => {
    const model = modelAfter(
      { kind: "wire", entries: [inClear("ana → server", "hola", "0"), inClear("luis → server", "adiós", "1")] },
      ...toTls,
      { kind: "said", who: "ana", text: "hola" },
      { kind: "wire", entries: ["2", "3", "4", "5", "6"].map((key) => record("ana → server", 27, key)) },
    );
    expect(twinInClear(model)?.words).toBe('"hola"');
    const screen = screenLines(model, 80, 24).map(({ text }) => text);
    expect(screen.find((line) => line.includes("before, in the clear"))).toContain('ana → server: "hola"');
    expect(screen.find((line) => line.includes("unreadable"))).toContain("27 bytes");
  });

  it("shows no twin while all is in the clear, and none of a command", () => {
    expect(twinInClear(modelAfter({ kind: "wire", entries: [inClear("ana → server", "hola", "0")] }))).toBeUndefined();
    const moved = modelAfter({ kind: "wire", entries: [inClear("ana → server", "/move 1234", "0")] }, ...toTls);
    expect(twinInClear(moved)).toBeUndefined();
  });

  it("corrects a record that turns out to be a part of the handshake", () => {
    const guess: WireEntry = {
      ...record("server → ana", 0, "0"),
      words: "TLS, hidden: probably finished",
      kind: "handshake",
    };
    const { wire } = modelAfter({ kind: "wire", entries: [record("server → ana", 74, "0"), guess] });
    expect(wire).toMatchObject([{ words: "TLS, hidden: probably finished", bytes: 74 }]);
  });

  it("keeps a bounded number of lines and entries", () => {
    const many = Array.from({ length: 1000 }, (_, at) => inClear("ana → server", `línea ${at}`, String(at)));
    const model = many.reduce(
      (model, { words }) => reduce(model, { kind: "heard", who: "ana", line: words }),
      modelAfter(),
    );
    expect(model.lines.ana.length).toBeLessThanOrEqual(100);
    expect(reduce(model, { kind: "wire", entries: many }).wire.length).toBeLessThanOrEqual(200);
  });
});

describe("its screen", () => {
  const hostile = "\x1b[2J\u202e日本語 👩‍💻 ".repeat(20);
  it.each([
    [80, 24],
    [60, 16],
    [100, 30],
    [200, 60],
  ])("fills %i columns and %i rows exactly, whatever is said", (columns, rows) => {
    for (const isScripted of [false, true]) {
      let model = initialModel(isScripted);
      for (const action of [
        { kind: "heard", who: "ana", line: hostile },
        { kind: "wire", entries: [inClear("ana → server", hostile, "0"), inClear("luis → server", "hola", "1")] },
        { kind: "facts", facts: [{ about: "words", knowledge: "readable", found: hostile }] },
        { kind: "trouble", message: hostile },
      ] satisfies Action[]) {
        model = reduce(model, action);
      }
      const screen = screenLines(model, columns, rows);
      expect(screen).toHaveLength(rows);
      for (const { text } of screen) {
        expect(stringWidth(text)).toBeLessThanOrEqual(columns);
        expect(text).not.toMatch(/[\x00-\x1f\u202e]/);
      }
    }
  });

  it("tells every key also at 60 columns", () => {
    const footer = screenLines(initialModel(false), 60, 20).at(-1)!.text.trimEnd();
    expect(footer).toBe("Tab other  Enter send  ↑ again  Ctrl-T encrypt  Ctrl-C end");
  });

  it("at 80×24 before anything is said", () => {
    expect(screenLines(initialModel(false), 80, 24).map(({ text }) => text.trimEnd())).toEqual([
      " ana and luis talk: IN THE CLEAR",
      "> ana                                  │   luis",
      "                                       │",
      "                                       │",
      "                                       │",
      "                                       │",
      ": ▏                                    │",
      `── the wire ${"─".repeat(68)}`,
      " nothing yet: type a line and press Enter",
      ...Array(9).fill(""),
      `── what an eavesdropper knows ${"─".repeat(50)}`,
      ...Array(4).fill(""),
      "Tab other person   Enter send   ↑ again   Ctrl-T encrypt or not   Ctrl-C end",
    ]);
  });

  const afterSteps = (count: number, ...actions: Action[]): Model =>
    [...Array.from({ length: count - 1 }, () => ({ kind: "step" }) as const), ...actions].reduce(
      reduce,
      initialModel(true),
    );
  const frameOf = (model: Model) => screenLines(model, 100, 30).map(({ text }) => text.trimEnd());

  it("leaves the script as it is where the terminal is smaller than 100×30", () => {
    for (const [columns, rows] of [[99, 40] as const, [140, 29] as const]) {
      expect(screenLines(initialModel(true), columns, rows).at(-1)?.text).toMatch(/^Space or Enter: next step/);
    }
    expect(screenLines(initialModel(false), 140, 40).at(-1)?.text).toMatch(/^Tab other person/);
  });

  it("is calm and large for a projector: the words and their records, apart, and the next key in words", () => {
    const said: Action[] = [
      { kind: "heard", who: "luis", line: "* luis joined" },
      { kind: "wire", entries: [inClear("ana → server", "hola, Luis", "0")] },
      ...toTls,
      { kind: "said", who: "ana", text: "hola, Luis" },
      { kind: "heard", who: "luis", line: "ana > hola, Luis" },
      { kind: "wire", entries: [record("ana → server", 33, "1"), record("server → luis", 39, "2")] },
      { kind: "wire", entries: [record("luis → server", 41, "3"), record("server → ana", 48, "4")] },
      { kind: "facts", facts: [{ about: "words", knowledge: "partly", found: "1 line" }] },
    ];
    expect(frameOf(afterSteps(6, ...said))).toEqual([
      "",
      "        ana and luis talk: OVER TLS                                              step 6 of 9",
      "",
      "        Ana says the same words again. The wire carries records now, and nobody on it can",
      "        read them.",
      "",
      "        ana                                      │ luis",
      "                                                 │",
      "        ana > hola, Luis                         │ * luis joined",
      "                                                 │",
      "                                                 │ ana > hola, Luis",
      "                                                 │",
      "                                                 │",
      "",
      "        ── the wire ────────────────────────────────────────────────────────────────────────",
      "",
      '         before, in the clear: ana → server: "hola, Luis"                           11 bytes',
      "           686f6c612c204c756973",
      "",
      "         luis → server: TLS application_data: unreadable                            41 bytes",
      "           17 03 03",
      "",
      "         server → ana: TLS application_data: unreadable                             48 bytes",
      "           17 03 03",
      "",
      "",
      "        PARTLY: the words: 1 line",
      "",
      "        Press Space or Enter for the next step. Ctrl-C ends.",
      "",
    ]);
  });

  it("shows after the last step what an eavesdropper knows, and nothing else below the chat", () => {
    const frame = frameOf(
      afterSteps(9, {
        kind: "facts",
        facts: [
          { about: "words", knowledge: "hidden", found: "inside 15 encrypted records" },
          { about: "count", knowledge: "partly", found: "15 records" },
        ],
      }),
    );
    expect(frame).toEqual([
      "",
      "        ana and luis talk: IN THE CLEAR                                          step 9 of 9",
      "",
      "        What is left for an eavesdropper stands below: who, when, how much. Not what.",
      "",
      "",
      "        ana                                      │ luis",
      "                                                 │",
      "                                                 │",
      "                                                 │",
      "                                                 │",
      "                                                 │",
      "                                                 │",
      "",
      "        ── what an eavesdropper knows ──────────────────────────────────────────────────────",
      "",
      "        HIDDEN: the words: inside 15 encrypted records",
      "",
      "        PARTLY: number of messages: 15 records",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "        This was the last step. Ctrl-C ends.",
      "",
    ]);
  });
});
