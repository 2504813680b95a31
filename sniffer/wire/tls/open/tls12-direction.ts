import { RECORD_HEADER_LENGTH } from "../record-reader.ts";
import type { ClosedReason } from "./closed.ts";
import type { MissedRecords } from "./missed-records.ts";
import { type ArrivedRecord, closed, type Opened, type SealedRecord, type StillClosed } from "./opened.ts";
import type { Tls12Keys } from "./tls12-keys.ts";

/** The longest MAC plus the longest block: the next IV is in these last bytes. */
const longestTail = 48 + 16;

/** The keys that may open the records after a change_cipher_spec, or why there are none. */
export type FindKeys = () => readonly Tls12Keys[] | ClosedReason;

/** One direction of a connection up to TLS 1.2, from a change_cipher_spec on. */
export class Tls12Direction {
  private readonly find: FindKeys;
  private readonly missed: MissedRecords;
  private keys: readonly Tls12Keys[] | undefined;
  private next = 0;
  private hasOpened = false;
  /** Bytes of all fragments seen so far. */
  private position = 0;
  /** The end of the fragment before, if records carry no IV; undefined for the first one, and after a gap. */
  private before: Uint8Array | undefined;
  private readonly hasChainedIv: boolean;
  private isFirst = true;

  /** `hasChainedIv`: whether each record's IV is the end of the record before, as in CBC before TLS 1.1. */
  constructor(find: FindKeys, missed: MissedRecords, hasChainedIv: boolean) {
    this.find = find;
    this.missed = missed;
    this.hasChainedIv = hasChainedIv;
  }

  /** Opens the next record, or returns why it stays closed. */
  open({ type, version, length, fragment }: ArrivedRecord): Opened | StillClosed {
    if (this.missed.lostBefore > 0) this.before = undefined;
    const found = this.keys ?? this.find();
    const result =
      "kind" in found
        ? closed(found)
        : fragment === undefined
          ? closed({ kind: "lost-bytes" })
          : this.openWith(found, { type, version, fragment });
    if (result.kind === "closed") this.missed.pass();
    this.position += length;
    if (this.hasChainedIv) this.before = fragment?.slice(-longestTail);
    this.isFirst = false;
    return result;
  }

  private openWith(found: readonly Tls12Keys[], record: SealedRecord): Opened | StillClosed {
    for (const keys of found) {
      const opened = this.tryNumbers(keys, record);
      if (opened === undefined) continue;
      this.keys = [keys];
      this.next = opened.place.sequence + 1;
      this.position = opened.place.position;
      this.hasOpened = true;
      this.missed.opened();
      return opened;
    }
    this.keys = found;
    return closed(this.missed.hasLost ? { kind: "lost-bytes" } : { kind: "not-authentic", hasOpened: this.hasOpened });
  }

  /** Every closed record used one sequence number. How many records were lost is not known. */
  private tryNumbers(keys: Tls12Keys, record: SealedRecord): Opened | undefined {
    const { closed: passed, lostBytes } = this.missed;
    const most = this.missed.lost(keys.shortest);
    const iv = this.isFirst ? keys.iv : this.before && keys.ivAfter(this.before);
    for (let lost = 0; lost <= most; lost++) {
      if (lost > 0 && !this.missed.mayTry()) return undefined;
      const skipped = lost === 0 ? 0 : lostBytes - lost * RECORD_HEADER_LENGTH;
      const place = { sequence: this.next + passed + lost, position: this.position + skipped, iv };
      const content = keys.open(place, record);
      if (content !== undefined) return { kind: "opened", ...content, keys, place };
    }
    return undefined;
  }
}
