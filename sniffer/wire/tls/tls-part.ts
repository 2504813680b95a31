import type { Alert } from "./alert.ts";
import type { HandshakeMessage } from "./handshake-reader.ts";
import type { HiddenGuess } from "./hidden-handshake.ts";
import type { TlsMessage } from "./messages/message.ts";
import type { TlsRecord } from "./record-reader.ts";

/** What a bystander sees of one direction of a TLS connection, in order. */
export type TlsPart =
  /** `isGuess`: the boundary or the state could not be proved. `isUnfinished`: the stream or the capture ends inside it. */
  | {
      readonly kind: "record";
      readonly record: TlsRecord;
      readonly isEncrypted: boolean;
      readonly isGuess: boolean;
      readonly isUnfinished: boolean;
    }
  /** A handshake message in the clear. */
  | {
      readonly kind: "message";
      readonly message: HandshakeMessage;
      readonly contents: TlsMessage;
    }
  /** A hidden message or alert, guessed. */
  | { readonly kind: "hidden"; readonly record: TlsRecord; readonly guess: HiddenGuess }
  /** An alert in the clear. */
  | { readonly kind: "alert"; readonly record: TlsRecord; readonly alert: Alert }
  /** Application data of a suite that does not encrypt, without its MAC. */
  | { readonly kind: "readable"; readonly record: TlsRecord; readonly data: Uint8Array }
  /** Bytes of no record: boundaries are unknown "after-gap", or the rest of a header is missing: "part-of-header". */
  | {
      readonly kind: "unknown";
      readonly bytes: Uint8Array;
      readonly offset: number;
      readonly reason: "after-gap" | "part-of-header";
    }
  /** Bytes from the place on where no record can begin: TLS is over, or never was. The last part. */
  | { readonly kind: "rest"; readonly bytes: Uint8Array; readonly offset: number }
  | { readonly kind: "problem"; readonly problem: TlsProblem };

/** What went wrong in a TLS stream. */
export type TlsProblem =
  | { readonly code: "no-record-follows" }
  | { readonly code: "ends-inside-record"; readonly bytes: number }
  | { readonly code: "message-lost" }
  | { readonly code: "message-incomplete" }
  | { readonly code: "message-too-long"; readonly type: number; readonly length: number }
  | { readonly code: "malformed"; readonly what: string; readonly message: string };
