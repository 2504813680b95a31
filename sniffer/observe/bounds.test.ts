import { expect, test } from "vitest";
import { Conversation } from "../../testing/sniffer/conversation.ts";
import { frames } from "../../testing/sniffer/frame-parts.ts";
import { ofKind } from "../../testing/sniffer/observe.ts";
import { tcpFrame } from "../../testing/sniffer/packets.ts";
import { MAX_SUMMARY_CONNECTIONS } from "./capture-counts.ts";
import type { Observation } from "./observation.ts";
import { MAX_CONNECTIONS, MAX_PENDING_BYTES, Observer } from "./observer.ts";

const server = { address: [10, 9, 9, 9], port: 12345 };

/** A segment of the client with this number. */
function segmentOf(number: number, data: string | Uint8Array, sequence = 1, flags = "PSH ACK"): Uint8Array {
  const from = { address: [10, number >> 16, (number >> 8) & 0xff, number & 0xff], port: 40_000 };
  return tcpFrame({ from, to: server, sequence, flags, data: Buffer.from(data as string) });
}

test("of too many connections the oldest idle one is dropped: reported, with what was pending", () => {
  const observer = new Observer();
  const push = (bytes: Uint8Array): readonly Observation[] => observer.push(frames([bytes])[0]!);
  push(segmentOf(0, "a medias"));
  push(segmentOf(1, "también"));
  for (let number = 2; number < MAX_CONNECTIONS; number++) push(segmentOf(number, "hola\n"));
  push(segmentOf(0, ", sigo aquí", 9));
  const first = push(segmentOf(MAX_CONNECTIONS, "uno más\n"));
  const [problem] = ofKind(first, "problem");
  expect(problem).toMatchObject({ layer: "tcp", packet: 1 });
  expect(problem!.message).toMatch(/^more than 20000 connections at a time: stopped following connection \d+$/);
  const end = observer.end();
  expect(ofKind([...first, ...end], "text").map(({ text }) => text)).toContain("uno más");
  const [summary] = ofKind(end, "summary");
  expect(summary).toMatchObject({ connections: MAX_CONNECTIONS + 1, packets: MAX_CONNECTIONS + 2, problems: 1 });
  expect(summary!.perConnection).toHaveLength(MAX_SUMMARY_CONNECTIONS);
});

test("of too many bytes that wait, the oldest connections are dropped with what they hold, and memory stays bounded", () => {
  const observer = new Observer();
  const data = new Uint8Array(50_000).fill(0x41);
  const observations: Observation[] = [];
  const connections = 12;
  // Each connection has a hole at its beginning, with almost as many bytes after it as its bound allows.
  for (let number = 0; number < connections; number++) {
    observations.push(...observer.push(frames([segmentOf(number, "a\n")])[0]!));
    for (let part = 0; part < 80; part++) {
      const [frame] = frames([segmentOf(number, data, 100 + part * data.length)]);
      observations.push(...observer.push({ ...frame!, number: number * 100 + part + 2 }));
      expect(observer.pendingBytes).toBeLessThanOrEqual(MAX_PENDING_BYTES);
    }
  }
  const problems = ofKind(observations, "problem").map(({ message }) => message);
  expect(problems[0]).toMatch(/^too much out-of-order data: stopped following connection \d+$/);
  expect(ofKind(observations, "gap").every(({ bytes }) => bytes === 97)).toBe(true);
  expect(ofKind(observations, "gap").length).toBe(problems.length);
  observations.push(...observer.end());
  expect(observer.pendingBytes).toBe(0);
  const [summary] = ofKind(observations, "summary");
  const bytes = summary!.perConnection.reduce((sum, connection) => sum + connection.bytes.client, 0);
  expect(bytes, "what waited was delivered, not dropped").toBe(connections * (2 + 80 * data.length));
});

test("a handshake message that claims a quarter of a megabyte, on many connections, is bounded too", () => {
  const observer = new Observer();
  const hello = Buffer.concat([Buffer.from("160301002a010000260303", "hex"), Buffer.alloc(36)]);
  const claim = Buffer.from("160301000a0b03ff00000000000000", "hex");
  const observations: Observation[] = [];
  for (let number = 0; number < 400; number++) {
    const segments = [segmentOf(number, "", 0, "SYN"), segmentOf(number, Buffer.concat([hello, claim]))];
    for (const frame of frames(segments)) observations.push(...observer.push(frame));
    expect(observer.pendingBytes).toBeLessThanOrEqual(MAX_PENDING_BYTES);
  }
  const dropped = ofKind(observations, "problem").filter(({ message }) =>
    message.startsWith("too much out-of-order data"),
  );
  expect(dropped.length).toBeGreaterThan(200);
  observer.end();
  expect(observer.pendingBytes).toBe(0);
});

test("closed connections make room without a word", () => {
  const observer = new Observer();
  const observations: Observation[] = [];
  const { frames: whole } = new Conversation().open().client("", { flags: "FIN ACK" }).server("", { flags: "FIN ACK" });
  for (const frame of whole) observations.push(...observer.push(frame));
  for (let number = 0; number < MAX_CONNECTIONS; number++) {
    observations.push(...observer.push(frames([segmentOf(number, "")])[0]!));
  }
  expect(ofKind(observations, "problem")).toEqual([]);
});
