import type { CaptureItem } from "../../../sniffer/capture/frame.ts";
import type { Endpoint } from "../../../sniffer/observe/endpoint.ts";
import type { Observation, TlsMessageObservation } from "../../../sniffer/observe/observation.ts";
import { Observer } from "../../../sniffer/observe/observer.ts";
import { Reader } from "../../../sniffer/wire/decode/reader.ts";
import { hostName } from "../../../sniffer/wire/tls/messages/extensions.ts";
import type { Certificate, ClientHello, TlsMessage } from "../../../sniffer/wire/tls/messages/message.ts";
import { readMessage } from "../../../sniffer/wire/tls/messages/read-message.ts";
import { Secrets } from "../../../sniffer/wire/tls/open/secrets.ts";
import {
  hexPairs,
  type SeenChain,
  type SeenHello,
  type SeenMessage,
  type SeenServer,
  type Sighting,
  sightingOf,
} from "../seen.ts";
import { ofKind, seenHello } from "../seen-hello.ts";

/** Most servers of one capture, and most facts of each: a crafted capture may hold a million. */
const MAX_SERVERS = 50;
const MAX_HELLOS = 2_000;
const MAX_CHAINS = 8;

/** The state of one connection. */
interface Watched {
  readonly client: Endpoint;
  readonly server: Endpoint;
  offer: ClientHello | undefined;
  readonly messages: SeenMessage<TlsMessage>[];
  /** The server's hello on this connection, so far: its key exchange comes later. */
  hello: SeenHello | undefined;
  /** The server's first unencrypted text, and whether the client continued after it. */
  text: Sighting | undefined;
  talksOn: boolean;
}

interface ServerRecord {
  readonly server: Endpoint;
  readonly hellos: SeenHello[];
  readonly chains: SeenChain[];
  name: string | undefined;
}

/** Collects what a capture shows of TLS servers; with the secrets in the capture, also what TLS 1.3 hides. */
export class ServerWatch {
  private readonly observer = new Observer({ keepBytes: true, secrets: new Secrets() });
  private readonly first: number;
  private readonly connections = new Map<number, Watched>();
  private readonly servers = new Map<string, ServerRecord>();

  /** `first`: the number of the first connection, if the items are a part of a capture. */
  constructor(first = 0) {
    this.first = first;
  }

  push(item: CaptureItem): void {
    for (const observation of this.observer.push(item)) this.notice(observation);
  }

  /** After the last item. */
  end(): void {
    for (const observation of this.observer.end()) this.notice(observation);
  }

  private notice(observation: Observation): void {
    if (observation.kind === "connection") this.begin(observation);
    if (observation.kind === "tls-message" && observation.bytes !== undefined)
      this.take(observation, observation.bytes);
    if (observation.kind === "text" && observation.opened === undefined) this.hear(observation);
  }

  /** The servers with a handshake, in the order of their first hello. */
  seen(): readonly SeenServer[] {
    return [...this.servers.values()].map(({ server, hellos, chains, name }) => {
      const connections = [...this.connections.values()].filter((one) => isSame(one.server, server));
      const clear = connections.find(({ text, talksOn }) => text !== undefined && talksOn)?.text;
      const trials = clear === undefined ? {} : { clear: { answer: "talks", seen: clear } as const };
      return {
        ...{ host: server.address, port: server.port ?? 0, name, hellos, chains, trials },
        connections: connections.length,
      };
    });
  }

  private begin({ connection, client, server }: Extract<Observation, { kind: "connection" }>): void {
    if (this.connections.has(connection)) return;
    const nothing = { offer: undefined, hello: undefined, text: undefined, talksOn: false };
    this.connections.set(connection, { client, server, messages: [], ...nothing });
  }

  private take({ connection, packet, message }: TlsMessageObservation, bytes: Uint8Array): void {
    const watched = this.connections.get(connection);
    if (watched === undefined) return;
    const { hello } = watched;
    const context = hello === undefined ? {} : { version: hello.version, suite: hello.suite };
    const read = readMessage(new Reader(bytes), context);
    if (read.kind === "client_hello") {
      Object.assign(watched, { offer: read, hello: undefined });
      watched.messages.length = 0;
      return;
    }
    const at = { connection: connection + this.first, port: watched.client.port, packet };
    watched.messages.push({ name: message, message: read, bytes, ...at, context });
    if (["server_hello", "hello_retry_request", "server_key_exchange"].includes(read.kind)) this.learnHello(watched);
    if (read.kind === "certificate") this.learnChain(watched);
  }

  /** The hello is made again, with all facts, when the key exchange follows. */
  private learnHello(watched: Watched): void {
    const { offer, messages } = watched;
    const seen = offer && seenHello(offer, messages);
    const record = this.recordOf(watched);
    if (seen === undefined || record === undefined) return;
    if (watched.hello !== undefined && record.hellos.at(-1) === watched.hello) record.hellos.pop();
    watched.hello = seen;
    if (record.hellos.length < MAX_HELLOS) record.hellos.push(seen);
    record.name ??= hostName(offer?.extensions);
  }

  private learnChain(watched: Watched): void {
    const certificate = ofKind<Certificate>(watched.messages, "certificate");
    const chain = certificate?.message.entries?.map((entry) => entry.certificate) ?? [];
    const record = this.recordOf(watched);
    if (certificate === undefined || chain.length === 0 || record === undefined || record.chains.length >= MAX_CHAINS)
      return;
    const known = record.chains.some((one) => Buffer.compare(Buffer.concat(one.chain), Buffer.concat(chain)) === 0);
    if (!known) record.chains.push({ chain, seen: sightingOf(certificate, "Certificate") });
  }

  /** A server that answers without TLS and gets an answer again talks; one line and then the end is a refusal. */
  private hear({ connection, from, packet, text, offset }: Extract<Observation, { kind: "text" }>): void {
    const watched = this.connections.get(connection);
    if (watched === undefined) return;
    if (from === "client") watched.talksOn ||= watched.text !== undefined;
    else
      watched.text ??= {
        ...{ connection: connection + this.first, port: watched.client.port, packet, message: "", field: "", offset },
        bytes: hexPairs(Buffer.from(text)),
      };
  }

  private recordOf({ server }: Watched): ServerRecord | undefined {
    const key = `${server.address} ${server.port}`;
    const known = this.servers.get(key);
    if (known !== undefined || this.servers.size >= MAX_SERVERS) return known;
    const record: ServerRecord = { server, hellos: [], chains: [], name: undefined };
    this.servers.set(key, record);
    return record;
  }
}

function isSame(one: Endpoint, other: Endpoint): boolean {
  return one.address === other.address && one.port === other.port;
}
