import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import type { Delivery } from "../protocol/protocol.ts";
import type { RefusalCode } from "../protocol/refusal.ts";
import { connectClient } from "./client.ts";
import { CertificateRefused, NotAChat, RefusedByServer } from "./client-errors.ts";
import type { ChatClient, ClientOptions, ClientSecurity } from "./client-options.ts";
import type { PeerStory } from "./peer-story.ts";
import { texts } from "./texts.ts";
import type { ConnectionTap, WireTap } from "./wire-tap.ts";

/** Pauses between tries to connect again, in milliseconds; the last one repeats. */
const pauses = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/** Most lines typed during a move. */
const MAX_PENDING_LINES = 100;

/** What happens to a session, in order. */
export type SessionEvent =
  | { readonly kind: "connected"; readonly client: ChatClient }
  | { readonly kind: "peer"; readonly peer: PeerStory }
  | { readonly kind: "delivery"; readonly delivery: Delivery; readonly line: string }
  | { readonly kind: "lost"; readonly error: LabError | Error | undefined; readonly retryIn: number }
  /** The other mode failed; the session continues unchanged. */
  | { readonly kind: "not-moved"; readonly error: Error }
  /** Over for good: ended by us (no error), or because another try would not help. */
  | { readonly kind: "over"; readonly error: Error | undefined };

type Refused = Delivery & { readonly kind: "refusal" };

/** After these refusals a session must not connect again by itself. */
const finalCodes: ReadonlySet<string> = new Set<RefusalCode>([
  ...(["kicked", "banned", "idle"] as const),
  ...(["password-changed", "login-failed", "too-many-tries"] as const),
]);

/** The server and name of a session. `tls` has the TLS options, also while TLS is off. */
export interface SessionOptions
  extends Pick<ClientOptions, "host" | "port" | "name" | "deadline" | "layers" | "login" | "sealing"> {
  readonly start: "plain" | "tls";
  readonly tls: ClientSecurity;
  /** Watches the bytes of each connection, if a screen shows them. */
  readonly tap?: WireTap;
  readonly onEvent: (event: SessionEvent) => void;
}

/**
 * A client that stays: after a lost connection it connects again, with growing pauses, and it changes between TLS and
 * plain without leaving the room. After a refused certificate it does not try again.
 */
export class ChatSession {
  private readonly options: SessionOptions;
  private mode: "plain" | "tls";
  private client: ChatClient | undefined;
  private connectionTap: ConnectionTap | undefined;
  private name: string;
  private tries = 0;
  private retryTimer: NodeJS.Timeout | undefined;
  private isOver = false;
  private isMoving = false;
  /** The new connection is open, and the old one has not ended yet. */
  private isLeavingOld = false;
  private wantsBack = false;
  /** The old connection has sent its move: typed lines now go to the new one. */
  private isHoldingBack = false;
  private lostWhileMoving = false;
  private readonly pendingLines: string[] = [];
  private onRefusal: ((refusal: Refused) => void) | undefined;

  constructor(options: SessionOptions) {
    this.options = options;
    this.mode = options.start;
    this.name = options.name;
  }

  /** Joins for the first time. Rejects with a LabError if that fails, without another try. */
  async start(): Promise<ChatClient> {
    return this.connect(this.mode);
  }

  /** Sends a line; false if there is no connection at the moment. */
  say(line: string): boolean {
    if (this.client === undefined) return false;
    if (this.isHoldingBack) {
      // On the old connection it would come too late.
      if (this.pendingLines.length >= MAX_PENDING_LINES) return false;
      this.pendingLines.push(line);
      return true;
    }
    this.connectionTap?.saying(line);
    this.client.say(line);
    return true;
  }

