import { endpointText } from "../../sniffer/observe/endpoint.ts";
import type { Observation, Side, TlsMessageObservation } from "../../sniffer/observe/observation.ts";
import {
  contentType as contentTypes,
  extensionName,
  groupName,
  suiteName,
  versionName,
} from "../../sniffer/wire/tls/names.ts";

/** The parts of tshark's results about a capture that are used here; the corpus's README explains the fields. */
export interface Oracle {
  readonly counts: { readonly packets: number };
  readonly tcp_streams: number;
  readonly streams: readonly OracleStream[];
}

interface OracleStream {
  readonly stream: number;
  readonly client: string;
  readonly server: string;
  readonly client_by: string;
  readonly packets: number;
  readonly c2s: OracleBytes;
  readonly s2c: OracleBytes;
  readonly tls: OracleTls | null;
}

interface OracleBytes {
  readonly length: number;
  readonly hex?: string;
  readonly gaps?: readonly { offset: number; length: number }[];
}

interface OracleTls {
  /** The type is null for a ClientHello in the form of SSL 2.0. */
  readonly records: readonly [string, number | null, number, number][];
  readonly handshake: readonly [string, number, string][];
  readonly alerts: readonly { dir: string; level: number; description: number; name: string }[];
  readonly client_hellos: readonly OracleHello[];
  readonly server_hellos: readonly OracleHello[];
  readonly version: string | null;
  readonly cipher: number | null;
  readonly alpn_chosen: string | null;
  readonly certificates: readonly { dir: string; chain: readonly { sha256: string; subject: string }[] }[];
}

interface OracleHello {
  readonly random: string;
  readonly session_id: string;
  readonly ciphers?: readonly number[];
  readonly cipher?: number;
  readonly extensions: readonly number[];
  readonly sni?: string | null;
  readonly alpn?: readonly string[];
  readonly supported_versions?: readonly number[];
  readonly groups?: readonly number[];
  readonly key_share_groups?: readonly number[];
}

/**
 * Differences between the lab's observations (made with `keepBytes`) and tshark's results; one per line, empty if they
 * agree.
 */
export function compareWithOracle(observations: readonly Observation[], oracle: Oracle): string[] {
  const differences: string[] = [];
  const compare = (what: string, ours: unknown, theirs: unknown) => {
    const [mine, tshark] = [JSON.stringify(ours), JSON.stringify(theirs)];
    if (mine !== tshark) differences.push(`${what}: ours ${shorten(mine)}, tshark ${shorten(tshark)}`);
  };
  const packets = observations.filter((observation) => observation.kind === "packet");
  compare("packets", packets.length, oracle.counts.packets);
  const summary = observations.at(-1);
  if (summary?.kind !== "summary") return [...differences, "no summary"];
  compare("connections", summary.connections, oracle.tcp_streams);
  for (const stream of oracle.streams) {
    const ours = summary.perConnection.find(({ connection }) => connection === stream.stream);
    const name = `connection ${stream.stream}`;
    if (ours === undefined) {
      differences.push(`${name} is missing`);
      continue;
    }
    const mine = observations.filter(
      (observation) => "connection" in observation && observation.connection === stream.stream,
    );
    // If the client is a guess on either side, directions are compared in tshark's order.
    const [client, server] = [endpointText(ours.client), endpointText(ours.server)];
    const isTurned = client === stream.server && server === stream.client;
    if (stream.client_by === "syn" || stream.client_by === "synack") compare(`${name}: client`, client, stream.client);
    const sideOf = (direction: string): Side => ((direction === "c2s") !== isTurned ? "client" : "server");
    compare(`${name}: packets`, ours.packets, stream.packets);
    for (const direction of ["c2s", "s2c"] as const) {
      const side = sideOf(direction);
      compare(`${name}: ${direction} bytes`, ours.bytes[side], stream[direction].length);
      compareBytes(`${name}: ${direction} content`, mine, side, stream[direction], differences);
    }
    compareTls(name, mine, stream.tls, sideOf, compare);
  }
  return differences;
}

function compareBytes(
  name: string,
  mine: readonly Observation[],
  side: Side,
  theirs: OracleBytes,
  differences: string[],
): void {
  if (theirs.hex === undefined || theirs.hex.length < theirs.length * 2) return;
  const whole = Buffer.from(theirs.hex, "hex");
  const gaps = (theirs.gaps ?? []).map(({ offset, length }) => ({ offset, length }));
  let gapBytes = 0;
  for (const observation of mine) {
    if (observation.kind === "gap" && observation.from === side) gapBytes += observation.bytes;
    if (observation.kind !== "text" && observation.kind !== "binary" && observation.kind !== "tls-record") continue;
    if (observation.from !== side || observation.bytes === undefined) continue;
    if (gaps.length > 0 || gapBytes > 0) return;
    const start = observation.offset + (observation.kind === "tls-record" ? 5 : 0);
    const expected = whole.subarray(start, start + observation.bytes.length);
    // Readable data of a suite without encryption are reported besides their record.
    if (Buffer.compare(Buffer.from(observation.bytes), expected) !== 0) {
      differences.push(`${name}: ${observation.kind} at ${observation.offset} has other bytes`);
      return;
    }
  }
}

