import { randomBytes } from "node:crypto";
import { ChatPeer, type ChatPlace, connectTo } from "./peer.ts";

/** Milliseconds for the first message between two clients, also on a busy machine. */
const FIRST_WORD = 4_000;
/** How often the audit tries to let two clients join. */
const MAX_TRIES = 3;

/** The audit's view of a chat: clients join and send lines, and others receive them or not. */
export class ChatRoom {
  readonly place: ChatPlace;
  private readonly peers = new Set<ChatPeer>();

  constructor(place: ChatPlace) {
    this.place = place;
  }

  /** Joins with a new name, or the given one; undefined if the server does not allow it. */
  async join(name = newName()): Promise<ChatPeer | undefined> {
    const connected = await connectTo(this.place);
    if (connected === undefined) return undefined;
    const peer = new ChatPeer(connected, name);
    this.peers.add(peer);
    peer.send(`${name}\n`);
    await peer.quiet();
    return peer;
  }

  /** Two clients that receive each other's lines, or undefined. Some servers drop a connection now and then. */
  async pair(): Promise<readonly [ChatPeer, ChatPeer] | undefined> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const both = [await this.join(), await this.join()] as const;
      const [one, other] = both;
      if (one !== undefined && other !== undefined && (await says(one, other, FIRST_WORD))) return [one, other];
      const isDropped = both.some((peer) => peer?.isClosed);
      await this.leave(...both.filter((peer) => peer !== undefined));
      if (!isDropped) return undefined;
    }
    return undefined;
  }

  /** Whether the chat still works for two new clients. */
  async works(): Promise<boolean> {
    const both = await this.pair();
    if (both !== undefined) await this.leave(...both);
    return both !== undefined;
  }

  async leave(...peers: readonly ChatPeer[]): Promise<void> {
    for (const peer of peers) this.peers.delete(peer);
    await Promise.all(peers.map((peer) => peer.close()));
  }

  leaveAll(): Promise<void> {
    return this.leave(...this.peers);
  }
}

/** Whether a line of one client reaches the other. */
export async function says(one: ChatPeer, other: ChatPeer, milliseconds = 1_500): Promise<boolean> {
  const word = newWord();
  one.send(`${word}\n`);
  return other.hears(word, milliseconds);
}

/** A word that no other client sends. */
export function newWord(): string {
  return `w${randomBytes(5).toString("hex")}`;
}

/** A name that every chat should accept: letters and digits. */
export function newName(): string {
  return `audit${randomBytes(3).toString("hex")}`;
}
