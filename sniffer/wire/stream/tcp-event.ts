import type { TcpHeader } from "../decode/tcp.ts";
import type { ChecksumVerdict } from "../decode/tcp-checksum.ts";
import type { End } from "./end.ts";
import type { StreamEvent } from "./reassembler.ts";

/**
 * "opened": SYN seen · "established": handshake complete · "midstream": the capture begins in the middle ·
 * "roles-swapped": client and server were guessed wrongly and change places from here on · "half-closed": one side's
 * FIN · "closed": both FINs · "reset": RST.
 */
export type ConnectionState =
  | "opened"
  | "established"
  | "midstream"
  | "roles-swapped"
  | "half-closed"
  | "closed"
  | "reset";

/** What is special about a segment. */
export type SegmentNote =
  | "retransmission"
  | "out of order"
  | "keep-alive"
  | "zero window"
  | "zero window probe"
  | "urgent data"
  | "cut by the snap length"
  | Doubt;

/** Why the receiver probably drops a segment (RFC 9293 section 3.10.7). */
export type Doubt = "wrong checksum" | "no ACK flag" | "outside the window";

/**
 * Why captured bytes are not part of the stream: the receiver cannot have accepted them, or the stream began after
 * them.
 */
export type StrayReason = "outside-window" | "before-first";

/** What became known of a connection, in order. */
export type TcpEvent =
  | StreamEvent
  /** Bytes that were captured but are not part of the stream. */
  | {
      readonly kind: "stray";
      readonly end: End;
      /** Counted from offset 0; it can be negative. */
      readonly offset: number;
      readonly bytes: Uint8Array;
      readonly reason: StrayReason;
    }
  | { readonly kind: "note"; readonly note: SegmentNote }
  | { readonly kind: "state"; readonly state: ConnectionState }
  /** This end's stream is complete: its FIN and all bytes before it were seen. */
  | { readonly kind: "finished"; readonly end: End };

/** One segment, taken from a packet. */
export interface Segment {
  readonly tcp: TcpHeader;
  /** The captured data, and how many more bytes of data were on the wire. */
  readonly data: Uint8Array;
  readonly missing: number;
  readonly packet: number;
  /** Seconds. */
  readonly time: number;
  /** Computed only if `judgesChecksum` asks for it. */
  readonly checksum: ChecksumVerdict;
}
