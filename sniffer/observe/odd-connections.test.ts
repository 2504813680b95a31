import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Conversation } from "../../testing/sniffer/conversation.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { observe, observeFile, ofKind } from "../../testing/sniffer/observe.ts";
import type { Observation } from "./observation.ts";
import { Observer } from "./observer.ts";

function texts(observations: readonly Observation[]): string[] {
  return ofKind(observations, "text").map(({ from, text }) => `${from}: ${text}`);
}

function states(observations: readonly Observation[]): string[] {
  return ofKind(observations, "connection").map(({ state }) => state);
}

describe("a session is read whole, and no gap is made up", () => {
  const session = ["client: hola", "server: buenas tardes"];
  const whole = ["opened", "established", "half-closed", "closed"];
  test.each([
    ["tcp-syn-refused-then-again.pcap", session, ["opened", "reset", ...whole]],
    ["tcp-challenge-ack.pcap", session, whole],
    ["tcp-second-synack.pcap", session, whole],
    ["tcp-begins-with-synack.pcap", session, ["opened", "established"]],
  ])("%s", async (name, lines, expected) => {
    const observations = await observeFile(join(fixturesFolder, name));
    expect(texts(observations)).toEqual(lines);
    expect(states(observations)).toEqual(expected);
    expect(ofKind(observations, "gap")).toEqual([]);
    expect(ofKind(observations, "problem")).toEqual([]);
  });

  test("also where the first of two SYN ACKs is the one that is acknowledged", () => {
    const conversation = new Conversation().client("", { flags: "SYN", at: -1, acknowledge: -5000 });
    conversation.server("", { flags: "SYN ACK", at: -1 }).server("", { flags: "SYN ACK", at: 700_000 });
    const { frames } = conversation
      .client("", { acknowledge: 0 })
      .client("uno\n", { acknowledge: 0 })
      .server("dos\n", { at: 0 });
    expect(texts(observe(frames))).toEqual(["client: uno", "server: dos"]);
  });
});

test("data in flight after the client's RST keep their TLS", async () => {
  const observations = await observeFile(join(fixturesFolder, "tcp-data-after-reset.pcap"));
  expect(ofKind(observations, "binary")).toEqual([]);
  expect(ofKind(observations, "tls-record").filter(({ from }) => from === "server").length).toBeGreaterThan(1);
  expect(states(observations)).toEqual(["opened", "established", "reset"]);
});

test("a RST that is far from what was seen is stale, and changes nothing", () => {
  const { frames } = new Conversation().open().client("", { flags: "RST", at: 500_000 }).client("hola\n", { at: 0 });
  expect(states(observe(frames))).toEqual(["opened", "established"]);
  expect(texts(observe(frames))).toEqual(["client: hola"]);
});

test("what comes late, after a RST, fills its hole", () => {
  const conversation = new Conversation()
    .open()
    .client("dos\n", { at: 4 })
    .server("", { flags: "RST ACK", acknowledge: 0 });
  const observations = observe(conversation.client("uno\n", { at: 0 }).frames);
  expect(texts(observations)).toEqual(["client: uno", "client: dos"]);
  expect(ofKind(observations, "gap")).toEqual([]);
});

test("data that no window reaches are shown, and are no part of the stream", () => {
  const { frames } = new Conversation().open().client("EVIL\n", { at: 2_000_000_000 }).client("GOOD\n", { at: 0 });
  const observations = observe(frames);
  expect(texts(observations)).toEqual(["client: GOOD"]);
  expect(ofKind(observations, "binary")).toMatchObject([
    { strings: ["EVIL"], note: expect.stringContaining("window") },
  ]);
  expect(ofKind(observations, "gap")).toEqual([]);
});

test("data after a FIN have no gap before them", () => {
  const conversation = new Conversation().open().client("hola\n").client("", { flags: "FIN ACK" }).client("tarde\n");
  const observations = observe(conversation.frames);
  expect(texts(observations)).toEqual(["client: hola", "client: tarde"]);
  expect(ofKind(observations, "gap")).toEqual([]);
});

