import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Conversation } from "../../testing/sniffer/conversation.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { observe, observeFile, ofKind } from "../../testing/sniffer/observe.ts";
import type { Frame } from "../capture/frame.ts";

function states(frames: readonly Frame[]): string[] {
  return ofKind(observe(frames), "connection").map(
    ({ connection, packet, state, guess }) => `${connection} ${state} at ${packet}${guess ? ", guessed" : ""}`,
  );
}

/** The notes of every packet that has notes: "5: retransmission". */
function notes(frames: readonly Frame[]): string[] {
  return ofKind(observe(frames), "packet").flatMap(({ number, notes: noted }) =>
    noted === undefined ? [] : [`${number}: ${noted.join(", ")}`],
  );
}

function texts(frames: readonly Frame[]): string[] {
  return ofKind(observe(frames), "text").map(({ from, text }) => `${from}: ${text}`);
}

function gaps(frames: readonly Frame[]): string[] {
  return ofKind(observe(frames), "gap").map(
    ({ from, offset, bytes, reason, packet }) => `${from}: ${bytes} at ${offset}, ${reason}, known at ${packet}`,
  );
}

const talk = () => new Conversation().open().client("ana\n").server("# welcome ana\n");

describe("the state of a connection", () => {
  test("opened, established, half-closed, closed", () => {
    const { frames } = talk()
      .client("", { flags: "FIN ACK" })
      .server("adiós\n")
      .server("", { flags: "FIN ACK" })
      .client("");
    expect(states(frames)).toEqual(["0 opened at 1", "0 established at 3", "0 half-closed at 6", "0 closed at 8"]);
    expect(texts(frames)).toEqual(["client: ana", "server: # welcome ana", "server: adiós"]);
  });

  test("reset, with what came before it", () => {
    const { frames } = talk().client("sin fin").client("", { flags: "RST ACK" });
    expect(states(frames)).toEqual(["0 opened at 1", "0 established at 3", "0 reset at 7"]);
    expect(ofKind(observe(frames), "text").at(-1)).toMatchObject({ text: "sin fin", unfinished: true, packet: 6 });
  });

  test("reset at once, where nobody listens", () => {
    const { frames } = new Conversation()
      .client("", { flags: "SYN", at: -1, acknowledge: -5000 })
      .server("", { flags: "RST ACK", at: -5000 });
    expect(states(frames)).toEqual(["0 opened at 1", "0 reset at 2"]);
  });

  test("a SYN that is never answered stays opened, and one that is sent again opens no other connection", () => {
    const syn = { flags: "SYN", at: -1, acknowledge: -5000 };
    const { frames } = new Conversation()
      .client("", syn)
      .client("", { ...syn, after: 1 })
      .client("", { ...syn, after: 2 });
    expect(states(frames)).toEqual(["0 opened at 1"]);
  });

  test("seen from the answer to the SYN on, the client is still known", () => {
    const { frames } = new Conversation().server("", { flags: "SYN ACK", at: -1 }).client("").client("ana\n");
    expect(states(frames)).toEqual(["0 opened at 1", "0 established at 2"]);
    expect(texts(frames)).toEqual(["client: ana"]);
  });

  test("midstream, who is the client is a guess by the ports", () => {
    const { frames } = new Conversation().server("luis > hola\n").client("ana > hola\n");
    expect(states(frames)).toEqual(["0 midstream at 1, guessed"]);
    expect(texts(frames)).toEqual(["server: luis > hola", "client: ana > hola"]);
    expect(ofKind(observe(frames), "summary")[0]!.perConnection).toMatchObject([
      { guess: true, client: { address: "127.0.0.1", port: 40000 } },
    ]);
  });

  test("used again, the same ports are a new connection", () => {
    const first = talk().client("", { flags: "FIN ACK" }).server("", { flags: "FIN ACK" }).client("").frames;
    const second = new Conversation({ client: 900_000, server: 70_000 }).open().client("luis\n").frames;
    const observations = observe([...first, ...second].map((frame, index) => ({ ...frame, number: index + 1 })));
    expect(ofKind(observations, "text").map(({ connection, text }) => `${connection} ${text}`)).toEqual([
      "0 ana",
      "0 # welcome ana",
      "1 luis",
    ]);
    expect(ofKind(observations, "summary")[0]).toMatchObject({ connections: 2, problems: 0 });
  });

  test("used again without an end having been seen, too, and what was unfinished is reported first", () => {
    const first = talk().client("a medias").frames;
    const second = new Conversation({ client: 900_000, server: 70_000 }).open().client("luis\n").frames;
    const observations = observe([...first, ...second].map((frame, index) => ({ ...frame, number: index + 1 })));
    expect(ofKind(observations, "text").map(({ connection, text }) => `${connection} ${text}`)).toEqual([
      "0 ana",
      "0 # welcome ana",
      "0 a medias",
      "1 luis",
    ]);
  });
});

