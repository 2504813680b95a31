import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Eavesdropper, type Overheard } from "../../sniffer/observe/eavesdropper/eavesdropper.ts";
import { widthOf } from "../../terminal/columns.ts";
import { insert } from "../../terminal/input-line.ts";
import { HelpOverlay } from "../../terminal/screen/help-overlay.ts";
import { type Line, lineText } from "../../terminal/screen/line.ts";
import { Painter } from "../../terminal/screen/paint-line.ts";
import { movingPicture } from "../../testing/screen-picture.ts";
import { type Action, initialModel, isAtNewestStep, type Model, reduce, shownLine, type Two } from "./model.ts";
import { helpLines, screenLines } from "./screen-lines.ts";
import { lessonScript } from "./script.ts";
import { Owners, type WireEntry } from "./wire.ts";

const names: Two<string> = ["ana", "luis"];
const script = lessonScript(names, []);
const utf8 = new TextEncoder();

const inClear = (who: string, text: string, key: string, isToServer = true): WireEntry => {
  const body = utf8.encode(`${text}\n`);
  return {
    key,
    mode: "plain",
    who,
    isToServer,
    kind: "message",
    text,
    header: new Uint8Array(0),
    body,
    bodyLength: body.length,
  };
};
/** A record with this many bytes of words and a line end, as in TLS 1.3 with AES-GCM. */
const record = (who: string, text: string, key: string, isToServer = true): WireEntry => {
  const bodyLength = Buffer.byteLength(text) + 18;
  const header = Uint8Array.of(0x17, 3, 3, 0, bodyLength);
  const body = Uint8Array.from({ length: bodyLength }, (_, at) => (at * 37 + 0x81) & 0xff);
  return { key, mode: "tls", who, isToServer, kind: "message", text: undefined, header, body, bodyLength };
};
const handshake = (entry: WireEntry, text: string): WireEntry => ({ ...entry, kind: "handshake", text });
const modelAfter = (...actions: Action[]): Model => actions.reduce(reduce, initialModel(names, false));
const toTls: Action[] = [
  { kind: "mode", seat: 0, mode: "tls" },
  { kind: "mode", seat: 1, mode: "tls" },
];
const say = (text: string): Action => ({ kind: "said", seat: 0, text });
const wire = (...entries: WireEntry[]): Action => ({ kind: "wire", entries });

describe("the playground's model", () => {
  it("shows the same words on both wires", () => {
    const model = modelAfter(
      say("hola"),
      wire(inClear("ana", "ana", "0"), inClear("ana", "hola", "1"), inClear("luis", "ana > hola", "2", false)),
      say("adiós"),
      wire(inClear("ana", "adiós", "3")),
      ...toTls,
      say("hola"),
      wire(record("ana", "/back 1234", "4"), record("ana", "hola", "5"), record("luis", "ana > hola", "6", false)),
    );
    const { said, plain, tls } = shownLine(model);
    expect(said).toMatchObject({ who: "ana", text: "hola", mode: "tls" });
    expect([plain?.key, tls?.key]).toEqual(["1", "5"]);
  });

  it("goes back to earlier lines, and stays there while new ones are said", () => {
    const lines = ["uno", "dos", "tres"].flatMap((text) => [say(text), wire(inClear("ana", text, text))]);
    const back = modelAfter(...lines, { kind: "look", back: 1 }, { kind: "look", back: 1 });
    expect(shownLine(back).plain?.key).toBe("uno");
    const more = [say("cuatro"), wire(inClear("ana", "cuatro", "cuatro"))].reduce(reduce, back);
    expect(shownLine(more).plain?.key).toBe("uno");
    expect(shownLine(reduce(reduce(more, { kind: "look", back: 1 }), { kind: "look", back: 1 })).plain?.key).toBe(
      "uno",
    );
  });

  it("corrects a record that turns out to be a part of the handshake", () => {
    const guest = record("bot", "x".repeat(51), "0");
    const model = modelAfter(wire(guest), wire(handshake(guest, "probably finished")));
    expect(model.wire.tls).toMatchObject([{ kind: "handshake", text: "probably finished" }]);
    expect(model.said).toEqual([]);
  });

  it("shows what a guest says although nobody typed it here", () => {
    expect(shownLine(modelAfter(wire(record("bot", "la frase", "7")))).tls?.key).toBe("7");
  });

  it("keeps a bounded number of lines and entries", () => {
    const many = Array.from({ length: 1000 }, (_, at) => `línea ${at}`);
    const model = modelAfter(...many.flatMap((text) => [say(text), wire(inClear("ana", text, text))]));
    expect(model.said.length).toBeLessThanOrEqual(200);
    expect(model.wire.plain.length).toBeLessThanOrEqual(400);
  });

  it("goes a step back in the script without playing it again", () => {
    const actions: Action[] = [
      { kind: "step", by: 1 },
      say("hola"),
      wire(inClear("ana", "hola", "0")),
      { kind: "step", by: 1 },
      say("secreto"),
      wire(inClear("ana", "secreto", "1")),
    ];
    const played = actions.reduce(reduce, initialModel(names, true));
    expect(isAtNewestStep(played)).toBe(true);
    const back = reduce(played, { kind: "step", by: -1 });
    expect([isAtNewestStep(back), back.script?.step, shownLine(back).plain?.key]).toEqual([false, 2, "0"]);
    const first = reduce(back, { kind: "step", by: -1 });
    expect([first.script?.step, shownLine(first).plain]).toEqual([1, undefined]);
    const again = [1, 1].reduce((model) => reduce(model, { kind: "step", by: 1 }), first);
    expect([isAtNewestStep(again), shownLine(again).plain?.key]).toEqual([true, "1"]);
  });
});