describe("a stream that is joined in the middle", () => {
  const late = () => new Conversation().server("segunda linea\n", { at: 14 }).server("primera linea\n", { at: 0 });
  test.each([
    ["that is acknowledged", late().client("", { acknowledge: 28 })],
    ["that ends there", late()],
    ["that ends with a FIN", late().server("", { flags: "FIN ACK", at: 28 })],
    [
      "of which only one side is captured",
      [1, 2, 3, 4].reduce((all) => all.server("", { at: 28, after: 0.5 }), late()),
    ],
  ])("is put in order: one %s", (_, { frames }) => {
    const observations = observe(frames);
    expect(texts(observations)).toEqual(["server: primera linea", "server: segunda linea"]);
    expect(ofKind(observations, "packet")[1]!.notes).toEqual(["out of order"]);
    expect(ofKind(observations, "gap")).toEqual([]);
  });

  test("is shown at once where the receiver waits for just these bytes", () => {
    const observer = new Observer();
    const { frames } = new Conversation().client("", { acknowledge: 0 }).server("hola\n", { at: 0 });
    expect(texts(frames.flatMap((frame) => observer.push(frame)))).toEqual(["server: hola"]);
  });

  test("is shown a second later where nobody acknowledges it", () => {
    const observer = new Observer();
    const { frames } = new Conversation().server("hola\n", { at: 0 });
    const { time } = frames[0]!;
    const pushed = frames.flatMap((frame) => observer.push(frame));
    const soon = observer.idle({ ...time, seconds: time.seconds + 1 });
    const later = observer.idle({ ...time, seconds: time.seconds + 2 });
    expect([pushed, soon, later].map(texts)).toEqual([[], [], ["server: hola"]]);
  });

  test("shows earlier bytes that come when it has begun, with their place", () => {
    const conversation = new Conversation().server("segunda linea\n", { at: 14 }).client("", { acknowledge: 28 });
    const observations = observe(conversation.server("primera linea\n", { at: 0 }).frames);
    expect(texts(observations)).toEqual(["server: segunda linea"]);
    expect(ofKind(observations, "binary")).toMatchObject([
      { length: 14, strings: ["primera linea"], stray: "before-first", offset: -14 },
    ]);
  });
});

describe("a receiver does not take", () => {
  test.each([
    ["a segment without the ACK flag", "no ACK flag", { flags: "PSH", at: 0 }],
    ["what is outside its window", "outside the window", { at: 600 }],
  ])("%s: another copy counts", (_, note, choices) => {
    const { at } = choices;
    const conversation = new Conversation().open().client("EVIL\n", choices);
    const { frames } = conversation.client(`${"-".repeat(at)}GOOD\n`, { at: 0 });
    const observations = observe(frames);
    expect(texts(observations).at(-1)).toMatch(/GOOD$/);
    expect(ofKind(observations, "packet")[3]!.notes).toContain(note);
    expect(ofKind(observations, "conflict")).toMatchObject([
      { shown: { packet: 5, text: "GOOD" }, other: { packet: 4, text: "EVIL" } },
    ]);
  });

  test("and where it acknowledges it all the same, it is shown", () => {
    const { frames } = new Conversation().open().client("hola\n", { flags: "PSH" }).server("", { acknowledge: 5 });
    const observations = observe([...frames, ...new Conversation(undefined, 40_001).open().client("ana\n").frames]);
    expect(ofKind(observations, "text").map(({ packet, text }) => `${packet}: ${text}`)).toContain("4: hola");
  });

  test("nor is it lost where nothing else comes", () => {
    expect(texts(observe(new Conversation().open().client("hola\n", { flags: "PSH" }).frames))).toEqual([
      "client: hola",
    ]);
  });
});

test("after more than 2 GiB that were not captured, what is acknowledged goes on", () => {
  const far = 3_000_000_000;
  const conversation = new Conversation().open().client("antes\n").server("");
  conversation.client("entre\n", { at: far }).server("", { acknowledge: far + 6 });
  const observations = observe(conversation.client("despues\n", { at: far + 6 }).frames);
  expect(texts(observations)).toEqual(["client: antes", "client: despues"]);
  expect(ofKind(observations, "gap")).toMatchObject([{ offset: 6, bytes: far }]);
  expect(ofKind(observations, "binary")).toMatchObject([{ strings: ["entre"], stray: "outside-window" }]);
});

test("what was captured after its gap was reported is shown", () => {
  const conversation = new Conversation()
    .open()
    .client("uno\n")
    .client("dos\n", { at: 8 })
    .server("", { acknowledge: 12 });
  const { frames } = conversation.server("", { acknowledge: 12, after: 2 }).client("one\n", { at: 4 });
  const observations = observe(frames);
  expect(texts(observations)).toEqual(["client: uno", "client: dos"]);
  expect(ofKind(observations, "binary")).toMatchObject([{ stray: "late", offset: 4, length: 4 }]);
});
