import { deliveryLine } from "../protocol/protocol.ts";
import { type Refusal, refusal } from "../protocol/refusal.ts";
import type { Accounts, Origin } from "./accounts.ts";
import { type Binding, exporterLabel, exporterLength } from "./scram.ts";

/** What a reception needs of the connection. */
interface Visitor extends Origin {
  /** "TLS 1.3"; undefined in the clear. */
  readonly tlsVersion: string | undefined;
  /** The only name it may have, where its certificate proves one. */
  readonly certifiedName: string | undefined;
  /** Keying material of the TLS connection (RFC 5705). */
  readonly exportKeys: (length: number, label: string) => Buffer;
  readonly say: (line: string) => void;
  /** The reception asks for the next line: read on. */
  readonly readOn: () => void;
  /** Has proved to be the owner of this account. Returns whether there was a seat in the room. */
  readonly onEnter: (name: string) => boolean;
  /** The same, and wants the files of the account in place of a seat; undefined where there are no files. */
  readonly onFiles: ((name: string) => boolean) | undefined;
  readonly onQuit: () => void;
}

/** What the connection should do with the next line: keep it, give it as text, or give its bytes and keep no copy. */
export type Reading = "hold" | "line" | "secret";

/**
 * What one newcomer and the server say to each other before there is a name, as one course of events: `visit.ts` reads like the conversation.
 * It asks for a line, and the line comes with `take`.
 */
export class Reception {
  readonly accounts: Accounts;
  readonly visitor: Visitor;
  private wanted: Reading = "hold";
  private give: (line: string | Buffer) => void = () => {};
  private isOver = false;

  constructor(accounts: Accounts, visitor: Visitor) {
    this.accounts = accounts;
    this.visitor = visitor;
  }

  get reading(): Reading {
    return this.wanted;
  }

  /** The next line: text, or bytes where a secret was asked for. */
  take(line: string | Buffer): void {
    this.wanted = "hold";
    this.give(line);
  }

  /** Nothing more is asked or said. */
  stop(): void {
    this.isOver = true;
    this.wanted = "line";
  }

  /** The newcomer is in the room: what comes from now on is read for the room. */
  leave(): void {
    this.stop();
    this.visitor.readOn();
  }

  get isStopped(): boolean {
    return this.isOver;
  }

  async line(): Promise<string> {
    return (await this.ask("line")) as string;
  }

  /** Asks for a secret. The caller wipes it. */
  async secret(prompt: string): Promise<Buffer> {
    this.say(deliveryLine.question(prompt));
    return (await this.ask("secret")) as Buffer;
  }

  say(line: string): void {
    if (!this.isOver) this.visitor.say(line);
  }

  answer(text: string): void {
    this.say(deliveryLine.answer(text));
  }

  refuse(why: Refusal): void {
    this.say(deliveryLine.refusal(why));
  }

  /** Why no secret may be asked for on this connection. */
  get channelProblem(): Refusal | undefined {
    const isClear = this.visitor.tlsVersion === undefined;
    return isClear && !this.accounts.options.allowsClear ? refusal("secret-in-the-clear") : undefined;
  }

  /** What a log-in is bound to; a refusal where TLS is too old to be bound to. */
  binding(): Binding | Refusal {
    const { tlsVersion, exportKeys } = this.visitor;
    if (tlsVersion === undefined) return { kind: "none" };
    // In TLS 1.2 the exporter is only safe with an extension that Node does not report (RFC 9266, section 4.2).
    if (tlsVersion !== "TLS 1.3") return refusal("tls13-needed");
    return { kind: "tls-exporter", bytes: exportKeys(exporterLength, exporterLabel) };
  }

  private ask(wanted: "line" | "secret"): Promise<string | Buffer> {
    return new Promise((resolve) => {
      if (this.isOver) return; // Nobody will answer: the course of events ends here, and is forgotten.
      this.give = resolve;
      this.wanted = wanted;
      this.visitor.readOn();
    });
  }
}
