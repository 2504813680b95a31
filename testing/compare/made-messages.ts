import type { ComparedCapture, WireMessage } from "../../sniffer/compare/compared-capture.ts";
import { ByteStatistics } from "../../sniffer/observe/byte-statistics.ts";
import { Eavesdropper, type Overheard } from "../../sniffer/observe/eavesdropper/eavesdropper.ts";
import type { Side } from "../../sniffer/observe/observation.ts";
import { contentType, protocolVersion, suiteNumber, versionNumber } from "../../sniffer/wire/tls/names.ts";
import { plaintextLength } from "../../sniffer/wire/tls/plaintext-length.ts";
import { headerHex } from "../../sniffer/wire/tls/record-reader.ts";

const utf8 = new TextEncoder();

/** An unencrypted line. Packet and time come from its number. */
export function line(text: string, number: number, from: Side = "client", connection = 0): WireMessage {
  const sample = utf8.encode(`${text}\n`);
  return {
    connection,
    from,
    packet: number,
    time: number,
    bytes: sample.length,
    content: { kind: "text", text, sample },
  };
}

/** A record of TLS 1.3 that holds these bytes of text, and `padding` more. */
export function record(bytes: number, number: number, from: Side = "client", connection = 0, padding = 0): WireMessage {
  return recordOf("TLS 1.3", "TLS_AES_128_GCM_SHA256", bytes + padding + 17, number, from, connection);
}

/** A record of any version and suite, with a fragment of this length. */
export function recordOf(
  version: string,
  suite: string,
  length: number,
  number: number,
  from: Side = "client",
  connection = 0,
): WireMessage {
  return {
    connection,
    from,
    packet: number,
    time: number,
    bytes: 5 + length,
    content: {
      kind: "record",
      contentType: "application_data",
      header: headerHex({ type: contentType.application_data, version: protocolVersion["TLS 1.2"], length }),
      recordVersion: "TLS 1.2",
      version,
      suite,
      length,
      sample: new Uint8Array(8),
      plaintext: plaintextLength(length, versionNumber(version), suiteNumber(suite)),
    },
  };
}

/** A capture with only these messages. */
export function capture(name: string, messages: readonly WireMessage[]): ComparedCapture {
  const connections = [...new Set(messages.map(({ connection }) => connection))];
  const count = (kind: string) => messages.filter(({ content }) => content.kind === kind).length;
  return {
    name,
    messages,
    messageCount: messages.length,
    textCount: count("text"),
    openedLines: 0,
    layersCount: 0,
    recordCount: count("record"),
    connections: connections.map((connection) => ({
      connection,
      client: `127.0.0.1:${40_000 + connection}`,
      server: "127.0.0.1:12345",
      isGuess: false,
      name: undefined,
      version: undefined,
      suite: undefined,
      serverName: undefined,
      handshake: undefined,
    })),
    connectionCount: connections.length,
    start: 1_795_000_000,
    duration: 1,
    cost: { packets: 0, total: 0, headers: 0, handshake: 0, protection: 0, messages: 0, other: 0 },
    overheard: overheard(messages),
    statistics: new ByteStatistics(),
    gaps: { count: 0, bytes: 0 },
    problems: [],
  };
}

/** An eavesdropper's knowledge from these messages alone. */
function overheard(messages: readonly WireMessage[]): Overheard {
  const eavesdropper = new Eavesdropper();
  for (const { connection, from, packet, time, bytes, content } of messages) {
    const part = { connection, from, packet, time: { seconds: time, nanoseconds: 0 }, offset: 0 };
    if (content.kind === "text") eavesdropper.push({ kind: "text", ...part, length: bytes, text: content.text });
    if (content.kind !== "record") continue;
    const { contentType, recordVersion: version, header, length } = content;
    const says = { contentType, version, header, length };
    eavesdropper.push({ kind: "tls-record", ...part, ...says, encrypted: true });
  }
  return eavesdropper.overheard();
}
