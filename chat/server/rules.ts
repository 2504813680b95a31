import type { AccountEvent } from "../accounts/account-event.ts";
import type { Protection } from "../protocol/protocol.ts";
import type { Failure } from "../transport/listen.ts";

/** Most bytes that may wait for one client that does not read. Above it, the client is dropped. */
const MAX_UNSENT_BYTES = 1024 * 1024;
/** Most connections without a name at a time. Above it, the oldest one of the address with the most is closed. */
const MAX_WAITING = 1000;
/** Most connections from one address, other than this machine's own. A class may share one address. */
export const MAX_CONNECTIONS_AN_ADDRESS = 100;
/** How long a client may send nothing, in milliseconds. */
const MAX_IDLE = 2 * 60 * 60_000;
/** Most lines that a client may send at once before it is slowed down. */
export const MAX_BURST = 100;

/** How long a connection may be silent before the server asks for a name, in milliseconds. */
export const silenceBeforeAsking = 2_000;

/** The server's own rules; times in milliseconds. Tests and benchmarks change them. */
export interface ServerRules {
  readonly maxClients: number;
  /** Most connections that may be without a name at a time. */
  readonly maxWaiting: number;
  /** Most connections from one address, except from this machine. */
  readonly maxPerAddress: number;
  /** How long a client may send nothing. */
  readonly idleLimit: number;
  /** How long a connection may stay without a name, counted from its first byte, and again before that byte. */
  readonly nameDeadline: number;
  /** On a server with accounts, the same from one line to the next: an e-mail takes a while. */
  readonly visitDeadline: number;
  readonly handshakeDeadline: number;
  /** How long the server waits for more of a line, if the client has never ended one. */
  readonly pause: number;
  /** How many lines per second one client may send on average; Infinity means no limit. */
  readonly linesPerSecond: number;
  readonly maxUnsentBytes: number;
}

export const usualRules: ServerRules = {
  maxClients: 1000,
  maxWaiting: MAX_WAITING,
  maxPerAddress: MAX_CONNECTIONS_AN_ADDRESS,
  idleLimit: MAX_IDLE,
  nameDeadline: 60_000,
  visitDeadline: 5 * 60_000,
  handshakeDeadline: 10_000,
  pause: 300,
  linesPerSecond: 20,
  maxUnsentBytes: MAX_UNSENT_BYTES,
};

/** Events for the console, the log and the exercises. Names are checked; other text from outside is not cleaned. */
export type ServerEvent =
  | {
      readonly kind: "joined" | "moved" | "left";
      readonly name: string;
      readonly address: string;
      readonly protection: Protection;
    }
  /** The name of a seat that was moved is asked for again from its old address. Someone may have stolen the seat. */
  | { readonly kind: "doubted"; readonly name: string; readonly address: string }
  | { readonly kind: "line"; readonly line: string }
  | { readonly kind: "slowed"; readonly name: string }
  | {
      readonly kind: "evicted";
      readonly who: string;
      readonly why: EvictionReason;
    }
  | { readonly kind: "account"; readonly event: AccountEvent }
  | { readonly kind: "failed"; readonly address: string; readonly why: Failure };

/** Why the server closed a connection. */
export type EvictionReason =
  | "stopped-reading"
  | "no-name"
  | "endless-line"
  | "idle"
  | "not-admitted"
  | "kicked"
  | "banned"
  | "not-genuine"
  | "new-password";

/** Counts since the start. A delivery is one line to one client. */
export interface ServerStats {
  readonly linesReceived: number;
  readonly deliveries: number;
  readonly bytesSent: number;
  readonly connections: number;
  readonly waiting: number;
  readonly evicted: number;
}