describe("its screen", () => {
  const hostile = "\x1b[2J\u202e日本語 👩‍💻 ".repeat(20);
  it.each([
    [80, 24],
    [60, 16],
    [40, 12],
    [120, 40],
    [200, 60],
  ])("fills %i columns and %i rows exactly, whatever is said", (columns, rows) => {
    for (const isScripted of [false, true]) {
      const model = [
        { kind: "heard", seat: 1, line: hostile },
        say(hostile),
        wire(inClear("ana", hostile, "0"), handshake(record("luis", hostile.slice(0, 50), "1"), hostile)),
        { kind: "trouble", message: hostile },
      ].reduce((model, action) => reduce(model, action as Action), initialModel(names, isScripted));
      const screen = screenLines(model, script, columns, rows);
      expect(screen).toHaveLength(rows);
      for (const line of screen) {
        expect(widthOf(lineText(line))).toBeLessThanOrEqual(columns);
        expect(lineText(line)).not.toMatch(/[\x00-\x1f\u202e]/);
      }
    }
  });

  const drawn = (model: Model) => screenLines(model, script, 80, 24);
  const frame = (model: Model) =>
    `\`\`\`\n${drawn(model)
      .map((line) => lineText(line).trimEnd())
      .join("\n")}\n\`\`\``;

  /** The pictures of the page are real screens. LAB_UPDATE_DOCS=1 draws them again. */
  function expectInPage(picture: number, shown: string): void {
    const path = new URL("../../docs/live.md", import.meta.url);
    const page = readFileSync(path, "utf8");
    const old = page.match(/```\n[\s\S]*?\n```/g)![picture]!;
    if (process.env.LAB_UPDATE_DOCS)
      writeFileSync(
        path,
        page.replace(old, () => shown),
      );
    else expect(old).toBe(shown);
  }

  it("before anything is said", () => {
    expectInPage(0, frame(modelAfter()));
  });

  const words = "mi contraseña es Pingüino-1987";
  const inTheClear: readonly Action[] = [
    say(words),
    wire(inClear("ana", words, "0")),
    { kind: "heard", seat: 1, line: `ana > ${words}` },
    { kind: "facts", facts: { plain: heard(words, false) } },
  ];
  const handshakeDone: readonly Action[] = [
    ...toTls,
    wire(
      ...["client_hello for localhost", "server_hello TLS 1.3", "probably certificate", "probably finished"].map(
        (text, at) => handshake({ ...record("ana", text, `h${at}`), isToServer: at === 0 }, text),
      ),
    ),
    { kind: "heard", seat: 0, line: "* ana is now speaking over TLS 1.3" },
    {
      kind: "facts",
      facts: {
        plain: heard(words, false),
        tls: heard(undefined, true),
      },
    },
  ];
  const overTls: readonly Action[] = [say(words), wire(record("ana", words, "1"))];

  it("with the same words on both wires", () => {
    expectInPage(1, frame(modelAfter(...inTheClear, ...handshakeDone, ...overTls)));
  });

  const both = () => modelAfter(...inTheClear, ...handshakeDone, ...overTls);

  const text = (lines: readonly Line[]) => `${lines.map((line) => lineText(line).trimEnd()).join("\n")}\n`;

  describe.each([
    ["80x24", 80, 24],
    ["120x40", 120, 40],
    ["200x60", 200, 60],
    ["40x12", 40, 12],
  ] as const)("in %s", (name, columns, rows) => {
    it("is as in frames/", async () => {
      await expect(text(screenLines(both(), script, columns, rows))).toMatchFileSnapshot(`frames/both-${name}.txt`);
    });

    it("has its help over the page", async () => {
      const help = new HelpOverlay((width) => helpLines(both(), width));
      help.open();
      const frame = help.over(screenLines(both(), script, columns, rows), { columns, rows });
      await expect(text(frame)).toMatchFileSnapshot(`frames/help-${name}.txt`);
    });
  });

  it("shows under a line those before it where there is room, and the newest first", () => {
    const lines = ["uno", "dos", "tres"].flatMap((text) => [say(text), wire(inClear("ana", text, text))]);
    const model = modelAfter(...lines, ...toTls, say("tres"), wire(record("ana", "tres", "tls")));
    const shown = text(screenLines(model, script, 120, 40));
    expect(shown).toMatch(/before that[\s\S]*\nana dos [\s\S]*\nana uno /);
    expect(shown.match(/tres/g)).toHaveLength(2);
    expect(text(screenLines(model, script, 80, 16))).not.toContain("before that");
  });

  it("says how many bytes it leaves out where they need more rows", () => {
    const long = "abcdefgh".repeat(15);
    const rows = screenLines(modelAfter(say(long), wire(inClear("ana", long, "0"))), script, 80, 24).map(lineText);
    const shown = rows.filter((row) => /^([0-9a-f]{2} ){8} abcdefgh/.test(row)).length * 8;
    expect(rows.join("\n")).toContain(`… ${long.length + 1 - shown} more`);
    expect(shown).toBeGreaterThan(40);
  });

  it("is ASCII where the terminal is", () => {
    const painter = new Painter(true);
    const ascii = screenLines(both(), script, 80, 24).map((line) => painter.line(line).replace(/\x1b\[[\d;]*m/g, ""));
    expect(ascii.join("\n")).not.toMatch(/[^\n\x20-\x7e]/);
    expect(ascii.join("\n")).toContain("mi contrasena es Pinguino-1987");
    expect(ascii.every((line) => line.length <= 80)).toBe(true);
  });

  it("offers no key that does nothing while the script plays", () => {
    expect(text(screenLines(initialModel(names, true), script, 80, 24))).not.toMatch(/F2|Enter/);
  });

  it("keeps the attacker in sight in a narrow window, and the columns straight", () => {
    const attacked: Model = { ...both(), attacker: { isIn: false, opensTls: true, did: undefined } };
    const rows = text(screenLines(attacked, script, 40, 12)).split("\n");
    expect(rows.find((row) => row.startsWith("mallory: "))).not.toContain("…");
    expect(new Set(rows.map((row) => row.indexOf(" │ ")))).toEqual(new Set([-1, 18]));
  });

  it("is the moving picture of the README", () => {
    const typing: Action = { kind: "edit", edit: (line) => insert(line, words) };
    const frames = [
      { lines: drawn(modelAfter()), seconds: 1.5 },
      { lines: drawn(modelAfter(typing)), seconds: 1.5 },
      { lines: drawn(modelAfter(...inTheClear)), seconds: 4 },
      { lines: drawn(modelAfter(...inTheClear, ...handshakeDone)), seconds: 3 },
      { lines: drawn(modelAfter(...inTheClear, ...handshakeDone, ...overTls)), seconds: 6 },
    ];
    const picture = movingPicture("lab live: one line in the clear and over TLS", frames, 80, 24);
    const path = new URL("../../docs/live.svg", import.meta.url);
    if (process.env.LAB_UPDATE_DOCS) writeFileSync(path, picture);
    expect(readFileSync(path, "utf8")).toBe(picture);
    expect(picture.length).toBeLessThan(500_000);
  });
});

/** An eavesdropper's knowledge: packets, these words of a client, and the facts of the hellos. */
function heard(words: string | undefined, hellos: boolean): Overheard {
  const eavesdropper = new Eavesdropper();
  const place = { connection: 0, packet: 1, time: { seconds: 0, nanoseconds: 0 }, offset: 0, length: 1 };
  eavesdropper.push({ kind: "packet", number: 1, time: place.time, protocol: "TCP", length: 60, captured: 60 });
  if (words !== undefined) eavesdropper.push({ ...place, kind: "text", from: "client", text: words });
  if (!hellos) return eavesdropper.overheard();
  const hello = { ...place, kind: "tls-message" } as const;
  eavesdropper.push({ ...hello, from: "client", message: "client_hello", serverName: "localhost" });
  eavesdropper.push({ ...hello, from: "server", message: "server_hello", version: "TLS 1.3", suite });
  return eavesdropper.overheard();
}
const suite = "TLS_AES_256_GCM_SHA384";

it("the bot's connection is the third, also if the wire shows the second only after the bot came", () => {
  const owners = new Owners(["ana", "luis"]);
  owners.opened(0);
  owners.alsoExpect("bot");
  owners.opened(1);
  owners.opened(2);
  expect([0, 1, 2].map((connection) => owners.nameOf(connection))).toEqual(["ana", "luis", "bot"]);
});
