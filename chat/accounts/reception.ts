import { deliveryLine } from "../protocol/protocol.ts";
import { type Refusal, refusal } from "../protocol/refusal.ts";
import type { Accounts, Origin } from "./accounts.ts";
import { type Binding, exporterLabel, exporterLength } from "./scram.ts";

/** The connection, for a reception. */
interface Visitor extends Origin {
  /** "TLS 1.3"; undefined without TLS. */
  readonly tlsVersion: string | undefined;
  /** The only name that it may have, if its certificate proves one. */
  readonly certifiedName: string | undefined;
  /** Keying material of the TLS connection (RFC 5705). */
  readonly exportKeys: (length: number, label: string) => Buffer;
  readonly say: (line: string) => void;
  /** Asks for the next line. */
  readonly readOn: () => void;
  /** Called when the newcomer has proved to own this account. Returns whether there was a seat in the room. */
  readonly onEnter: (name: string) => boolean;
  /** The same for the files of the account instead of a seat; undefined without files. */
  readonly onFiles: ((name: string) => boolean) | undefined;
  readonly onQuit: () => void;
}

/** How to read the next line: not yet, as text, or as bytes without a copy. */
export type Reading = "hold" | "line" | "secret";

/**
 * The conversation between one newcomer and the server before there is a name. It is asynchronous, so `visit.ts` reads
 * like the conversation: it asks for a line, and the line comes with `take`.
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

  /** The next line: text, or bytes if a secret was asked for. */
  take(line: string | Buffer): void {
    this.wanted = "hold";
    this.give(line);
  }

  /** Nothing more is asked or sent. */
  stop(): void {
    this.isOver = true;
    this.wanted = "line";
  }

  /** The newcomer is in the room: later lines go there. */
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

  /** The channel binding of a log-in, or a refusal if TLS is too old for one. */
  binding(): Binding | Refusal {
    const { tlsVersion, exportKeys } = this.visitor;
    if (tlsVersion === undefined) return { kind: "none" };
    // In TLS 1.2 the exporter is safe only with an extension that Node does not report (RFC 9266, section 4.2).
    if (tlsVersion !== "TLS 1.3") return refusal("tls13-needed");
    return { kind: "tls-exporter", bytes: exportKeys(exporterLength, exporterLabel) };
  }

  private ask(wanted: "line" | "secret"): Promise<string | Buffer> {
    return new Promise((resolve) => {
      if (this.isOver) return; // No answer will come: the conversation ends here, and the promise is never resolved.
      this.give = resolve;
      this.wanted = wanted;
      this.visitor.readOn();
    });
  }
}
