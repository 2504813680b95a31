import type { NamesSeen } from "../../observe/eavesdropper/names-seen.ts";
import type { ConflictObservation } from "../../observe/observation.ts";
import type { RecentMap } from "../../observe/recent-map.ts";
import type { ConnectionIndex } from "./connection-index.ts";
import type { ItemIndex } from "./item-index.ts";
import type { OpenedIndex } from "./opened-index.ts";
import type { PacketIndex } from "./packet-index.ts";

/** The facts in the hellos of a TLS connection. Untrusted text. */
export interface TlsSessionFacts {
  readonly version?: string;
  readonly suite?: string;
  readonly serverName?: string;
}

/** Where the intake writes its results; they belong to the store. */
export interface StoreTables {
  readonly packets: PacketIndex;
  readonly items: ItemIndex;
  readonly connections: ConnectionIndex;
  readonly names: NamesSeen;
  /** Opened data, and the names that are visible only there. */
  readonly opened: OpenedIndex;
  readonly openedNames: NamesSeen;
  readonly sessions: RecentMap<number, TlsSessionFacts>;
  /** By the index of its item. */
  readonly conflicts: RecentMap<number, ConflictObservation>;
  readonly late: Map<number, number[]>;
  readonly changed: number[] | undefined;
  captureProblem: string | undefined;
}
