import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { captureOf } from "../../testing/break/layers-capture.ts";
import { layersConversation, testLayers } from "../../testing/chat/layers-conversation.ts";
import { labMain, labOnTerminal } from "../../testing/chat/terminal.ts";
import { mayCapture, start } from "../../testing/sniffer/capture-rights.ts";
import { lastingFolder } from "../../testing/test-folders.ts";
import { texts } from "./texts.ts";

const folder = lastingFolder();
const said = [["ana", "nos vemos a las ocho"]] as const;

beforeAll(async () => {
  const chain = await layersConversation({ layers: testLayers("chain"), said });
  const fixed = await layersConversation({ layers: testLayers("fixed"), said });
  const captures = {
    chain,
    fixed,
    late: chain.filter(({ line }) => line.startsWith("~ [")),
    plain: [{ connection: "ana", from: "client", line: "hola" } as const],
  };
  for (const [name, lines] of Object.entries(captures)) writeFileSync(join(folder, `${name}.pcap`), captureOf(lines));
  for (const [name, key] of [
    ["right", "hola1234"],
    ["other", "hola1235"],
  ] as const) {
    writeFileSync(join(folder, name), `${key}\n`, { mode: 0o600 });
  }
});

function sniff(capture: string, key: string) {
  const words = ["sniff", "-r", `${capture}.pcap`, "--text", "--access-key-file", key];
  return spawnSync(process.execPath, [labMain, ...words], { cwd: folder, encoding: "utf8" });
}

test.each([
  ["chain", "other", "wrong-key"],
  ["late", "right", "no-keys"],
  ["fixed", "right", "forward-secret"],
  ["plain", "right", "no-layers"],
] as const)("of %s, the key in %s opens nothing: %s", (capture, key, outcome) => {
  expect(sniff(capture, key)).toMatchObject({ status: 0, stderr: `lab: ${texts.notOpened[outcome]}\n` });
});

test("the right key has nothing to explain", () => {
  const { stdout, stderr } = sniff("chain", "right");
  expect(stderr).toBe("");
  expect(stdout).toContain("nos vemos a las ocho");
});

test("the inspector says it on the screen, and after it", async () => {
  const terminal = labOnTerminal(folder, "sniff", "-r", "chain.pcap", "--access-key-file", "other");
  await terminal.shows("the access key opens nothing");
  terminal.type("q");
  await terminal.shows("lab: the access key opens nothing");
  expect(await terminal.ended()).toBe(0);
});

test.skipIf(!mayCapture)(
  "root's own key file is read before root is given up (needs the right to capture)",
  async () => {
    const words = ["sniff", "lo", "--text", "--count", "1", "--access-key-file", join(folder, "right")];
    const { ended } = start([process.execPath, labMain, ...words]);
    const socket = createSocket("udp4");
    const sending = setInterval(() => socket.send("hola", 9, "127.0.0.1"), 50);
    const { code, output } = await ended;
    clearInterval(sending);
    socket.close();
    expect({ code, output }).toEqual({ code: 0, output: expect.not.stringContaining("cannot read") });
  },
);
