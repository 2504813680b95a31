import { type Delivery, deliveryLine } from "../protocol/protocol.ts";
import type { KeyPair, PublicKeys } from "./key-pair.ts";
import { sealCommand } from "./seal-command.ts";
import { openSealedLine, sealLine } from "./sealed-line.ts";
import { sealTexts as texts } from "./texts.ts";

/** Longest text of a sealed line, in bytes: encrypted and in base64 it must fit into a line of the chat. */
const MAX_SEALED_BYTES = 2500;

/** A private message of this form is a sealed line; only its reader can open it. */
const sealedShape = /^~sealed ([A-Za-z0-9+/]+={0,2})$/;

/** The result of sealing: the line to send and what its sender sees, or why there is none. */
export type Outgoing = { readonly line: string; readonly shown: string } | { readonly why: string };

/**
 * Lines between two people that the server passes on but cannot read: `/seal NAME TEXT`. They are private messages, so
 * a server needs nothing for them. Only keys that this machine already knows count, never keys that a server gives at
 * this moment.
 */
export class Sealing {
  private readonly name: string;
  private readonly pair: KeyPair;
  private readonly keysOf: (user: string) => PublicKeys | undefined;
  private last = 0;
  /** The highest number received from each sender. */
  private readonly heard = new Map<string, number>();

  constructor(name: string, pair: KeyPair, keysOf: (user: string) => PublicKeys | undefined) {
    this.name = name;
    this.pair = pair;
    this.keysOf = keysOf;
  }

  /** Seals a `/seal` line; undefined for every other line. */
  seal(line: string): Promise<Outgoing> | undefined {
    const [found, to, text] = sealCommand.exec(line.trim()) ?? [];
    return found === undefined ? undefined : this.sealed(to, text);
  }

  /**
   * Opens a sealed delivery: returns what to show instead, in the server's form. Undefined for every other delivery.
   */
  open(delivery: Delivery): Promise<{ readonly delivery: Delivery; readonly line: string }> | undefined {
    if (delivery.kind !== "private") return undefined;
    const [, sealed] = sealedShape.exec(delivery.text) ?? [];
    if (sealed === undefined) return undefined;
    const { from } = delivery;
    return this.opened(from, sealed).then((text) => ({
      delivery: { kind: "private", from, text },
      line: deliveryLine.private(from, text),
    }));
  }

  private async sealed(to: string | undefined, text: string | undefined): Promise<Outgoing> {
    if (to === undefined || text === undefined) return { why: texts.incomplete };
    if (Buffer.byteLength(text) > MAX_SEALED_BYTES) return { why: texts.tooLong(MAX_SEALED_BYTES) };
    const keys = this.keysOf(to);
    if (keys === undefined) return { why: texts.unknownKeys(to, this.name) };
    this.last = Math.max(this.last + 1, Date.now());
    const line = { from: this.name, to, number: this.last, text };
    return { line: `/msg ${to} ~sealed ${await sealLine(line, keys, this.pair)}`, shown: texts.sealed(to, text) };
  }

  private async opened(from: string, sealed: string): Promise<string> {
    const sender = this.keysOf(from);
    if (sender === undefined) return texts.unknownSender(from, this.name);
    const read = await openSealedLine(sealed, { from, to: this.name }, { pair: this.pair, sender });
    if (read.kind !== "opened") return texts.notOpened[read.kind];
    const isAgain = read.number <= (this.heard.get(from) ?? 0);
    this.heard.set(from, Math.max(read.number, this.heard.get(from) ?? 0));
    return isAgain ? texts.again(read.text) : texts.opened(read.text);
  }
}