describe("what stands out about a segment", () => {
  test("retransmission, and that its text is there once", () => {
    const { frames } = talk().client("ana\n", { at: 0 });
    expect(notes(frames)).toEqual(["6: retransmission"]);
    expect(texts(frames)).toEqual(["client: ana", "server: # welcome ana"]);
  });

  test("out of order, and that its text is in order", () => {
    const { frames } = talk().client("dos\n", { at: 8 }).client("uno\n", { at: 4 });
    expect(notes(frames)).toEqual(["6: out of order"]);
    expect(texts(frames)).toEqual(["client: ana", "server: # welcome ana", "client: uno", "client: dos"]);
  });

  test("of two copies that differ, the one in order counts, as in Linux, and both are reported", () => {
    const { frames } = talk().client("dos\n", { at: 8 }).client("uno\nDOS\n", { at: 4 });
    expect(texts(frames).slice(2)).toEqual(["client: uno", "client: DOS"]);
    expect(ofKind(observe(frames), "conflict")).toMatchObject([
      { packet: 7, offset: 8, length: 3, shown: { packet: 7, text: "DOS" }, other: { packet: 6, text: "dos" } },
    ]);
  });

  test.each([
    ["without data", ""],
    ["with a byte that was acknowledged", "\n"],
  ])("keep-alive %s", (_, data) => {
    const { frames } = talk().client(data, { at: 3 }).server("");
    expect(notes(frames)).toEqual(["6: keep-alive"]);
  });

  test("zero window, and the probe that asks whether it is still so", () => {
    const { frames } = talk().server("", { window: 0 }).client("x").server("", { window: 0, acknowledge: 4 });
    expect(notes(frames)).toEqual(["6: zero window", "7: zero window probe", "8: zero window"]);
  });

  test("cut by the snap length, whose missing bytes are a gap", () => {
    const { frames } = talk().client("muy largo\n", { cut: 6 }).client("otro\n");
    expect(notes(frames)).toEqual(["6: cut by the snap length"]);
    expect(gaps(frames)).toEqual(["client: 6 at 8, cut by the snap length, known at 6"]);
    expect(texts(frames).slice(2)).toEqual(["client: muy ", "client: otro"]);
  });

  test("data in a SYN are the first of the stream (RFC 9293 section 3.4)", () => {
    const conversation = new Conversation();
    conversation.client("ana\n", { flags: "SYN", at: -1, acknowledge: -5000 });
    const { frames } = conversation
      .server("", { flags: "SYN ACK", at: -1, acknowledge: 4 })
      .client("luis\n", { at: 4 });
    expect(texts(frames)).toEqual(["client: ana", "client: luis"]);
  });

  test("data that come with a FIN and after it are not lost", () => {
    const { frames } = talk().client("fin\n", { flags: "FIN ACK" }).server("vale\n", { flags: "FIN ACK" });
    expect(texts(frames).slice(2)).toEqual(["client: fin", "server: vale"]);
    expect(states(frames).at(-1)).toBe("0 closed at 7");
  });
});

