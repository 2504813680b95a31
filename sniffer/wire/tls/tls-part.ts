import type { Alert } from "./alert.ts";
import type { HandshakeMessage } from "./handshake-reader.ts";
import type { HiddenGuess } from "./hidden-handshake.ts";
import type { TlsMessage } from "./messages/message.ts";
import type { Opened, StillClosed } from "./open/opened.ts";
import type { TlsRecord } from "./record-reader.ts";

/** What a bystander sees of one direction of a TLS connection, in order. */
export type TlsPart =
  | RecordPart
  /** A handshake message, unencrypted or from an opened record. */
  | {
      readonly kind: "message";
      readonly message: HandshakeMessage;
      readonly contents: TlsMessage;
      readonly isOpened: boolean;
    }
  /** A guess about a hidden message or alert. */
  | { readonly kind: "hidden"; readonly record: TlsRecord; readonly guess: HiddenGuess }
  /** An alert, unencrypted or from an opened record. */
  | { readonly kind: "alert"; readonly record: TlsRecord; readonly alert: Alert; readonly isOpened: boolean }
  /** Application data from an opened record. */
  | { readonly kind: "application"; readonly data: Uint8Array }
  /** Application data that stay closed, about `length` bytes. */
  | { readonly kind: "application-gap"; readonly length: number }
  /** Application data of a suite that does not encrypt, without the MAC. */
  | { readonly kind: "readable"; readonly record: TlsRecord; readonly data: Uint8Array }
  /**
   * Bytes outside any record. "after-gap": boundaries are unknown; "part-of-header": the rest of a header is missing.
   */
  | {
      readonly kind: "unknown";
      readonly bytes: Uint8Array;
      readonly offset: number;
      readonly reason: "after-gap" | "part-of-header";
    }
  /** All bytes from the first place where no record can begin: TLS is over, or never began. The last part. */
  | { readonly kind: "rest"; readonly bytes: Uint8Array; readonly offset: number }
  | { readonly kind: "problem"; readonly problem: TlsProblem };

export interface RecordPart {
  readonly kind: "record";
  readonly record: TlsRecord;
  readonly isEncrypted: boolean;
  /** Whether the boundary or the encryption is only a guess. */
  readonly isGuess: boolean;
  /** Whether the stream or the capture ends inside it. */
  readonly isUnfinished: boolean;
  /** The result of opening it, if keys were given. */
  readonly opening?: Opened | StillClosed | undefined;
  /** The guess of a bystander without the key about an opened record. */
  readonly guess?: HiddenGuess | undefined;
}

/** What went wrong in a TLS stream. */
export type TlsProblem =
  | { readonly code: "no-record-follows" }
  | { readonly code: "ends-inside-record"; readonly bytes: number }
  | { readonly code: "message-lost" }
  | { readonly code: "message-incomplete" }
  | { readonly code: "message-too-long"; readonly type: number; readonly length: number }
  | { readonly code: "malformed"; readonly what: string; readonly message: string };