function compareTls(
  name: string,
  mine: readonly Observation[],
  theirs: OracleTls | null,
  sideOf: (direction: string) => Side,
  compare: (what: string, ours: unknown, theirs: unknown) => void,
): void {
  // tshark reports nothing about an incomplete record.
  const records = mine
    .filter((observation) => observation.kind === "tls-record")
    .filter(({ unfinished }) => unfinished === undefined);
  const messages = mine.filter((observation) => observation.kind === "tls-message");
  const clear = messages.filter((message) => message.guess === undefined);
  const alerts = mine
    .filter((observation) => observation.kind === "tls-alert")
    .filter((alert) => alert.encrypted === undefined);
  for (const direction of ["c2s", "s2c"]) {
    const side = sideOf(direction);
    compare(
      `${name}: ${direction} records`,
      records
        .filter(({ from }) => from === side)
        .map(({ contentType, version, length }) => [contentType, version, length]),
      (theirs?.records ?? [])
        .filter(([of]) => of === direction)
        .map(([, type, version, length]) => [
          contentTypes.nameOf(type ?? contentTypes.handshake),
          versionName(version),
          length,
        ]),
    );
    compare(
      `${name}: ${direction} messages`,
      clear.filter(({ from }) => from === side).map(({ message }) => message),
      (theirs?.handshake ?? []).filter(([of]) => of === direction).map(([, , message]) => message),
    );
    compare(
      `${name}: ${direction} alerts`,
      alerts.filter(({ from }) => from === side).map(({ level, description }) => [level, description]),
      (theirs?.alerts ?? [])
        .filter(({ dir }) => dir === direction)
        .map(({ level, name: alert }) => [level === 1 ? "warning" : "fatal", alert.toLowerCase().replaceAll(" ", "_")]),
    );
  }
  if (theirs === null) return;
  compareHellos(
    `${name}: client_hello`,
    clear.filter(({ message }) => message === "client_hello"),
    theirs.client_hellos,
    compare,
  );
  const answers = clear.filter(({ message }) => message === "server_hello" || message === "hello_retry_request");
  compareHellos(`${name}: server_hello`, answers, theirs.server_hellos, compare);
  const chosen = clear.filter(({ message }) => message === "server_hello").at(-1);
  if (theirs.version !== null)
    compare(
      `${name}: version`,
      chosen?.version,
      theirs.version.replace(/^(TLS|SSL)v?/, "$1 ").replace("-draft", " draft "),
    );
  if (theirs.cipher !== null) compare(`${name}: suite`, chosen?.suite, suiteName(theirs.cipher));
  compare(`${name}: alpn`, chosen?.alpn?.[0] ?? null, theirs.alpn_chosen);
  compare(
    `${name}: certificates`,
    clear
      .filter(({ message }) => message === "certificate")
      .map(({ certificates }) => certificates?.map(({ sha256 }) => sha256)),
    theirs.certificates.map(({ chain }) => chain.map(({ sha256 }) => sha256)),
  );
}

function compareHellos(
  name: string,
  ours: readonly TlsMessageObservation[],
  theirs: readonly OracleHello[],
  compare: (what: string, ours: unknown, theirs: unknown) => void,
): void {
  compare(`${name} count`, ours.length, theirs.length);
  for (const [index, hello] of theirs.entries()) {
    const mine = ours[index];
    if (mine === undefined) continue;
    compare(`${name} random`, mine.random, hello.random);
    compare(`${name} session id`, mine.sessionId ?? "", hello.session_id);
    compare(`${name} extensions`, mine.extensions ?? [], hello.extensions.map(extensionName));
    if (hello.ciphers !== undefined) compare(`${name} suites`, mine.suites, hello.ciphers.map(suiteName));
    if (hello.cipher !== undefined) compare(`${name} suite`, mine.suite, suiteName(hello.cipher));
    if (hello.sni) compare(`${name} server name`, mine.serverName, hello.sni);
    if (hello.alpn !== undefined && hello.alpn.length > 0) compare(`${name} alpn`, mine.alpn, hello.alpn);
    if (hello.groups !== undefined) compare(`${name} groups`, mine.groups ?? [], hello.groups.map(groupName));
    if (hello.key_share_groups !== undefined)
      compare(`${name} key shares`, mine.keyShares ?? [], hello.key_share_groups.map(groupName));
  }
}

function shorten(text: string | undefined): string {
  return text === undefined ? "nothing" : text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
