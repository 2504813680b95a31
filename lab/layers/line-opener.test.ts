import { describe, expect, test } from "vitest";
import { recipeNames } from "../../chat/protocol/recipes.ts";
import { Eavesdropper } from "../../sniffer/observe/eavesdropper/eavesdropper.ts";
import { factsOf } from "../../sniffer/observe/eavesdropper/facts.ts";
import type { Observation } from "../../sniffer/observe/observation.ts";
import { Observer } from "../../sniffer/observe/observer.ts";
import { Secrets } from "../../sniffer/wire/tls/open/secrets.ts";
import { layersConversation, testLayers, type WireLine } from "../../testing/chat/layers-conversation.ts";
import { framesOfLines } from "../../testing/sniffer/layers-frames.ts";
import { lineOpener } from "./line-opener.ts";

const said = [
  ["ana", "nos vemos a las ocho"],
  ["luis", "¡hola, Ana! 🐧"],
] as const;

/** The sniffer's observations of a capture of these lines. */
function observed(lines: readonly WireLine[], secrets?: Secrets): readonly Observation[] {
  const observer = new Observer({ keepOpened: true, ...(secrets && { secrets }) });
  const found = framesOfLines(lines).flatMap((frame) => observer.push(frame));
  return [...found, ...observer.end()];
}

function opened(observations: readonly Observation[]): readonly string[] {
  return observations.flatMap((one) => (one.kind === "text" && one.opened ? [one.text] : []));
}

function withKey(accessKey: string): Secrets {
  const secrets = new Secrets();
  secrets.lines = lineOpener(accessKey);
  return secrets;
}

describe.each(recipeNames)("a capture of %s", (recipe) => {
  test("opens with the access key, in place, and an eavesdropper without it reads none of the words", async () => {
    const lines = await layersConversation({ layers: testLayers(recipe), said });
    const secrets = withKey("hola1234");
    const found = observed(lines, secrets);
    if (recipe === "fixed") {
      expect(opened(found)).toEqual([]);
      expect(secrets.lines?.outcome).toBe("forward-secret");
    } else {
      expect(opened(found)).toEqual(expect.arrayContaining(["nos vemos a las ocho", "ana > nos vemos a las ocho"]));
      expect(opened(found)).toContain("luis > ¡hola, Ana! 🐧");
      expect(secrets.lines?.outcome).toBe("opened");
      for (const [at, one] of found.entries()) {
        if (one.kind !== "text" || !one.opened) continue;
        const line = found[at - 1]!;
        expect(line).toMatchObject({ kind: "text", text: expect.stringMatching(/^~ /), packet: one.packet });
        expect(Buffer.from(one.bytes!).toString()).toBe(one.text);
      }
    }
    const eavesdropper = new Eavesdropper();
    for (const one of found) eavesdropper.push(one);
    const facts = factsOf(eavesdropper.overheard());
    expect(facts.find(({ about }) => about === "words")).toMatchObject({ knowledge: "partly" });
    expect(facts.find(({ about }) => about === "names")?.found).toContain("ana, luis");
    expect(JSON.stringify(facts)).not.toContain("ocho");
  });

  test("opens with no other key", async () => {
    const lines = await layersConversation({ layers: testLayers(recipe), said });
    const secrets = withKey("hola1235");
    const expected = recipe === "reversed" ? "opened" : recipe === "fixed" ? "forward-secret" : "wrong-key";
    expect(opened(observed(lines, secrets)).length > 0).toBe(recipe === "reversed");
    expect(secrets.lines?.outcome).toBe(expected);
  });
});

test("a capture without the key lines, or without layers, says so", async () => {
  const lines = await layersConversation({ layers: testLayers("chain"), said });
  const late = withKey("hola1234");
  expect(
    opened(
      observed(
        lines.filter(({ line }) => line.startsWith("~ [")),
        late,
      ),
    ),
  ).toEqual([]);
  expect(late.lines?.outcome).toBe("no-keys");
  const none = withKey("hola1234");
  observed([{ connection: "ana", from: "client", line: "hola" }], none);
  expect(none.lines?.outcome).toBe("no-layers");
});

test("nonsense in the place of keys and messages opens nothing, and is no error", async () => {
  const lines = await layersConversation({ layers: testLayers("chain"), said });
  const [key = "", session = "", token = ""] = ["~ private-key", "~ session-key", "~ [ana]"].map(
    (start) => lines.find(({ line }) => line.startsWith(start))!.line,
  );
  const opener = lineOpener("hola1234");
  for (const line of [
    ...[
      "~ session-key AAAA",
      "~ private-key 00",
      "~ session-key AAAA",
      "~ public-key AAAA",
      session,
      "~ public-key MIGf",
    ],
    ...[
      "~ session-key ",
      "~ private-key zz",
      "~ [ana] gAAAA",
      token,
      "~ [ana] 00 ffff",
      "~ [] x",
      "~",
      "~ \0",
      "~ share AA==",
    ],
    `~ [ana] 00 ${"0".repeat(32)}`,
  ]) {
    expect(opener.open(1, "server", line), line).toBeUndefined();
  }
  expect(opener.open(2, "server", key)).toContain("BEGIN RSA PRIVATE KEY");
  // The pair belongs to one connection.
  expect(opener.open(3, "server", session)).toBeUndefined();
  expect(opener.open(2, "server", session)).toMatch(/=$/);
  expect(opener.open(4, "client", token)).toBe("nos vemos a las ocho");
});
