import type { ConnectionState } from "../wire/stream/tcp-event.ts";
import type { ClosedFacts } from "./closed-facts.ts";
import type { Endpoint } from "./endpoint.ts";

/** The last line of every capture. */
export interface SummaryObservation {
  readonly kind: "summary";
  readonly packets: number;
  readonly connections: number;
  /** Bytes on the wire, all frames. */
  readonly bytes: number;
  readonly gaps: number;
  readonly gapBytes: number;
  readonly conflicts: number;
  readonly problems: number;
  /** Seconds from the earliest frame to the latest. */
  readonly duration: number;
  /** One for each connection, up to a bound; `connections` is the number of all. */
  readonly perConnection: readonly ConnectionSummary[];
}

interface PerSide {
  readonly client: number;
  readonly server: number;
}

export interface ConnectionSummary {
  readonly connection: number;
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly guess?: true;
  readonly state: ConnectionState;
  readonly packets: number;
  /** Captured payload bytes of each side. Bytes that were sent again count once. */
  readonly bytes: PerSide;
  readonly gaps: number;
  readonly gapBytes: PerSide;
  /** Bytes sent twice with different contents; absent if there are none. */
  readonly conflicts?: number;
  readonly textLines: number;
  /** Records that a key opened, and their lines of text; absent if there are none. */
  readonly opened?: number;
  readonly openedLines?: number;
  /** Records that stayed closed although keys were given, and the reason for the first one. */
  readonly closed?: number;
  readonly closedReason?: ClosedFacts;
  /** Number of TLS records by content type; empty without TLS. */
  readonly records: Readonly<Record<string, number>>;
  /** "TLS 1.3" …: as negotiated, not as in the records. */
  readonly version?: string;
  readonly suite?: string;
  readonly serverName?: string;
  /** The chosen protocol, if it was not encrypted. */
  readonly alpn?: string;
}
