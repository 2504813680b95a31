import type { Anatomy } from "./anatomy.ts";
import type { ClosedReason } from "./closed.ts";
import type { Secret } from "./secrets.ts";

/** An encrypted record with its whole fragment. */
export interface SealedRecord {
  readonly type: number;
  /** 0x0303 … as the record says. */
  readonly version: number;
  readonly fragment: Uint8Array;
}

/** The state, besides its keys, that a record needs to be opened. */
export interface RecordPlace {
  readonly sequence: number;
  /** Bytes of all earlier fragments with the same keys: the position in RC4's keystream. */
  readonly position: number;
  /** The IV from the end of the record before: CBC before TLS 1.1. */
  readonly iv: Uint8Array | undefined;
}

/** The contents of an opened record. */
export interface RecordContent {
  readonly content: Uint8Array;
  /** The true content type. */
  readonly type: number;
  /** Zeros after the content and its type; only in TLS 1.3. */
  readonly padding: number;
}

export interface RecordKeys {
  /** The secret from which the keys are derived, and its origin. */
  readonly secret: Secret;
  /** The name of the secret: "CLIENT_TRAFFIC_SECRET_0", "master secret". */
  readonly name: string;
  /** How many KeyUpdates came before. */
  readonly updates: number;
  readonly suite: number;
  readonly version: number;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  /** The key of the MAC; empty if the cipher authenticates. */
  readonly macKey: Uint8Array;
  /** Opens a record. Undefined if its tag or MAC does not fit: nothing of such a record is returned. */
  open(place: RecordPlace, record: SealedRecord): RecordContent | undefined;
  /** The bytes of each step; undefined if the record does not open. */
  anatomy(place: RecordPlace, record: SealedRecord): Anatomy | undefined;
}

/** A record that was opened, with everything needed to open it again. */
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

/** The next record of a direction. */
export interface ArrivedRecord {
  readonly type: number;
  readonly version: number;
  /** The offset of its header in its direction's bytes, and the bytes of its fragment on the wire. */
  readonly offset: number;
  readonly length: number;
  /** The whole fragment; undefined if bytes of it are missing. */
  readonly fragment: Uint8Array | undefined;
}

export function closed(reason: ClosedReason): StillClosed {
  return { kind: "closed", reason };
}
