import { randomBytes } from "node:crypto";
import { ChatPeer, type ChatPlace, connectTo } from "./peer.ts";

/** Milliseconds that the first word of two may take, also on a busy machine. */
const FIRST_WORD = 4_000;
/** How often two people try to come in. */
const MAX_TRIES = 3;

/** The audit's view of a chat: people come in, say something, and others hear it or not. */
export class ChatRoom {
  readonly place: ChatPlace;
  private readonly peers = new Set<ChatPeer>();

  constructor(place: ChatPlace) {
    this.place = place;
  }

  /** Someone with a new name, or the one given, comes in; undefined where the server does not let them. */
  async join(name = newName()): Promise<ChatPeer | undefined> {
    const connected = await connectTo(this.place);
    if (connected === undefined) return undefined;
    const peer = new ChatPeer(connected, name);
    this.peers.add(peer);
    peer.send(`${name}\n`);
    await peer.quiet();
    return peer;
  }

  /** Two people come in who hear each other, or nobody. Some servers drop a connection now and then. */
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

  /** Whether the chat still works for two people who come in now. */
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

/** Whether what one says reaches the other. */
export async function says(one: ChatPeer, other: ChatPeer, milliseconds = 1_500): Promise<boolean> {
  const word = newWord();
  one.send(`${word}\n`);
  return other.hears(word, milliseconds);
}

/** A word that nobody else says. */
export function newWord(): string {
  return `w${randomBytes(5).toString("hex")}`;
}

/** A name as every chat should take it: letters and digits. */
export function newName(): string {
  return `audit${randomBytes(3).toString("hex")}`;
}
