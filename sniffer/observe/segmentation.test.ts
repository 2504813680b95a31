import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { framesOf, itemsOf } from "../../testing/sniffer/capture-items.ts";
import { Conversation } from "../../testing/sniffer/conversation.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { observe } from "../../testing/sniffer/observe.ts";
import type { Frame } from "../capture/frame.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";
import { readPacket } from "../wire/decode/packet.ts";
import { Reader } from "../wire/decode/reader.ts";
import type { Observation, Side } from "./observation.ts";
import { MAX_LINE_BYTES } from "./text-reader.ts";

/** What one side sends before the other side answers. */
interface Turn {
  readonly side: Side;
  readonly bytes: Buffer;
}

const chat: readonly Turn[] = [
  { side: "client", bytes: Buffer.from("ana\r\n¡hola, Luis! 🐧 ¿qué tal?\n\nun pingüino 👩‍💻 名前\n") },
  { side: "server", bytes: Buffer.from("# welcome ana\nluis > bien, gracias\r\n") },
  { side: "client", bytes: Buffer.from("/quit") },
];

const scripts: readonly [name: string, turns: readonly Turn[]][] = [
  ["a chat in the clear", chat],
  ["a TLS 1.2 handshake with two certificates", await turnsOf("tls12-client-cert.pcap")],
  ["a TLS 1.3 handshake with a HelloRetryRequest", await turnsOf("tls13-hrr.pcap")],
  ["SMTP that turns to TLS", await turnsOf("starttls-smtp-12.pcap")],
];

describe.each(scripts)("%s", (_, turns) => {
  const whole = withoutPackets(observe(framesFor(turns)));

  test("gives the same observations however one of its segments is cut in two", () => {
    expect(whole.length).toBeGreaterThan(4);
    for (const [index, { bytes }] of turns.entries()) {
      for (let at = 1; at < bytes.length; at++) {
        const frames = framesFor(turns, (turn) => (turn === index ? [at] : []));
        const observations = observe(frames);
        const found = withoutPackets(observations);
        if (JSON.stringify(found) !== JSON.stringify(whole)) expect(found, `turn ${index} cut at ${at}`).toEqual(whole);
        expect(misplaced(observations, frames), `turn ${index} cut at ${at}`).toEqual([]);
      }
    }
  });

  test.each([1, 2, 3, 7])("gives the same observations in segments of %d bytes", (size) => {
    const frames = framesFor(turns, (_turn, length) =>
      Array.from({ length: Math.ceil(length / size) }, (_, at) => at * size),
    );
    const observations = observe(frames);
    expect(withoutPackets(observations)).toEqual(whole);
    expect(misplaced(observations, frames)).toEqual([]);
  });
});

test.each([-3, -2, -1, 0, 1, 2, 3, MAX_LINE_BYTES])(
  "a line longer than the bound by %d is in the same pieces however it is cut",
  (more) => {
    const line = Buffer.alloc(MAX_LINE_BYTES + more, "x".repeat(MAX_LINE_BYTES - 9));
    // Characters of two to four bytes lie across the bound.
    line.write("ñ€🐧ñ€🐧".slice(0, more < 3 ? 3 : undefined), MAX_LINE_BYTES - 12);
    const turns: Turn[] = [{ side: "client", bytes: Buffer.concat([line, Buffer.from("\nfin\n")]) }];
    const whole = withoutPackets(observe(framesFor(turns)));
    for (let at = MAX_LINE_BYTES - 8; at < MAX_LINE_BYTES + 8 && at < turns[0]!.bytes.length; at++) {
      expect(withoutPackets(observe(framesFor(turns, () => [at]))), `cut at ${at}`).toEqual(whole);
      expect(withoutPackets(observe(framesFor(turns, () => [10, at]))), `cut at 10 and ${at}`).toEqual(whole);
    }
  },
);

test("an alert of seven bytes is recognised in any two segments", () => {
  const alert = Buffer.from("15030100020228", "hex");
  for (let at = 1; at < alert.length; at++) {
    const { frames } = new Conversation().open().client(alert.subarray(0, at)).client(alert.subarray(at));
    expect(
      observe(frames).map(({ kind }) => kind),
      `cut at ${at}`,
    ).toContain("tls-alert");
  }
});

/**
 * The frames of a connection with these lines; `cuts` gives the places where a turn of this length is cut into
 * segments.
 */
function framesFor(turns: readonly Turn[], cuts: (turn: number, length: number) => number[] = () => []): Frame[] {
  const conversation = new Conversation().open();
  for (const [index, { side, bytes }] of turns.entries()) {
    const ends = [...cuts(index, bytes.length).filter((cut) => cut > 0), bytes.length];
    let from = 0;
    for (const end of ends) {
      conversation[side](bytes.subarray(from, end), { after: 0.00001 });
      from = end;
    }
  }
  return conversation.client("", { flags: "FIN ACK" }).server("", { flags: "FIN ACK" }).frames;
}

/** The contents, without packets, times and counts of packets. */
function withoutPackets(observations: readonly Observation[]): unknown[] {
  return observations.flatMap((observation): unknown[] => {
    if (observation.kind === "packet" || observation.kind === "summary") return [];
    return [{ ...observation, time: undefined, packet: undefined, firstPacket: undefined }];
  });
}

/** Observations that are not at the packet of their last byte, or do not begin at the packet of their first. */
function misplaced(observations: readonly Observation[], frames: readonly Frame[]): string[] {
  const packetAt: Record<Side, number[]> = { client: [], server: [] };
  for (const frame of frames) {
    const { side, data } = segmentOf(frame);
    for (let count = 0; count < data.length; count++) packetAt[side].push(frame.number);
  }
  return observations.flatMap((observation) => {
    if (observation.kind !== "text" && observation.kind !== "tls-record") return [];
    const { from, offset, length, packet, firstPacket = packet } = observation;
    const end = offset + length + (observation.kind === "tls-record" ? 5 : 0);
    const first = packetAt[from][offset];
    const last = packetAt[from][end - 1];
    return first === firstPacket && last === packet
      ? []
      : [`${observation.kind} at ${offset}: packets ${firstPacket} to ${packet}, not ${first} to ${last}`];
  });
}

function segmentOf({ bytes, linkType, originalLength }: Frame): { side: Side; data: Uint8Array } {
  const { tcp, dataStart, dataEnd } = readPacket(new Reader(bytes), linkType, originalLength);
  return {
    side: tcp!.sourcePort >= tcp!.destinationPort ? "client" : "server",
    data: bytes.subarray(dataStart, dataEnd),
  };
}

/** The turns of the connection in a capture without loss. */
async function turnsOf(fixture: string): Promise<Turn[]> {
  const turns: Turn[] = [];
  for (const frame of framesOf(await itemsOf(openCaptureFile(join(fixturesFolder, fixture))))) {
    const { side, data } = segmentOf(frame);
    const last = turns.at(-1);
    if (data.length === 0) continue;
    if (last?.side === side) turns[turns.length - 1] = { side, bytes: Buffer.concat([last.bytes, data]) };
    else turns.push({ side, bytes: Buffer.from(data) });
  }
  return turns;
}
