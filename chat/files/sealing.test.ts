import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { connectByHand } from "../../testing/chat/line-peer.ts";
import { testCertificates } from "../../testing/chat/test-certificates.ts";
import { connectClient } from "../client/client.ts";
import type { ChatClient } from "../client/client-options.ts";
import { type Delivery, readDelivery } from "../protocol/protocol.ts";
import { type RunningServer, startServer } from "../server/server.ts";
import { type KeyPair, makeKeyPair, type PublicKeys, publicKeysOf } from "./key-pair.ts";
import { Sealing } from "./sealing.ts";

const secret = "la clave de la caja es ocho";
const pairs: Record<string, KeyPair> = {
  ana: await makeKeyPair(),
  luis: await makeKeyPair(),
  eva: await makeKeyPair(),
};
const keys: Record<string, PublicKeys> = {};
for (const [name, pair] of Object.entries(pairs)) keys[name] = await publicKeysOf(pair);

const lines: string[] = [];
let server: RunningServer;
const clients: ChatClient[] = [];

beforeAll(async () => {
  server = await startServer({ hosts: ["127.0.0.1"], port: 0, mode: "both", tls: testCertificates() });
});
afterAll(async () => {
  for (const client of clients) await client.close();
  await server.close();
});

/** A client that seals if it knows keys, and its output. `onWire` gets what the server sees: unencrypted bytes. */
async function join(name: string, known?: readonly string[]) {
  const heard: Delivery[] = [];
  let wake = () => {};
  const client = await connectClient({
    ...{ host: "127.0.0.1", port: server.port, name },
    sealing: known && sealingOf(name, known),
    onDelivery: (delivery) => {
      heard.push(delivery);
      wake();
    },
    onWire: (_, bytes) => lines.push(Buffer.from(bytes).toString()),
  });
  clients.push(client);
  const hears = async (isWanted: (delivery: Delivery) => boolean): Promise<Delivery> => {
    for (;;) {
      const found = heard.find(isWanted);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { client, heard, hears };
}

test("a sealed line is read by its reader, and the wire and the server have none of it", async () => {
  const [ana, luis] = [await join("ana", ["luis"]), await join("luis", ["ana"])];
  ana.client.say(`/seal luis ${secret}`);
  await ana.hears((one) => one.kind === "answer" && one.text === `[sealed for luis] ${secret}`);
  ana.client.say("/msg luis y esto no");
  const opened = await luis.hears((one) => one.kind === "private" && one.text.includes(secret));
  expect(opened).toMatchObject({ kind: "private", from: "ana", text: `[sealed] ${secret}` });
  await luis.hears((one) => one.kind === "private" && one.text === "y esto no");
  expect(luis.heard.filter(({ kind }) => kind === "private")).toHaveLength(2);
  expect(lines.join("")).not.toContain(secret);
  expect(lines.join("")).toMatch(/~sealed [A-Za-z0-9+/]{200}/);
});

test("a line to someone whose keys are not known is not sent, in no form", async () => {
  const eva = await join("eva", []);
  lines.length = 0;
  eva.client.say(`/seal luis ${secret}`);
  const refused = await eva.hears((one) => one.kind === "refusal");
  expect(refused).toMatchObject({ text: expect.stringContaining("lab files keys --of luis") });
  eva.client.say(`/seal luis ${"x".repeat(3000)}`);
  eva.client.say("/seal luis");
  await eva.hears((one) => one.kind === "refusal" && one.text.includes("/seal luis the key"));
  expect(lines.join("")).not.toMatch(/ocho|xxx|sealed/);
});

test("a client without --seal keeps the line back: the server never reads it", async () => {
  const pablo = await join("pablo");
  lines.length = 0;
  pablo.client.say(`/seal luis ${secret}`);
  await pablo.hears((one) => one.kind === "refusal" && one.text.includes("--seal"));
  pablo.client.say("/users");
  await vi.waitUntil(() => lines.join("").includes("/users"));
  expect(lines.join("")).not.toContain(secret);
});

test("an old line that is sent again is shown as such; under another name it is not shown", async () => {
  const [from, to] = [sealingOf("ana", ["luis"]), sealingOf("luis", ["ana", "eva"])];
  const made = await from.seal(`/seal luis ${secret}`);
  if (made === undefined || !("line" in made)) throw new Error("it was not sealed");
  const text = made.line.replace("/msg luis ", "");
  const show = async (sender: string) => (await to.open({ kind: "private", from: sender, text }))?.line;
  expect(await show("ana")).toBe(`ana >> [sealed] ${secret}`);
  expect(await show("ana")).toMatch(/sent before/);
  expect(await show("eva")).not.toContain(secret);
  expect(await show("mallory")).toMatch(/keys of mallory/);
  expect(to.open({ kind: "private", from: "ana", text: "~sealed but not base64!" })).toBeUndefined();
  expect(to.open({ kind: "message", from: "ana", text })).toBeUndefined();
  expect(from.seal("/sealed luis hola")).toBeUndefined();
});

test("the chat's own server passes a sealed line on as any private message", async () => {
  const hand = connectByHand(server.port, { plain: true });
  hand.type("mallory");
  await hand.hears("# welcome mallory");
  ana().say(`/msg mallory ~sealed ${Buffer.from("no age file").toString("base64")}`);
  const line = await hand.hears("ana >> ~sealed ");
  expect(readDelivery(line)).toMatchObject({ kind: "private", from: "ana" });
  hand.end();
});

function sealingOf(name: string, known: readonly string[]): Sealing {
  return new Sealing(name, pairs[name]!, (other) => (known.includes(other) ? keys[other] : undefined));
}

function ana(): ChatClient {
  return clients[0]!;
}
