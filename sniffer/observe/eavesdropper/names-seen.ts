import type { TextObservation } from "../observation.ts";

/** Most connections whose name is remembered; the oldest is forgotten. */
const MAX_NAMES = 4096;

/** What can be a name in a chat: one word, as people write it. */
const name = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,19}$/u;
/** How servers of line chats pass on what someone says: "ana > hola", "ana: hola", "ana * waves". */
const relayed = /^([^\s<>*#!:]{1,20})(?: ?(?:>>?|:)| \*) /u;
const welcome = /^# welcome (\S{1,20})$/u;
const renamed = /^\* (\S{1,20}) is now called (\S{1,20})$/u;

/** Who said a line that a server passes on; undefined for any other line. Untrusted text. */
export function speakerIn(text: string): string | undefined {
  return relayed.exec(text)?.[1];
}

/**
 * Learns from texts in the clear what the people behind the connections call themselves: a client's first line is taken for its name
 * once a server repeats it. What an eavesdropper does, too.
 */
export class NamesSeen {
  private readonly byConnection = new Map<number, string>();
  private readonly candidates = new Map<number, string>();
  private readonly spoken = new Set<number>();
  private readonly repeated = new Set<string>();

  /** Takes a line; returns whether a name was learnt. */
  push({ connection, from, text }: Pick<TextObservation, "connection" | "from" | "text">): boolean {
    if (from === "client") return this.fromClient(connection, text);
    const greeted = text.match(welcome)?.[1];
    if (greeted !== undefined) return this.learn(connection, greeted);
    const change = text.match(renamed);
    if (change !== null) return this.rename(change[1]!, change[2]!);
    const speaker = speakerIn(text);
    if (speaker === undefined || this.repeated.has(speaker)) return false;
    if (this.repeated.size >= MAX_NAMES) this.repeated.clear();
    this.repeated.add(speaker);
    let isNew = false;
    for (const [at, candidate] of this.candidates) if (candidate === speaker) isNew = this.learn(at, speaker) || isNew;
    return isNew;
  }

  /** The name of the client on this connection, if it was seen. Untrusted text. */
  of(connection: number): string | undefined {
    return this.byConnection.get(connection);
  }

  private fromClient(connection: number, text: string): boolean {
    if (this.spoken.has(connection)) return false;
    if (this.spoken.size >= MAX_NAMES) this.spoken.clear();
    this.spoken.add(connection);
    if (!name.test(text)) return false;
    if (this.repeated.has(text)) return this.learn(connection, text);
    if (this.candidates.size >= MAX_NAMES) this.candidates.delete(this.candidates.keys().next().value!);
    this.candidates.set(connection, text);
    return false;
  }

  private learn(connection: number, who: string): boolean {
    this.candidates.delete(connection);
    if (this.byConnection.get(connection) === who) return false;
    if (this.byConnection.size >= MAX_NAMES) this.byConnection.delete(this.byConnection.keys().next().value!);
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
