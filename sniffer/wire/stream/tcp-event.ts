import type { TcpHeader } from "../decode/tcp.ts";
import type { ChecksumVerdict } from "../decode/tcp-checksum.ts";
import type { End } from "./end.ts";
import type { StreamEvent } from "./reassembler.ts";

/**
 * "opened": SYN seen · "established": handshake complete · "midstream": first seen in the middle · "roles-swapped": client and server
 * were guessed wrongly and change places from here on · "half-closed": one side's FIN · "closed": both FINs · "reset": RST.
 */
export type ConnectionState =
  | "opened"
  | "established"
  | "midstream"
  | "roles-swapped"
  | "half-closed"
  | "closed"
  | "reset";

/** What stands out about a segment. */
export type SegmentNote =
  | "retransmission"
  | "out of order"
  | "keep-alive"
  | "zero window"
  | "zero window probe"
  | "urgent data"
  | "cut by the snap length"
  | Doubt;

/** Why the receiver does not take a segment, if all is as it seems (RFC 9293 section 3.10.7). */
export type Doubt = "wrong checksum" | "no ACK flag" | "outside the window";

/** Why captured bytes are no part of the stream: its receiver cannot have taken them, or the stream had begun behind them. */
export type StrayReason = "outside-window" | "before-first";

/** What became known of a connection, in order. */
export type TcpEvent =
  | StreamEvent
  /** Bytes that were captured and are no part of the stream. */
  | {
      readonly kind: "stray";
      readonly end: End;
      /** Counted from offset 0, in front of which it may be. */
      readonly offset: number;
      readonly bytes: Uint8Array;
      readonly reason: StrayReason;
    }
  | { readonly kind: "note"; readonly note: SegmentNote }
  | { readonly kind: "state"; readonly state: ConnectionState }
  /** This end's stream is complete: its FIN and all before it have come. */
  | { readonly kind: "finished"; readonly end: End };

/** One segment, taken from a packet. */
export interface Segment {
  readonly tcp: TcpHeader;
  /** The data captured, and how many more bytes of data were on the wire. */
  readonly data: Uint8Array;
  readonly missing: number;
  readonly packet: number;
  /** Seconds. */
  readonly time: number;
  /** As far as it was asked for (`judgesChecksum`). */
  readonly checksum: ChecksumVerdict;
}
