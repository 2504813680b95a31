import { Reader } from "../../../sniffer/wire/decode/reader.ts";
import type { Certificate, ClientHello, TlsMessage } from "../../../sniffer/wire/tls/messages/message.ts";
import { readMessage } from "../../../sniffer/wire/tls/messages/read-message.ts";
import { KeptPackets } from "../kept/kept-packets.ts";
import { type SeenChain, type SeenHello, type SeenMessage, type Sighting, sightingOf, type Trials } from "../seen.ts";
import { ofKind, seenHello } from "../seen-hello.ts";
import { type Answer, ask, type Place } from "./ask.ts";
import { Bounded } from "./bounded.ts";
import { Patience } from "./patience.ts";
import { type Offer, writeClientHello } from "./write-client-hello.ts";

/** Most open connections of an audit. */
const MAX_PARALLEL = 8;
/** Most connections of one audit: a server with every suite in every version needs about 500. */
const MAX_CONNECTIONS = 1500;
/** How often a hello is sent to a server that closes without an answer, because some servers do that now and then. */
const MAX_TRIES = 3;
/** Most different chains that are checked: usually there is one for each kind of key. */
const MAX_CHAINS = 8;
/** Bytes of the record header before the message. */
const RECORD_HEADER = 5;

/** Asks one server, and remembers all its answers. */
export class Prober {
  readonly name: string | undefined;
  readonly hellos: SeenHello[] = [];
  readonly chains: SeenChain[] = [];
  /** The last connection before the server became unreachable. */
  stoppedAfter: Sighting | undefined;
  connections = 0;
  /** Something was not tried, because there were too many connections or bytes. */
  isCutShort = false;
  private readonly patience: Patience;
  /** An answer was late, and late again. */
  private isLost = false;
  /** Hellos that got an answer after a dropped try, and those that never got one. */
  private readonly drops = { answered: 0, lost: 0 };
  readonly packets = new KeptPackets();
  private readonly bounded = new Bounded(MAX_PARALLEL);
  private lastFailure: Sighting | undefined;
  private readonly target: Place;

  constructor(target: Place, name: string | undefined) {
    this.target = target;
    this.patience = new Patience(target.patience);
    this.name = name;
  }

  /** Sends an offer. Returns the server's hello, or what else came. */
  async offer(offer: Omit<Offer, "name">): Promise<SeenHello | NoFlight> {
    const written = writeClientHello({ ...offer, name: this.name });
    const answer = await this.connect(() => ask(this.place, written, this.packets));
    if (answer.kind !== "flight") return answer;
    const hello = this.learn(written, answer.messages);
    return hello ?? { kind: "garbage", seen: sightingOf(answer.messages[0]!, "Message type") };
  }

  /** The address, and the time for the next answer. */
  get place(): Place {
    return { ...this.target, patience: this.patience.next };
  }

  /** The same, for a server that may sleep before it answers. */
  get slowPlace(): Place {
    return { ...this.target, patience: this.patience.long };
  }

  /** Why more may be wrong with the server than was seen; undefined if everything was asked. */
  get unanswered(): Trials["unanswered"] {
    if (this.isLost || this.patience.isOver) return "late";
    return this.drops.answered > 0 && this.drops.lost > 0 ? "dropped" : undefined;
  }

  /** Makes a connection in its turn. Tries again if a server that answered before is late, or closes without answer. */
  async connect<T>(make: () => Promise<T>): Promise<T | NoFlight> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.bounded.run(() => this.once(make));
      const hasSpoken = this.hellos.length > 0;
      const isLate = isTooLate(answer);
      if (isLate && hasSpoken && tries === 1 && !this.patience.isOver) continue;
      this.isLost ||= isLate;
      const isDropped = hasSpoken && isWordless(answer);
      if (isDropped && tries < MAX_TRIES && this.stoppedAfter === undefined && !this.refusesWordless) continue;
      if (isDropped) this.drops.lost += 1;
      else if (tries > 1 && !isLate) this.drops.answered += 1;
      return answer;
    }
  }

  /** This server refuses by closing without an answer: another try has never helped. */
  private get refusesWordless(): boolean {
    return this.drops.answered === 0 && this.drops.lost > 1;
  }

  private async once<T>(make: () => Promise<T>): Promise<T | NoFlight> {
    this.isCutShort ||= this.connections >= MAX_CONNECTIONS || this.packets.isFull;
    if (this.stoppedAfter !== undefined || this.isCutShort || this.patience.isOver)
      return { kind: "unreachable", code: "ECANCELED" } as const;
    this.connections += 1;
    const start = performance.now();
    const answer = await make();
    this.notice(answer, performance.now() - start);
    return answer;
  }

  /**
   * A server that refuses connections after it accepted some has ended. The cause may be an unfinished or failed
   * handshake, or a line of text.
   */
  private notice(answer: unknown, elapsed: number): void {
    const { kind, seen, code, messages, took, answer: inTheClear } = (answer ?? {}) as NoticedAnswer;
    if (isTooLate(answer)) this.patience.noteLate(elapsed);
    else if (kind === "flight" || kind === "alert") this.patience.noteAnswer(elapsed);
    else if (took !== undefined) this.patience.noteAnswer(took);
    if (kind === "unreachable" && code === "ECONNREFUSED") this.stoppedAfter ??= this.lastFailure;
    else if (kind === "flight" && messages !== undefined) this.lastFailure = sightingOf(messages[0]!, "Message type");
    else if ((kind ?? inTheClear) !== undefined && seen !== undefined) this.lastFailure = seen;
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

  /** Stores a chain, once. */
  addChain(chain: readonly Uint8Array[], seen: Sighting): void {
    if (chain.length === 0 || this.chains.length >= MAX_CHAINS) return;
    if (!this.chains.some((one) => isSame(one.chain, chain))) this.chains.push({ chain, seen });
  }
}

interface NoticedAnswer {
  readonly kind?: string;
  readonly answer?: string;
  /** Milliseconds that a whole handshake took. */
  readonly took?: number;
  readonly seen?: Sighting;
  readonly code?: string;
  readonly messages?: readonly SeenMessage<TlsMessage>[];
  readonly isLate?: true;
}

type NoFlight = Exclude<Answer, { kind: "flight" }>;

function isTooLate(answer: unknown): boolean {
  const { kind, code, isLate } = (answer ?? {}) as NoticedAnswer;
  return kind === "silent" || code === "ETIMEDOUT" || isLate === true;
}

/** Closed or reset before the first byte. */
function isWordless(answer: unknown): boolean {
  const { kind, seen, code } = (answer ?? {}) as NoticedAnswer;
  return kind === "unreachable" ? code === "ECONNRESET" : ["closed", "reset"].includes(kind!) && seen?.bytes === "";
}

function isSame(one: readonly Uint8Array[], other: readonly Uint8Array[]): boolean {
  return one.length === other.length && one.every((bytes, index) => Buffer.compare(bytes, other[index]!) === 0);
}
