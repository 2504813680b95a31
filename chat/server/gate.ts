import { isLoopback, partyOf } from "../protocol/party.ts";
import { deliveryLine } from "../protocol/protocol.ts";
import { type Refusal, refusal } from "../protocol/refusal.ts";
import type { Drop } from "../transport/listen.ts";

/** The connections of one party: those without a name, the oldest first, and the number of all. */
interface Party {
  readonly waiting: Set<Drop>;
  connections: number;
}

export interface GateRules {
  /** Most connections of one party, except of this machine: a class may share an address. */
  readonly maxPerAddress: number;
  /** Most connections without a name, of all parties together. */
  readonly maxWaiting: number;
}

/**
 * Decides which connections may enter: counts them by party, and keeps the bans. If too many are without a name, it
 * closes the oldest one of the party with the most. So a flood from one address does not harm others. Knows no sockets.
 */
export class Gate {
  private readonly rules: GateRules;
  private readonly parties = new Map<string, Party>();
  private readonly banned = new Set<string>();
  private waitingCount = 0;

  constructor(rules: GateRules) {
    this.rules = rules;
  }

  /** How many connections have no name. */
  get waiting(): number {
    return this.waitingCount;
  }

  /** Each banned party, in the order of the bans. */
  get bans(): readonly string[] {
    return [...this.banned];
  }

  /** A new connection. Returns why it is refused; otherwise it counts until `closed`, and waits until `named`. */
  enter(address: string, drop: Drop): Refusal | undefined {
    const key = partyOf(address);
    if (this.banned.has(key)) return refusal("banned");
    const party = this.parties.get(key) ?? { waiting: new Set(), connections: 0 };
    const { maxPerAddress, maxWaiting } = this.rules;
    if (party.connections >= maxPerAddress && !isLoopback(address)) return refusal("address-full", maxPerAddress);
    this.parties.set(key, party);
    party.connections += 1;
    party.waiting.add(drop);
    this.waitingCount += 1;
    if (this.waitingCount > maxWaiting) this.dropOneOfTheNoisiest();
    return undefined;
  }

  /** The connection has a name, or is about to close: it no longer waits. May be called again. */
  named(address: string, drop: Drop): void {
    if (this.parties.get(partyOf(address))?.waiting.delete(drop)) this.waitingCount -= 1;
  }

  /** The connection is closed. Call it once for each one that was not refused. */
  closed(address: string, drop: Drop): void {
    this.named(address, drop);
    const key = partyOf(address);
    const party = this.parties.get(key);
    if (party === undefined) return;
    party.connections -= 1;
    if (party.connections === 0) this.parties.delete(key);
  }

  /** Refuses this address from now on, and closes its connections without a name. Returns the party. */
  ban(address: string): string {
    const key = partyOf(address);
    this.banned.add(key);
    for (const drop of this.parties.get(key)?.waiting ?? []) drop(deliveryLine.refusal(refusal("banned")));
    return key;
  }

  /** Lifts a ban; false if there was none. */
  unban(address: string): boolean {
    return this.banned.delete(partyOf(address));
  }

  /** Closes all connections without a name. */
  dropAll(why: Refusal): void {
    for (const { waiting } of this.parties.values()) for (const drop of waiting) drop(deliveryLine.refusal(why));
  }

  private dropOneOfTheNoisiest(): void {
    let noisiest: Set<Drop> | undefined;
    for (const { waiting } of this.parties.values()) {
      if (waiting.size > (noisiest?.size ?? 0)) noisiest = waiting;
    }
    const [oldest] = noisiest ?? [];
    if (oldest === undefined) return;
    noisiest!.delete(oldest);
    this.waitingCount -= 1;
    oldest(deliveryLine.refusal(refusal("too-many-waiting")));
  }
}