describe("a gap", () => {
  test("is reported once the other side has acknowledged it for a while, and the stream goes on after it", () => {
    const conversation = talk().client("perdido\n", { isCaptured: false }).client("después\n");
    for (let line = 0; line < 20; line++) conversation.server(`${line}\n`);
    expect(gaps(conversation.frames)).toEqual(["client: 8 at 4, not captured, known at 24"]);
    const found = texts(conversation.frames);
    expect(found).toContain("client: después");
    expect(found.indexOf("client: después")).toBeLessThan(found.indexOf("server: 19"));
  });

  test("is not reported for what merely comes late", () => {
    const conversation = talk().client("después\n", { at: 12 });
    for (let line = 0; line < 10; line++) conversation.server(`${line}\n`, { acknowledge: 4 });
    conversation.client("perdido\n", { at: 4 });
    expect(gaps(conversation.frames)).toEqual([]);
    expect(texts(conversation.frames).slice(-2)).toEqual(["client: perdido", "client: después"]);
  });

  test("at the end is known by the FIN or by the acknowledgment of it", () => {
    const lost = { isCaptured: false };
    expect(gaps(talk().client("12345678\n", lost).client("", { flags: "FIN ACK" }).frames)).toEqual([
      "client: 9 at 4, not captured, known at 6",
    ]);
    expect(gaps(talk().client("12345678\n", lost).server("").frames)).toEqual([
      "client: 9 at 4, not captured, known at 6",
    ]);
  });

  test("in the summary is counted for its side", () => {
    const [summary] = ofKind(observe(talk().client("12345678\n", { isCaptured: false }).server("").frames), "summary");
    expect(summary).toMatchObject({
      gaps: 1,
      gapBytes: 9,
      perConnection: [{ gaps: 1, gapBytes: { client: 9, server: 0 }, bytes: { client: 4 } }],
    });
  });

  test("of a gigabyte, claimed by an acknowledgment, costs nothing", () => {
    const { frames } = talk().server("", { acknowledge: 2 ** 30 });
    expect(gaps(frames)).toEqual([`client: ${2 ** 30 - 4} at 4, not captured, known at 6`]);
  });

  test("beyond the largest window there can be is not believed", () => {
    expect(gaps(talk().server("", { acknowledge: 2 ** 30 + 1000 }).frames)).toEqual([]);
  });
});

test.each([
  ["ipv4-length-beyond-frame.pcap", "ipv4", ["client: hola", "server: buenas tardes", "server: segunda respuesta"]],
  ["ipv6-length-beyond-frame.pcap", "ipv6", ["server: uno", "server: dos"]],
])(
  "%s: what is not in a frame is reported, and neither a gap nor lost with the next line",
  async (name, layer, lines) => {
    const observations = await observeFile(join(fixturesFolder, name));
    expect(ofKind(observations, "text").map(({ from, text }) => `${from}: ${text}`)).toEqual(lines);
    expect(ofKind(observations, "problem")).toMatchObject([{ layer }]);
    expect(ofKind(observations, "gap")).toEqual([]);
  },
);

test("a summary lasts from the earliest frame to the latest, also where times go back", () => {
  const { frames } = talk().client("uno\n", { after: 10 }).client("dos\n", { after: -5 });
  expect(ofKind(observe(frames), "summary")[0]!.duration).toBeCloseTo(10.004, 6);
});

test("sequence numbers may wrap around in the middle of a line", () => {
  const conversation = new Conversation({ client: 0xfffffffe, server: 0xffffffff })
    .open()
    .client("ana\n")
    .server("# welcome ana\n");
  expect(texts(conversation.client("fin\n").frames)).toEqual(["client: ana", "server: # welcome ana", "client: fin"]);
  expect(notes(conversation.frames)).toEqual([]);
  expect(gaps(conversation.frames)).toEqual([]);
});
