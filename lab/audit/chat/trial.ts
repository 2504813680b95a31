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
  /** Whether there is something to try only where the server speaks TLS. */
  readonly needsTls?: true;
  /** Whether it can be tried although the clients no longer hear each other. */
  readonly needsNoChat?: true;
  readonly run: (room: ChatRoom) => Promise<Outcome>;
}

/** What came of it: all is well, nobody got in to try it, or what was seen. */
export type Outcome = "good" | "not tried" | { readonly details: readonly string[]; readonly seen: Sighting };

/** What a report needs of the trials. */
export interface Tried {
  readonly findings: readonly Finding<ChatCode>[];
  readonly outcomes: ReadonlyMap<ChatCode, "good" | "finding" | "not tried">;
}
