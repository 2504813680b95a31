import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fixturesFolder } from "../../../testing/sniffer/corpus.ts";
import { openCaptureFile } from "../../capture/open-capture-file.ts";
import type { Observation } from "../observation.ts";
import { Observer } from "../observer.ts";
import { judgeOf } from "./judge.ts";
import { parseQuery } from "./parse-query.ts";
import { parseStatement } from "./parse-statement.ts";

async function observed(name: string): Promise<readonly Observation[]> {
  const observer = new Observer({ keepBytes: true });
  const observations: Observation[] = [];
  for await (const batch of openCaptureFile(join(fixturesFolder, name))) {
    for (const item of batch) observations.push(...observer.push(item));
  }
  return [...observations, ...observer.end()];
}

function judged(source: string, observations: readonly Observation[]) {
  const judge = judgeOf(parseStatement(source));
  judge.take(observations);
  return judge.judgement();
}

const page = readFileSync(new URL("../../../docs/query.md", import.meta.url), "utf8");
const queries = [...page.matchAll(/```query\n(.*?)```/gsu)].flatMap(([, block]) => block!.trim().split("\n"));
const statements = [...page.matchAll(/^\| `([^`]+)` +\| (true|false) +\| (true|false) +\|$/gmu)];
const plain = await observed("compare-plain.pcap");
const tls = await observed("compare-tls13.pcap");

test("docs/query.md: every query can be read", () => {
  expect(queries.length).toBeGreaterThan(5);
  for (const query of queries) expect(parseQuery(query)).toMatchObject({ kind: expect.any(String) });
});

test.each(statements.map(([, ...row]) => row))("docs/query.md: %s is %s in the clear and %s over TLS", (...row) => {
  const [statement, ...truth] = row as [string, string, string];
  expect([plain, tls].map((capture) => String(judged(statement, capture).ok))).toEqual(truth);
});

const chat = await observed("chat-es-lf.pcap");

test.each([
  ['text contains "Hola"', true],
  ['no text contains "Hola"', false],
  ['text contains "jamón" from server', true],
  ["text from nadie", false],
  ["record", false],
  ["no record", true],
  ["text visible is true", true],
  ["certificate visible is true", false],
  ["tls.version is 1.3", false],
  ["packets >= 1", true],
  ["packet after packet 3 before packet 5 count = 1", true],
  ["packet in packet 4 count = 1", true],
  ["connection in connection 0 count = 1", true],
  ["connection in connection 99", false],
  ["packet not text", undefined],
  ["not text count = 11", true],
  ["payload count = 5", true],
  ["length > 100000", false],
])("of a chat in the clear, “%s” is %s", (source, expected) => {
  if (expected === undefined) expect(() => judged(source, chat)).toThrow();
  else expect({ source, ok: judged(source, chat).ok }).toEqual({ source, ok: expected });
});

test("names the packets, five at most, and counts all", () => {
  expect(judged("packet", chat)).toMatchObject({ packets: [1, 2, 3, 4, 5], packetCount: 16 });
  expect(judged('text contains "jamón" from server', chat).found).toContain("jamón");
});

test("hidden messages count only where the statement says that they are guesses", async () => {
  const guesses = tls.filter((one) => one.kind === "tls-message" && one.guess).length;
  expect(guesses).toBeGreaterThan(0);
  expect(judged("message guess", tls).found).toContain(String(guesses));
  expect(judged("no message finished", tls).ok).toBe(true);
});
