import { Reader } from "../../../sniffer/wire/decode/reader.ts";
import type { Certificate, ClientHello, TlsMessage } from "../../../sniffer/wire/tls/messages/message.ts";
import { readMessage } from "../../../sniffer/wire/tls/messages/read-message.ts";
import { KeptPackets } from "../kept/kept-packets.ts";
import { type SeenChain, type SeenHello, type SeenMessage, type Sighting, sightingOf } from "../seen.ts";
import { ofKind, seenHello } from "../seen-hello.ts";
import { type Answer, ask, type Place } from "./ask.ts";
import { Bounded } from "./bounded.ts";
import { type Offer, writeClientHello } from "./write-client-hello.ts";

/** Connections that an audit has open at the same time. */
const MAX_PARALLEL = 8;
/** Most connections of one audit: a server with every suite in every version needs some 500. */
const MAX_CONNECTIONS = 1500;
/** Different chains that are judged: one for each kind of key is usual. */
const MAX_CHAINS = 8;
/** Record header before the message. */
const RECORD_HEADER = 5;

/** Asks one server, and remembers all that it answered. */
export class Prober {
  readonly place: Place;
  readonly name: string | undefined;
  readonly hellos: SeenHello[] = [];
  readonly chains: SeenChain[] = [];
  /** The last connection before the server could no longer be reached. */
  stoppedAfter: Sighting | undefined;
  connections = 0;
  /** Something was not tried any more, because the server had taken too many connections, or sent too much. */
  isCutShort = false;
  /** All that was exchanged. */
  readonly packets = new KeptPackets();
  private readonly bounded = new Bounded(MAX_PARALLEL);
  private lastFailure: Sighting | undefined;

  constructor(place: Place, name: string | undefined) {
    this.place = place;
    this.name = name;
  }

  /** Offers this, and returns the hello that the server answered with; otherwise what else came. */
  async offer(offer: Omit<Offer, "name">): Promise<SeenHello | Exclude<Answer, { kind: "flight" }>> {
    const written = writeClientHello({ ...offer, name: this.name });
    const answer = await this.connect(() => ask(this.place, written, this.packets));
    if (answer.kind !== "flight") return answer;
    const hello = this.learn(written, answer.messages);
    return hello ?? { kind: "garbage", seen: sightingOf(answer.messages[0]!, "Message type") };
  }

  /** Counts a connection and makes it in its turn. */
  connect<T>(make: () => Promise<T>): Promise<T | Exclude<Answer, { kind: "flight" }>> {
    return this.bounded.run(async () => {
      this.isCutShort ||= this.connections >= MAX_CONNECTIONS || this.packets.isFull;
      if (this.stoppedAfter !== undefined || this.isCutShort)
        return { kind: "unreachable", code: "ECANCELED" } as const;
      this.connections += 1;
      const answer = await make();
      this.notice(answer);
      return answer;
    });
  }

  /**
   * A server that refuses connections after it took some has ended; a handshake that nobody finishes has failed, too.
   */
  private notice(answer: unknown): void {
    const { kind, seen, code, messages } = (answer ?? {}) as NoticedAnswer;
    if (kind === "unreachable" && code === "ECONNREFUSED") this.stoppedAfter ??= this.lastFailure;
    else if (kind === "flight" && messages !== undefined) this.lastFailure = sightingOf(messages[0]!, "Message type");
    else if (kind !== undefined && seen !== undefined) this.lastFailure = seen;
  }

  private learn(written: Uint8Array, messages: readonly SeenMessage<TlsMessage>[]): SeenHello | undefined {
    const offer = readMessage(new Reader(written.subarray(RECORD_HEADER)), {}) as ClientHello;
    const seen = seenHello(offer, messages);
    if (seen === undefined) return undefined;
    this.hellos.push(seen);
    const certificate = ofKind<Certificate>(messages, "certificate");
    const chain = certificate?.message.entries?.map((entry) => entry.certificate) ?? [];
    if (certificate !== undefined) this.addChain(chain, sightingOf(certificate, "Certificate"));
    return seen;
  }

  /** Remembers a chain, once. */
  addChain(chain: readonly Uint8Array[], seen: Sighting): void {
    if (chain.length === 0 || this.chains.length >= MAX_CHAINS) return;
    if (!this.chains.some((one) => isSame(one.chain, chain))) this.chains.push({ chain, seen });
  }
}

interface NoticedAnswer {
  readonly kind?: string;
  readonly seen?: Sighting;
  readonly code?: string;
  readonly messages?: readonly SeenMessage<TlsMessage>[];
}

function isSame(one: readonly Uint8Array[], other: readonly Uint8Array[]): boolean {
  return one.length === other.length && one.every((bytes, index) => Buffer.compare(bytes, other[index]!) === 0);
}
