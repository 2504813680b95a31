import type { TextObservation } from "../observation.ts";
import { RecentMap } from "../recent-map.ts";
import { readChatLine } from "./chat-lines.ts";

/** Most connections whose name is remembered; the oldest is forgotten. */
const MAX_NAMES = 4096;

/** What can be a name in a chat: one word. */
const name = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,19}$/u;

/**
 * Learns from unencrypted text what people call themselves. A client's first line counts as its name when the server
 * repeats it. An eavesdropper does the same.
 */
export class NamesSeen {
  private readonly byConnection = new RecentMap<number, string>(MAX_NAMES);
  private readonly candidates = new RecentMap<number, string>(MAX_NAMES);
  private readonly spoken = new Set<number>();
  private readonly repeated = new Set<string>();

  /** Takes a line; returns whether a name was learnt. */
  push({ connection, from, text }: Pick<TextObservation, "connection" | "from" | "text">): boolean {
    if (from === "client") return this.fromClient(connection, text);
    const line = readChatLine(text);
    if (line?.kind === "welcome") return this.learn(connection, line.who);
    if (line?.kind === "renamed") return this.rename(line.who, line.to);
    const isPassedOn = line?.kind === "said" || line?.kind === "labelled";
    return isPassedOn && !this.repeated.has(line.who) && this.repeat(line.who);
  }

  /** The name of the client on this connection, if it was seen. Untrusted text. */
  of(connection: number): string | undefined {
    return this.byConnection.get(connection);
  }

  private repeat(speaker: string): boolean {
    if (this.repeated.size >= MAX_NAMES) this.repeated.clear();
    this.repeated.add(speaker);
    let isNew = false;
    for (const [at, candidate] of this.candidates) if (candidate === speaker) isNew = this.learn(at, speaker) || isNew;
    return isNew;
  }

  private fromClient(connection: number, text: string): boolean {
    if (this.spoken.has(connection)) return false;
    if (this.spoken.size >= MAX_NAMES) this.spoken.clear();
    this.spoken.add(connection);
    if (!name.test(text)) return false;
    if (this.repeated.has(text)) return this.learn(connection, text);
    this.candidates.set(connection, text);
    return false;
  }

  private learn(connection: number, who: string): boolean {
    this.candidates.delete(connection);
    if (this.byConnection.get(connection) === who) return false;
    this.byConnection.set(connection, who);
    return true;
  }

  private rename(before: string, after: string): boolean {
    let isNew = false;
    for (const [connection, who] of this.byConnection) {
      if (who === before) isNew = this.learn(connection, after) || isNew;
    }
    return isNew;
  }
}
