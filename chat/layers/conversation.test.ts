import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { layersConversation, testLayers, type WireLine } from "../../testing/chat/layers-conversation.ts";
import { recipeNames } from "../protocol/recipes.ts";
import { md5, openMessage } from "./broken/message.ts";
import { rc4 } from "./broken/rc4.ts";
import { unwrapReversed, unwrapSessionKey } from "./broken/rsa-wrap.ts";
import { type LayersLine, readLayersLine } from "./layers-line.ts";

const said = [
  ["ana", "¡hola, Luis! 🐧"],
  ["luis", "nos vemos a las ocho"],
] as const;

type Kind = LayersLine["kind"];
function linesOf<K extends Kind>(lines: readonly WireLine[], kind: K): readonly (LayersLine & { kind: K })[] {
  return lines.map(({ line }) => readLayersLine(line)).filter((line) => line?.kind === kind) as never;
}

describe.each(recipeNames)("a conversation under %s", (recipe) => {
  test("names, joins and lists cross in the clear, what is said does not", async () => {
    const layers = testLayers(recipe);
    const lines = await layersConversation({ layers, said, people: ["eva"] });
    const all = lines.map(({ line }) => line).join("\n");
    expect(lines[0]).toEqual({ connection: "ana", from: "client", line: "~ layers" });
    expect(all).toContain("# users: ana luis\n");
    expect(all).toContain("* eva joined");
    for (const hidden of ["hola", "ocho", "PRIVATE KEY", layers.accessKey]) expect(all).not.toContain(hidden);
    for (const { line } of lines) expect(Buffer.byteLength(line)).toBeLessThan(4096);
  });
});

describe("with the access key, step by step,", () => {
  test.each(["chain", "clock", "stream"] as const)("%s opens", async (recipe) => {
    const lines = await layersConversation({ layers: testLayers(recipe, "hola1234", 1_763_689_000), said });
    const [access] = linesOf(lines, "access");
    expect(access!.hash).toBe(createHash("sha512").update("hola1234").digest("hex"));
    const pem = rc4(Buffer.from("hola1234"), linesOf(lines, "private-key")[0]!.bytes).toString();
    expect(pem).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
    const key = unwrapSessionKey(pem, linesOf(lines, "session-key")[0]!.bytes)!;
    const messages = linesOf(lines, recipe === "stream" ? "streamed" : "token").map((line) => openMessage(key, line));
    // Each crosses twice: to the server, and on to the other person.
    const [ana, luis] = said.map(([name, text]) => ({ kind: "message", name, text }));
    expect(messages).toEqual([ana, ana, luis, luis]);
    if (recipe === "clock") {
      expect(key).toBe(`${createHash("sha256").update("1763689000").digest("base64url")}=`);
    }
  });

  test("what has the same beginning looks the same in stream, and anyone can compute the MD5", async () => {
    const twice = [...said, ["ana", "nos vemos a las diez"]] as const;
    const lines = linesOf(await layersConversation({ layers: testLayers("stream"), said: twice }), "streamed");
    const [eight, ten] = lines.slice(2).filter((_, at) => at % 2 === 0);
    expect(ten!.sealed.subarray(0, 16)).toEqual(eight!.sealed.subarray(0, 16));
    expect(md5(ten!.sealed)).toBe(ten!.md5);
  });

  test("reversed opens without it", async () => {
    const lines = await layersConversation({ layers: testLayers("reversed"), said });
    const key = unwrapReversed(linesOf(lines, "public-key")[0]!.bytes, linesOf(lines, "session-key")[0]!.bytes)!;
    expect(openMessage(key, linesOf(lines, "token")[0]!)).toMatchObject({ name: "ana", text: "¡hola, Luis! 🐧" });
  });

  test("fixed stays closed: the wire holds no wrapped key, and no number twice in a direction", async () => {
    const lines = await layersConversation({ layers: testLayers("fixed"), said });
    expect(linesOf(lines, "session-key")).toEqual([]);
    const numbers = lines.flatMap(({ connection, from, line }) => {
      const read = readLayersLine(line);
      return read?.kind === "numbered" ? [`${connection} ${from} ${read.number}`] : [];
    });
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers).toContain("luis server 1");
  });
});
