import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { onColourTerminal } from "../../testing/colour-terminal.ts";
import { opened } from "../../testing/inspector/showing.ts";
import { itemsOf } from "../../testing/sniffer/capture-items.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";
import { Secrets } from "../wire/tls/open/secrets.ts";

onColourTerminal();

const keyLog = readFileSync(join(fixturesFolder, "opened-chat.keylog"), "utf8");
/** Of the first connection only the handshake's secrets; of the second all. */
const withoutTraffic = keyLog.replace(/^(CLIENT|SERVER)_TRAFFIC_SECRET_0.*\n/m, "");
const otherRun = keyLog.replace(/ [0-9a-f]{8}/g, " 00000000");

async function showing(log: string | undefined, columns: number, rows: number, ...keys: string[]) {
  const secrets = new Secrets();
  if (log !== undefined) {
    secrets.addKeyLog(Buffer.from(log), "keys.log");
    secrets.endKeyLog("keys.log");
  }
  const inspector = opened(columns, rows, { kind: "file", name: "opened-chat.pcap" }, "🔒", secrets);
  inspector.take(await itemsOf(openCaptureFile(join(fixturesFolder, "opened-chat.pcap"))));
  inspector.end();
  await inspector.type(...keys);
  return inspector;
}

/** Goes to the line with the password. */
const toLine = ["/", "Pingüino", "\r"];

test.each<[name: string, log: string, columns: number, rows: number, ...keys: string[]]>([
  ["opened-packets-80x24", keyLog, 80, 24, ...toLine],
  ["opened-packets-120x40", keyLog, 120, 40, ...toLine],
  ["opened-packets-200x60", keyLog, 200, 60, ...toLine],
  ["opened-conversation-80x24", keyLog, 80, 24, ...toLine, "c"],
  ["opened-conversation-120x40", keyLog, 120, 40, ...toLine, "c"],
  ["opened-conversation-hex-80x24", keyLog, 80, 24, ...toLine, "c", "v"],
  ["locked-packets-80x24", keyLog, 80, 24, ...toLine, "o"],
  ["locked-conversation-120x40", keyLog, 120, 40, ...toLine, "c", "o"],
  ["opened-eavesdropper-120x40", keyLog, 120, 40, ...toLine, "e"],
  ["closed-packets-80x24", otherRun, 80, 24, "j", "j", "j", "j", "j"],
  ["closed-packets-200x60", otherRun, 200, 60, "j", "j", "j", "j", "j"],
  ["closed-conversation-120x40", withoutTraffic, 120, 40, "c"],
])("the frame %s", async (name, log, columns, rows, ...keys) => {
  const shown = await showing(log, columns, rows, ...keys);
  expect(shown.lines()).toHaveLength(rows);
  await expect(`${shown.text()}\n`).toMatchFileSnapshot(`frames/${name}.txt`);
});

describe("one key", () => {
  test("locks and unlocks in place: list, words, bytes and conversation", async () => {
    const shown = await showing(keyLog, 120, 40, ...toLine, " ");
    const opened = shown.lines();
    expect(opened.join("\n")).toContain("la contraseña es Pingüino-42");
    await shown.type("o");
    const locked = shown.text();
    expect(locked).not.toMatch(/Pingüino|contraseña|hola|ana →/);
    expect(locked).toContain("locked");
    await shown.type("o");
    expect(shown.lines().slice(1, -2)).toEqual(opened.slice(1, -2));
    await shown.type("c", "n");
    expect(shown.text()).toMatch(/36 ana +→ 🔓 +la contraseña es Pingüino-42/);
    await shown.type("o");
    expect(shown.text()).not.toContain("Pingüino");
    // The row of the same packet is chosen.
    expect(shown.lines().find((line) => line.startsWith("▌"))).toContain("36 client");
  });

  test("without keys says where keys come from", async () => {
    const shown = await showing(undefined, 80, 24, "o");
    expect(shown.text()).toContain("lab sniff -r FILE --keylog KEYS");
  });
});

test.each([
  ["opened", 24],
  ["opened and text", 14],
  ["text", 0],
  ['opened contains "Pingüino"', 2],
  ['contains "Pingüino"', 0],
])("the filter %s chooses %i packets while it is unlocked, and none while it is locked", async (filter, packets) => {
  const shown = await showing(keyLog, 120, 40, "f", filter, "\r");
  expect(shown.session.listShown!.length).toBe(packets);
  await shown.type("o");
  expect(shown.session.listShown!.length).toBe(0);
});

test("every record that stays closed says why, in the list, the words and the explanation", async () => {
  const shown = await showing(otherRun, 200, 60, "j", "j", "j", "j", "j");
  expect(shown.text().match(/the key log has no line for random/g)!.length).toBeGreaterThan(10);
  expect(shown.text()).toContain("What helps: the key log of this run");
});
