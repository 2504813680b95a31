import type { Finding, Weight } from "../finding.ts";
import type { Sighting } from "../seen.ts";
import type { ChatRoom } from "./chat-room.ts";

/** Everything that can be wrong with a chat server. */
export type ChatCode =
  | "foreign-name"
  | "taken-name"
  | "invented-notice"
  | "terminal-escapes"
  | "two-in-one"
  | "cut-character"
  | "endless-line"
  | "crowd"
  | "stalled-reader"
  | "silent-handshake"
  | "text-to-tls";

/** One thing that is tried with a chat server. */
export interface Trial {
  readonly code: ChatCode;
  readonly weight: Weight;
  /** Whether it needs a server with TLS. */
  readonly needsTls?: true;
  /** Whether it works although the clients no longer receive each other's lines. */
  readonly needsNoChat?: true;
  readonly run: (room: ChatRoom) => Promise<Outcome>;
}

/** The result: "good", no client could join to try it, or what was seen. */
export type Outcome = "good" | "not tried" | { readonly details: readonly string[]; readonly seen: Sighting };

/** The results of the trials, for a report. */
export interface Tried {
  readonly findings: readonly Finding<ChatCode>[];
  readonly outcomes: ReadonlyMap<ChatCode, "good" | "finding" | "not tried">;
}