  /**
   * Changes to the other mode. A new connection is made, its server verified, and the server gives it a word. When the
   * old connection sends this word, the new one takes its place.
   */
  async toggle(): Promise<void> {
    const old = this.client;
    if (this.isMoving) {
      // If the screen already shows the new connection, the key is meant; before that, it was pressed twice.
      this.wantsBack = this.isLeavingOld;
      return;
    }
    if (old === undefined) return;
    if (this.options.layers !== undefined) {
      this.options.onEvent({ kind: "not-moved", error: new LabError(texts.layersStay) });
      return;
    }
    const wanted = this.mode === "plain" ? "tls" : "plain";
    const refused = new AbortController();
    this.isMoving = true;
    try {
      const onMoveWord = (word: string) => {
        this.isHoldingBack = true;
        this.onRefusal = ({ code, text }) => {
          if (code === "wrong-word" || code === "too-many-wrong-words") refused.abort(new LabError(text));
        };
        old.say(`/move ${word}`);
      };
      await this.connect(wanted, { onMoveWord, signal: refused.signal });
      this.mode = wanted;
      this.isLeavingOld = true;
      await old.close();
    } catch (error) {
      this.options.onEvent({ kind: "not-moved", error: error as Error });
    } finally {
      this.isMoving = false;
      this.isLeavingOld = false;
      this.isHoldingBack = false;
      this.onRefusal = undefined;
      if (this.lostWhileMoving && this.client === old) this.lost(old, undefined);
      this.lostWhileMoving = false;
      for (const line of this.pendingLines.splice(0)) this.say(line);
    }
    if (!this.wantsBack) return;
    this.wantsBack = false;
    await this.toggle();
  }

  async close(): Promise<void> {
    const wasOver = this.isOver;
    this.isOver = true;
    clearTimeout(this.retryTimer);
    await this.client?.close();
    if (!wasOver) this.options.onEvent({ kind: "over", error: undefined });
  }

  private async connect(
    mode: "plain" | "tls",
    move?: Pick<ClientOptions, "onMoveWord" | "signal">,
  ): Promise<ChatClient> {
    const { host, port, deadline, tls, layers, login, sealing, onEvent } = this.options;
    const early: (() => void)[] = [];
    let own: ChatClient | undefined;
    const tap = this.options.tap?.connection();
    const hear = (delivery: Delivery, line: string) => {
      tap?.heard(line);
      if (delivery.kind === "renamed" && delivery.from === this.name) this.name = delivery.to;
      if (delivery.kind === "moved" && !this.isMoving) this.end(new LabError(texts.seatTaken, texts.tellOperator));
      if (delivery.kind === "refusal") this.refused(delivery);
      if (delivery.kind !== "moved") onEvent({ kind: "delivery", delivery, line });
    };
    own = await connectClient({
      ...{ host, port, name: this.name, deadline, layers, login, sealing, onWire: tap?.onWire },
      acceptsForeign: move === undefined && layers === undefined,
      ...move,
      tls: mode === "tls" ? tls : undefined,
      onPeer: (peer) => onEvent({ kind: "peer", peer }),
      // Lines may come together with the welcome, before the connection is announced.
      onDelivery: (delivery, line) => (own ? hear(delivery, line) : early.push(() => hear(delivery, line))),
      onClose: (error) => this.lost(own, error),
    });
    this.client = own;
    this.connectionTap = tap;
    this.name = own.name;
    this.tries = 0;
    onEvent({ kind: "connected", client: own });
    for (const tell of early) tell();
    return own;
  }

  private lost(client: ChatClient | undefined, error: Error | undefined): void {
    if (this.isOver || client !== this.client) return;
    // During a move, the old connection may just have given its place away.
    if (this.isMoving) {
      this.lostWhileMoving = true;
      return;
    }
    this.client = undefined;
    if (error instanceof NotAChat) this.end(error);
    else this.retry(error);
  }

  private retry(error: Error | undefined): void {
    const retryIn = pauses[Math.min(this.tries, pauses.length - 1)]!;
    this.tries += 1;
    this.options.onEvent({ kind: "lost", error, retryIn });
    this.retryTimer = setTimeout(async () => {
      try {
        await this.connect(this.mode);
      } catch (failure) {
        if (this.isOver) return;
        const isFinal = failure instanceof RefusedByServer && finalCodes.has(failure.code);
        if (!isFinal && !(failure instanceof CertificateRefused)) return this.retry(failure as Error);
        this.end(failure);
      }
    }, retryIn);
  }

  private refused(refusal: Refused): void {
    this.onRefusal?.(refusal);
    if (finalCodes.has(refusal.code)) this.end(new LabError(texts.serverRefused(printable(refusal.text))));
  }

  /** Over for good, because another try would not help. */
  private end(error: Error): void {
    this.isOver = true;
    this.options.onEvent({ kind: "over", error });
  }
}
