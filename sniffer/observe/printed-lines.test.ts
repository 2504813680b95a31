import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { printable } from "../../terminal/printable.ts";
import { Conversation } from "../../testing/sniffer/conversation.ts";
import { corpusCaptures, fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { schemaFaults } from "../../testing/sniffer/observation-schema.ts";
import { observe, observeFile, ofKind } from "../../testing/sniffer/observe.ts";
import type { Observation } from "./observation.ts";
import { anyLine, jsonLine } from "./print-json.ts";
import { TextPrinter } from "./print-text.ts";

const fixtures = readdirSync(fixturesFolder)
  .filter((name) => !name.endsWith(".md"))
  .map((name) => ({ name, path: join(fixturesFolder, name) }));

describe.each([...fixtures, ...corpusCaptures()])("$name", ({ path }) => {
  test.each([false, true])(
    "every line is as the schema and the plain printer have it (with bytes: %s)",
    async (keepBytes) => {
      const observations = await observeFile(path, { keepBytes });
      expect(observations.at(-1)?.kind).toBe("summary");
      for (const observation of observations) expectGoodJson(observation);
      expectGoodText(observations);
    },
  );
});

/** Everything that a terminal would obey, that would break a file of lines, or that would mislead a reader. */
const hostile = "\u001b[2J\u001b]0;título\u0007\u009b31m\u202eodnum\u2066x\u2069\u2028\u0085\u200bfin";

test("what outsiders write is shown cleaned as text, and escaped as JSON", () => {
  const { frames } = new Conversation().open().client(`${hostile}\n`).server(`\0\u0001${hostile} TEXTO\0\n`);
  const observations = observe(frames);
  expect(ofKind(observations, "text").map(({ text }) => text)).toEqual([hostile]);
  expect(ofKind(observations, "binary")).toHaveLength(1);
  expectGoodText(observations);
  for (const observation of observations) expectGoodJson(observation);
});

test("names in the capture itself, in comments and in hellos are cleaned", () => {
  const made: readonly Observation[] = [
    { kind: "capture", format: "pcapng", linkType: "ETHERNET", precision: "us", device: hostile },
    { kind: "comment", packet: 1, text: hostile },
    { kind: "problem", layer: "capture", message: hostile },
    {
      kind: "tls-message",
      connection: 0,
      from: "client",
      packet: 1,
      time: { seconds: 1, nanoseconds: 0 },
      offset: 5,
      message: "client_hello",
      length: 100,
      serverName: hostile,
      alpn: [hostile],
    },
    {
      kind: "summary",
      packets: 1,
      connections: 1,
      bytes: 1,
      gaps: 0,
      gapBytes: 0,
      conflicts: 0,
      problems: 0,
      duration: 0,
      perConnection: [
        {
          connection: 0,
          client: { address: "127.0.0.1", port: 1 },
          server: { address: "127.0.0.1", port: 2 },
          state: "midstream",
          packets: 1,
          bytes: { client: 0, server: 0 },
          gaps: 0,
          gapBytes: { client: 0, server: 0 },
          textLines: 0,
          records: {},
          serverName: hostile,
          alpn: hostile,
        },
      ],
    },
  ];
  expectGoodText(made);
  for (const observation of made) expectGoodJson(observation);
});

test("times keep the precision of the capture", () => {
  const comment = (nanoseconds: number): Observation => ({
    kind: "connection",
    connection: 0,
    packet: 1,
    time: { seconds: 7, nanoseconds },
    client: { address: "a", port: undefined },
    server: { address: "b", port: undefined },
    state: "opened",
  });
  expect(jsonLine(comment(1000))).toContain('"time":"7.000001"');
  expect(jsonLine(comment(1))).toContain('"time":"7.000000001"');
  expect(jsonLine(comment(0))).toContain('"time":"7.000000"');
});

test("times that go back or far ahead are printed, and the duration is from the earliest to the latest", () => {
  const at = [1_763_689_005, 1_763_689_000, 1_763_689_003];
  const { frames } = new Conversation().open();
  const timed = frames.map((frame, index) => ({ ...frame, time: { seconds: at[index]!, nanoseconds: 0 } }));
  expect(ofKind(observe(timed), "summary")[0]!.duration).toBe(5);
  const far = [0, 18_446_744_073].map((seconds, index) => ({ ...frames[index]!, time: { seconds, nanoseconds: 424 } }));
  expectGoodText(observe(far));
  const printer = new TextPrinter();
  const lines = observe(far).map((observation) => printer.line(observation));
  expect(lines.join("\n")).toContain("18446744073.000000");
  expect(lines.join("\n")).not.toContain("undefined");
});

function expectGoodJson(observation: Observation): void {
  const line = jsonLine(observation);
  const value: unknown = JSON.parse(line);
  if (!isDeepStrictEqual(value, JSON.parse(anyLine(observation)))) expect(line).toBe(anyLine(observation));
  if (printable(line) !== line) expect(printable(line)).toBe(line);
  const faults = schemaFaults(value);
  if (faults !== "") expect(faults, line).toBe("");
}

/** One line for each observation, and further indented ones for the connections of the summary; all cleaned. */
function expectGoodText(observations: readonly Observation[]): void {
  const printer = new TextPrinter();
  for (const observation of observations) {
    const lines = printer.line(observation).split("\n");
    if (observation.kind !== "summary" && lines.length > 1) expect(lines).toHaveLength(1);
    for (const [index, line] of lines.entries()) {
      if (printable(line) !== line) expect(printable(line)).toBe(line);
      if (index > 0) expect(line).toMatch(/^ {2}/);
    }
  }
}
