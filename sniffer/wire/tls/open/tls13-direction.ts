import type { ClosedReason } from "./closed.ts";
import type { MissedRecords } from "./missed-records.ts";
import { type ArrivedRecord, closed, type Opened, type SealedRecord, type StillClosed } from "./opened.ts";
import type { Tls13Keys } from "./tls13-keys.ts";

/** The phases of a direction's encryption, in order: RFC 8446 section 7.1. */
export type Phase = "early" | "handshake" | "traffic";

/** All keys that may open the records of a phase, or why there are none. */
export type FindKeys = (phase: Phase) => readonly Tls13Keys[] | ClosedReason;

/** One direction of a TLS 1.3 connection: opens its records one after the other. */
export class Tls13Direction {
  private phase: Phase = "handshake";
  private readonly find: FindKeys;
  private readonly known: Partial<Record<Phase, readonly Tls13Keys[] | undefined>> = {};
  private readonly missed: MissedRecords;

  constructor(find: FindKeys, missed: MissedRecords) {
    this.find = find;
    this.missed = missed;
  }

  /** Starts a phase: the client offers or ends early data, or this side has sent Finished. */
  enter(phase: Phase): void {
    this.phase = phase;
  }

  /** The suite is known: keys that have opened nothing are made again. */
  settle(): void {
    for (const phase of ["handshake", "traffic"] as const) {
      if (this.known[phase]?.every(({ next }) => next === 0)) this.known[phase] = undefined;
    }
  }

  /** KeyUpdate: the next traffic keys follow. */
  update(): void {
    const keys = this.known.traffic;
    if (this.phase === "traffic" && keys !== undefined) this.known.traffic = keys.map((old) => old.updated());
  }

  /** Opens the next record, or returns why it stays closed. */
  open({ type, version, fragment }: ArrivedRecord): Opened | StillClosed {
    if (fragment === undefined) return this.stayClosed({ kind: "lost-bytes" });
    const record = { type, version, fragment };
    for (const phase of phasesFrom[this.phase]) {
      const found = this.keysOf(phase);
      if (isReason(found)) continue;
      for (const keys of found) {
        const opened = this.openWith(keys, record);
        if (opened !== undefined) return this.succeed(phase, keys, opened);
      }
    }
    return this.openAfterUpdate(record) ?? this.stayClosed(this.whyClosed());
  }

  /** Tries the expected sequence number. If records may be missing, also the numbers after it. */
  private openWith(keys: Tls13Keys, record: SealedRecord): Opened | undefined {
    const most = this.missed.closed + this.missed.lost(keys.shortest);
    for (let ahead = 0; ahead <= most; ahead++) {
      if (ahead > 0 && !this.missed.mayTry()) return undefined;
      const place = { sequence: keys.next + ahead, position: 0, iv: undefined };
      const content = keys.open(place, record);
      if (content === undefined) continue;
      const { content: bytes, type, padding } = content;
      return { kind: "opened", content: bytes, type, padding, keys, place };
    }
    return undefined;
  }

  /** A KeyUpdate may be among the missing records. */
  private openAfterUpdate(record: SealedRecord): Opened | undefined {
    if (this.phase !== "traffic" || !this.missed.hasAny) return undefined;
    for (const keys of this.known.traffic ?? []) {
      const updated = keys.updated();
      const opened = this.openWith(updated, record);
      if (opened !== undefined) return this.succeed("traffic", updated, opened);
    }
    return undefined;
  }

  private succeed(phase: Phase, keys: Tls13Keys, opened: Opened): Opened {
    this.phase = phase;
    const known = this.known[phase];
    if (known?.length !== 1 || known[0] !== keys) this.known[phase] = [keys];
    keys.next = opened.place.sequence + 1;
    this.missed.opened();
    return opened;
  }

  private stayClosed(reason: ClosedReason): StillClosed {
    this.missed.pass();
    return closed(reason);
  }

  private keysOf(phase: Phase): readonly Tls13Keys[] | ClosedReason {
    const known = this.known[phase];
    if (known !== undefined) return known;
    const found = this.find(phase);
    if (!isReason(found)) this.known[phase] = found;
    return found;
  }

  private whyClosed(): ClosedReason {
    const found = this.keysOf(this.phase);
    if (this.phase === "early") {
      // These are early data, or the client's handshake has begun: report the keys that are missing.
      const handshake = this.keysOf("handshake");
      if (isReason(handshake) && (!isReason(found) || handshake.kind !== "no-handshake")) return handshake;
    }
    if (isReason(found)) return found;
    if (this.missed.hasLost) return { kind: "lost-bytes" };
    return { kind: "not-authentic", hasOpened: found.some(({ next }) => next > 0) };
  }
}

/** The phases that a direction's next record may be in. */
const phasesFrom: Readonly<Record<Phase, readonly Phase[]>> = {
  early: ["early", "handshake", "traffic"],
  handshake: ["handshake", "traffic"],
  traffic: ["traffic"],
};

function isReason(found: readonly Tls13Keys[] | ClosedReason): found is ClosedReason {
  return "kind" in found;
}
