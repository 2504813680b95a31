import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { captureOf, writeLayersCapture } from "../../../testing/break/layers-capture.ts";
import { testLayers, type WireLine } from "../../../testing/chat/layers-conversation.ts";
import { lastingFolder } from "../../../testing/test-folders.ts";
import { openWithAccessKey } from "../attacks/open-messages.ts";
import type { Attack } from "./missing.ts";
import { readLayers } from "./read-layers.ts";
import { acceptedHash, messagesOf, mustBeFor, NotInCapture, wrappedPrivateKey } from "./what-is-needed.ts";

const recordedPath = (name: string) => fileURLToPath(new URL(`../../demo/captures/${name}`, import.meta.url));
const folder = lastingFolder();
const recipes = ["chain", "reversed", "clock", "stream", "fixed"] as const;
beforeAll(async () => {
  for (const recipe of recipes) {
    const plan = {
      layers: testLayers(recipe),
      said: [
        ["ana", "hola"],
        ["luis", "hola"],
      ] as const,
    };
    await writeLayersCapture(join(folder, `${recipe}.pcap`), plan);
  }
});

function capture(lines: readonly WireLine[]) {
  writeFileSync(join(folder, "made.pcap"), captureOf(lines));
  return readLayers(join(folder, "made.pcap"));
}
const client = (line: string, connection = "ana"): WireLine => ({ connection, from: "client", line });
const server = (line: string, connection = "ana"): WireLine => ({ connection, from: "server", line });

function why(look: () => unknown) {
  try {
    look();
    return undefined;
  } catch (error) {
    if (error instanceof NotInCapture) return error.why;
    throw error;
  }
}

describe("each attack has its recipes", () => {
  const fits: Readonly<Record<Attack, readonly string[]>> = {
    hash: ["chain", "reversed", "clock", "stream"],
    rc4: ["chain", "clock", "stream"],
    reversed: ["reversed"],
    clock: ["clock"],
    xor: ["stream"],
    flip: ["stream"],
    replay: ["chain", "reversed", "clock", "stream"],
  };
  const attacks = Object.keys(fits) as readonly Attack[];
  test.each(recipes)("%s", async (recipe) => {
    const captured = await readLayers(join(folder, `${recipe}.pcap`));
    for (const attack of attacks) {
      const expected = fits[attack].includes(recipe) ? undefined : { kind: "other-recipe", recipe, attack };
      expect(why(() => mustBeFor(attack, captured))).toEqual(expected);
    }
  });

  test("and none of them is for TLS, or for text in the clear", async () => {
    const tls = await readLayers(recordedPath("demo-tls.pcap"));
    const plain = await readLayers(recordedPath("demo-plain.pcap"));
    for (const attack of attacks) {
      expect(why(() => mustBeFor(attack, tls))).toEqual({ kind: "tls", version: "TLS 1.3", attack });
      expect(why(() => mustBeFor(attack, plain))).toEqual({ kind: "in-the-clear" });
    }
  });
});

test("the hash is one that the server took: another client's wrong try does not count", async () => {
  const [wrong, right] = ["1".repeat(128), "2".repeat(128)];
  const lines = [
    client(`~ access ${wrong}`),
    client(`~ access ${right}`),
    server("~ private-key 00"),
    server("~ session-key AA=="),
  ];
  expect(acceptedHash(await capture(lines))).toBe(right);
});

test("a message that passes on to others is one message, and the same words twice are two", async () => {
  const line = "~ [ana] 0011 0123456789abcdef0123456789abcdef";
  const lines = [client(line), server(line, "luis"), server(line, "eva"), client(line), server(line, "luis")];
  expect(messagesOf(await capture(lines))).toHaveLength(2);
});

test("what began too late has no keys, and the keys of another session are no wrong key but none", async () => {
  const late = await capture([client("~ [ana] gAAAAABh")]);
  expect(why(() => acceptedHash(late))).toEqual({ kind: "no-line", line: "access" });
  expect(why(() => wrappedPrivateKey(late))).toEqual({ kind: "no-line", line: "private-key" });
  expect(why(() => openWithAccessKey(late, "hola"))).toEqual({ kind: "no-line", line: "keys" });
  expect(openWithAccessKey(await readLayers(join(folder, "chain.pcap")), "hola")).toBeUndefined();
});
