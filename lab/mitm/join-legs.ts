import { readDelivery } from "../../chat/protocol/protocol.ts";
import type { Connection } from "../../chat/transport/connection.ts";
import { alertName } from "./alert-name.ts";
import type { Direction, MitmEvent } from "./events.ts";
import { LineChanger, type Passed } from "./line-changer.ts";

/**
 * How long an unfinished line waits for its end, in milliseconds, before it passes unchanged: some programs send no
 * line ends.
 */
const UNFINISHED_AFTER = 100;
/**
 * Longest line that is changed, in bytes: the chat's longest line from a client, and its clients' longest line from a
 * server.
 */
const MAX_CHANGED_BYTES: Readonly<Record<Direction, number>> = { "to-server": 4096, "to-client": 64 * 1024 };
/** Most bytes that wait for a side that does not read. Above it, the other side must wait. */
const MAX_UNSENT_BYTES = 256 * 1024;

export interface JoinedLegs {
  readonly client: number;
  readonly change: (text: string) => string;
  readonly openServer: () => Promise<Connection>;
  readonly onEvent: (event: MitmEvent) => void;
  /** Both connections are closed. */
  readonly onOver: () => void;
}

/**
 * Opens the leg to the server for a new client, and passes each side's lines on, with the changes. Call it before the
 * client's first bytes are delivered: bytes wait until the server's leg is open.
 */
export function joinLegs(left: Connection, options: JoinedLegs): void {
  new Legs(left, options).open();
}

class Legs {
  private readonly left: Connection;
  private readonly options: JoinedLegs;
  private readonly early: Buffer[] = [];
  private earlyBytes = 0;
  private right: Connection | undefined;
  private name: string | undefined;
  private hasSpoken = false;
  private hasEnded = false;
  private isOver = false;

  constructor(left: Connection, options: JoinedLegs) {
    this.left = left;
    this.options = options;
  }

  open(): void {
    const { left } = this;
    left.onData = (bytes) => this.keep(bytes);
    left.onEnd = () => {
      this.hasEnded = true;
    };
    left.onClose = (error) => this.closed("client", error);
    this.options.openServer().then(
      (right) => this.join(right),
      (error: Error) => this.noServer(error),
    );
  }

  /** Bytes wait until the server's leg is open; a client that sends too many is paused. */
  private keep(bytes: Buffer): void {
    this.early.push(bytes);
    this.earlyBytes += bytes.length;
    if (this.earlyBytes > MAX_UNSENT_BYTES) this.left.pause();
  }

  private join(right: Connection): void {
    const { left, early, options } = this;
    this.right = right;
    right.onClose = (error) => this.closed("server", error);
    if (this.isOver) {
      right.end();
      return;
    }
    options.onEvent({
      kind: "connected",
      client: options.client,
      from: left.endpoint,
      localPort: right.localPort ?? 0,
      withClient: left.protection,
      withServer: right.protection,
    });
    const toServer = this.pass(left, right, "to-server");
    this.pass(right, left, "to-client");
    for (const bytes of early.splice(0)) toServer(bytes);
    if (this.hasEnded) left.onEnd();
    left.resume();
  }

  /** Passes one direction on; returns a function that takes its bytes. */
  private pass(from: Connection, to: Connection, direction: Direction): (bytes: Buffer) => void {
    const changer = new LineChanger(this.options.change, MAX_CHANGED_BYTES[direction]);
    let timer: NodeJS.Timeout | undefined;
    const send = (passed: readonly Passed[]) => {
      if (passed.length === 0) return;
      to.write(Buffer.concat(passed.map(({ bytes }) => bytes)));
      for (const one of passed) this.tell(one, direction);
      if (to.unsent > MAX_UNSENT_BYTES) from.pause();
    };
    to.onDrain = () => from.resume();
    from.onData = (bytes) => {
      clearTimeout(timer);
      send(changer.push(bytes));
      if (changer.hasUnfinished) timer = setTimeout(() => send(changer.takeUnfinished()), UNFINISHED_AFTER);
    };
    from.onEnd = () => {
      clearTimeout(timer);
      send(changer.takeUnfinished());
      to.end();
    };
    return (bytes) => from.onData(bytes);
  }

  private tell(passed: Passed, direction: Direction): void {
    const { client, onEvent } = this.options;
    const from = { client, name: this.name, direction };
    if (passed.kind === "line") {
      const { text, changedTo } = passed;
      if (text !== "") onEvent({ kind: "line", ...from, text, ...(changedTo !== undefined && { changedTo }) });
      if (direction === "to-client") this.learnName(text);
    } else if (passed.isFirst) onEvent({ kind: "too-long", ...from });
    if (direction === "to-server") this.hasSpoken = true;
  }

  private learnName(line: string): void {
    const delivery = readDelivery(line);
    if (delivery.kind === "welcome") this.name = delivery.name;
    else if (delivery.kind === "renamed" && delivery.from === this.name) this.name = delivery.to;
  }

  private noServer(error: Error): void {
    const { client, onEvent } = this.options;
    if (!this.isOver) onEvent({ kind: "server-lost", client, reason: error.message });
    this.isOver = true;
    this.left.end();
    this.options.onOver();
  }

  private closed(by: "client" | "server", error: Error | undefined): void {
    if (this.isOver) return;
    if (by === "client" && this.right === undefined && this.early.length > 0) {
      // Its lines still go to the server.
      this.hasEnded = true;
      return;
    }
    this.isOver = true;
    const { options, left, right, name } = this;
    const { client, onEvent } = options;
    const { code } = (error ?? {}) as NodeJS.ErrnoException;
    const isRefused = by === "client" && left.protection.kind === "tls" && !this.hasSpoken && this.early.length === 0;
    if (isRefused) onEvent({ kind: "left", client, alert: alertName(code) });
    else onEvent({ kind: "closed", client, name, by, ...(code !== undefined && { error: code }) });
    const other = by === "client" ? right : left;
    if (error === undefined) other?.end();
    else other?.destroy();
    options.onOver();
  }
}
