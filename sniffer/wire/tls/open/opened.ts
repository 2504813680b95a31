import type { Anatomy } from "./anatomy.ts";
import type { ClosedReason } from "./closed.ts";
import type { Secret } from "./secrets.ts";

/** An encrypted record with all of its fragment. */
export interface SealedRecord {
  readonly type: number;
  /** 0x0303 … as the record says. */
  readonly version: number;
  readonly fragment: Uint8Array;
}

/** What opening a record depends on besides its keys. */
export interface RecordPlace {
  readonly sequence: number;
  /** Bytes of fragments that went before under the same keys: where RC4's keystream is. */
  readonly position: number;
  /** The IV that the record before leaves to this one: CBC before TLS 1.1. */
  readonly iv: Uint8Array | undefined;
}

/** What was in a record. */
export interface RecordContent {
  readonly content: Uint8Array;
  /** The true content type. */
  readonly type: number;
  /** Zeros behind the content and its type: only in TLS 1.3. */
  readonly padding: number;
}

/** What opens the records of one direction for a while. */
export interface RecordKeys {
  /** The secret that all is derived from, and where it came from. */
  readonly secret: Secret;
  /** What this secret is called: "CLIENT_TRAFFIC_SECRET_0", "master secret". */
  readonly name: string;
  /** How many KeyUpdates came before. */
  readonly updates: number;
  readonly suite: number;
  readonly version: number;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  /** The key of the MAC; empty with a cipher that authenticates. */
  readonly macKey: Uint8Array;
  /** Opens a record in this place; undefined where its tag or MAC does not fit: nothing of such a record is returned. */
  open(place: RecordPlace, record: SealedRecord): RecordContent | undefined;
  /** The bytes that opening such a record works with; undefined where it does not open. */
  anatomy(place: RecordPlace, record: SealedRecord): Anatomy | undefined;
}

/** A record that authenticated, with all that opens it again. */
export interface Opened extends RecordContent {
  readonly kind: "opened";
  readonly keys: RecordKeys;
  readonly place: RecordPlace;
}

/** A record that stays closed. */
export interface StillClosed {
  readonly kind: "closed";
  readonly reason: ClosedReason;
}

/** A record of a direction as it comes. */
export interface ArrivedRecord {
  readonly type: number;
  readonly version: number;
  /** Where its header begins in its direction's bytes, and how many bytes its fragment has on the wire. */
  readonly offset: number;
  readonly length: number;
  /** All of the fragment; undefined where bytes of it are missing. */
  readonly fragment: Uint8Array | undefined;
}

export function closed(reason: ClosedReason): StillClosed {
  return { kind: "closed", reason };
}
