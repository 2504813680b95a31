import { writeFileSync } from "node:fs";
import type { Frame } from "../../sniffer/capture/frame.ts";
import { pcapFileHeader, pcapRecord } from "../../sniffer/capture/pcap-writer.ts";
import { type ConversationPlan, layersConversation, type WireLine } from "../chat/layers-conversation.ts";
import { type Endpoint, tcpFrame } from "../sniffer/packets.ts";

const server: Endpoint = { address: [127, 0, 0, 1], port: 12_345 };
const firstPort = 40_000;
const ETHERNET = 1;

/**
 * Writes a conversation under a home-made recipe as a capture file, one segment per line. `at` is its first packet's
 * time, in Unix seconds.
 */
export async function writeLayersCapture(path: string, plan: ConversationPlan, at = 1_763_689_600): Promise<void> {
  writeFileSync(path, captureOf(await layersConversation(plan), at));
}

/** Any lines as a capture file. */
export function captureOf(lines: readonly WireLine[], at = 1_763_689_600): Buffer {
  const frames: Frame[] = [];
  const sent = new Map<string, { client: number; server: number }>();
  const add = (bytes: Buffer) => {
    const number = frames.length + 1;
    const time = { seconds: at + Math.floor(number / 100), nanoseconds: (number % 100) * 1e7 };
    frames.push({ kind: "frame", number, time, linkType: ETHERNET, bytes, originalLength: bytes.length });
  };
  for (const { connection, from, line } of lines) {
    const port = firstPort + [...sent.keys(), connection].indexOf(connection);
    const client: Endpoint = { address: [127, 0, 0, 1], port };
    if (!sent.has(connection)) {
      sent.set(connection, { client: 1000, server: 5000 });
      add(tcpFrame({ from: client, to: server, sequence: 999, flags: "SYN" }));
      add(tcpFrame({ from: server, to: client, sequence: 4999, acknowledgment: 1000, flags: "SYN ACK" }));
    }
    const next = sent.get(connection)!;
    const [source, destination] = from === "client" ? [client, server] : [server, client];
    const [sequence, acknowledgment] = from === "client" ? [next.client, next.server] : [next.server, next.client];
    const data = Buffer.from(`${line}\n`);
    add(tcpFrame({ from: source, to: destination, sequence, acknowledgment, flags: "PSH ACK", data }));
    next[from] += data.length;
  }
  const records = frames.map(({ time, bytes }) =>
    pcapRecord(time.seconds, time.nanoseconds / 1000, bytes, bytes.length),
  );
  return Buffer.concat([pcapFileHeader(ETHERNET, 262_144, "us"), ...records]);
}
