import { randomInt } from "node:crypto";
import { type Endpoint, endpointText } from "./endpoint.ts";
import { LineReader } from "./line-reader.ts";
import { Outbox } from "./outbox.ts";
import { deliveryLine, readSeatRequest } from "./protocol.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { type Outcome, Room } from "./room.ts";
import {
  MAX_UNSENT_BYTES_IN_ALL,
  type ServerEvent,
  type ServerRules,
  type ServerStats,
  silenceBeforeAsking,
} from "./rules.ts";
import { texts } from "./texts.ts";
import type { Connection } from "./transport/connection.ts";
import type { Failure } from "./transport/listen.ts";

/** Most that waits in one turn, in UTF-16 units; past it, the turn ends early. */
const MAX_TURN_LENGTH = 1024 * 1024;

/** One connection at the desk, with or without a name. */
interface Session {
  readonly id: number;
  readonly connection: Connection;
  readonly reader: LineReader;
  readonly drop: () => void;
  name: string | undefined;
  /** Runs until a name is asked for. */
  readonly askTimer: NodeJS.Timeout | undefined;
  /** Runs until a name should have come. */
  readonly nameTimer: NodeJS.Timeout;
  /** We are done with it; nothing more is read from it or written to it. */
  isOver: boolean;
}

/** Joins connections, room and outbox: reads lines, lets the room decide, and sends what came of it once a turn. */
export class Desk {
  readonly room = new Room(makeWord);
  private readonly outbox = new Outbox<Session>();
  private readonly sessions = new Map<number, Session>();
  private readonly waiting = new Set<() => void>();
  private readonly counts = { linesReceived: 0, deliveries: 0, bytesSent: 0, connections: 0, letGo: 0 };
  private readonly rules: ServerRules;
  private readonly onEvent: (event: ServerEvent) => void;
  private lastId = 0;
  private isFlushScheduled = false;
  private isClosing = false;
  private whenEmpty: (() => void) | undefined;

  constructor(rules: ServerRules, onEvent: (event: ServerEvent) => void) {
    this.rules = rules;
    this.onEvent = onEvent;
  }

  accept(drop: () => void): string | undefined {
    this.counts.connections += 1;
    if (this.isClosing) return deliveryLine.refusal(refusal("closing"));
    this.waiting.add(drop);
    if (this.waiting.size > this.rules.maxWaiting) {
      const [oldest] = this.waiting;
      this.waiting.delete(oldest!);
      oldest!();
    }
    return undefined;
  }

  failed(from: Endpoint, why: Failure, drop: () => void): void {
    this.waiting.delete(drop);
    this.onEvent({ kind: "failed", address: endpointText(from), why });
    this.resolveIfEmpty();
  }

  open(connection: Connection, drop: () => void): void {
    const { linesPerSecond, pause, nameDeadline } = this.rules;
    this.lastId += 1;
    const reader = new LineReader(connection, {
      linesPerSecond,
      pause,
      name: () => session.name,
      onLine: (text) => this.receive(session, text),
      onRefused: (why) => this.refuse(session, why),
      onEndless: () => this.letGo(session, "endless-line", refusal("line-endless")),
      onSlowed: () => this.onEvent({ kind: "slowed", name: session.name ?? endpointText(connection.endpoint) }),
      onEnd: () => this.finish(session),
    });
    // In the clear the question came before the first byte.
    const ask = connection.protection.kind === "plain" ? undefined : () => this.askForName(session);
    const session: Session = {
      id: this.lastId,
      connection,
      reader,
      drop,
      name: undefined,
      askTimer: ask && setTimeout(ask, silenceBeforeAsking),
      nameTimer: setTimeout(() => this.letGo(session, "no-name", refusal("no-name")), nameDeadline),
      isOver: false,
    };
    this.sessions.set(session.id, session);
    connection.onClose = () => this.closed(session);
  }

  announce(text: string): void {
    this.apply([{ kind: "all", line: deliveryLine.notice(text) }]);
  }

  kick(name: string): boolean {
    const member = this.room.find(name);
    const session = member && this.sessions.get(member.id);
    if (session === undefined) return false;
    this.letGo(session, "kicked", refusal("kicked"));
    return true;
  }

  stats(): ServerStats {
    return { ...this.counts, waiting: this.waiting.size };
  }

  close(): Promise<void> {
    this.isClosing = true;
    this.announce(texts.serverCloses);
    this.flush();
    for (const session of [...this.sessions.values()]) this.finish(session);
    for (const drop of [...this.waiting]) drop();
    return new Promise((resolve) => {
      this.whenEmpty = resolve;
      this.resolveIfEmpty();
    });
  }

  private get isFull(): boolean {
    return this.room.size >= this.rules.maxClients;
  }

  private receive(session: Session, text: string): void {
    this.counts.linesReceived += 1;
    clearTimeout(session.askTimer);
    if (session.name !== undefined) {
      this.apply(this.room.receive(session.id, text, Date.now()));
      return;
    }
    if (this.isFull && readSeatRequest(text) === undefined) {
      this.refuse(session, refusal("server-full", this.rules.maxClients));
      this.finish(session);
      return;
    }
    const { id, connection } = session;
    const { protection, endpoint } = connection;
    this.apply(this.room.join({ id, protection, endpoint, now: Date.now() }, text));
  }

  private apply(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) {
      switch (outcome.kind) {
        case "admitted":
          this.admit(this.sessions.get(outcome.id)!, outcome.name, "joined");
          break;
        case "replaced":
          this.replace(this.sessions.get(outcome.from), this.sessions.get(outcome.to)!);
          break;
        case "all": {
          const { line, except } = outcome;
          this.outbox.toAll(line, except === undefined ? undefined : this.sessions.get(except));
          this.counts.deliveries += this.room.size - (except === undefined ? 0 : 1);
          this.onEvent({ kind: "line", line });
          break;
        }
        case "one":
          this.toOne(this.sessions.get(outcome.to), outcome.line);
          break;
        case "doubted":
          this.onEvent({ kind: "doubted", name: outcome.name, address: endpointText(outcome.endpoint) });
          break;
        case "gone": {
          const session = this.sessions.get(outcome.id);
          if (session !== undefined) this.finish(session);
          break;
        }
      }
    }
    this.scheduleFlush();
  }

  private admit(session: Session, name: string, how: "joined" | "moved"): void {
    session.name = name;
    clearTimeout(session.nameTimer);
    this.waiting.delete(session.drop);
    this.outbox.add(session);
    const { endpoint, protection } = session.connection;
    this.onEvent({ kind: how, name, address: endpointText(endpoint), protection });
  }

  /** `to` takes the place of `from`: what was on its way to `from` still goes there, everything later goes to `to`. */
  private replace(from: Session | undefined, to: Session): void {
    if (from !== undefined) this.endConnection(from);
    const member = this.room.members.find(({ id }) => id === to.id)!;
    this.admit(to, member.name, "moved");
  }

  private toOne(session: Session | undefined, line: string): void {
    if (session === undefined) return;
    this.counts.deliveries += 1;
    if (session.name === undefined) session.connection.write(Buffer.from(`${line}\n`));
    else this.outbox.toOne(session, line);
  }

  private refuse(session: Session, why: Refusal): void {
    this.toOne(session, deliveryLine.refusal(why));
    this.scheduleFlush();
  }

  private scheduleFlush(): void {
    if (this.outbox.turnLength > MAX_TURN_LENGTH) {
      this.flush();
      return;
    }
    if (this.isFlushScheduled || this.outbox.isEmpty) return;
    this.isFlushScheduled = true;
    // After all sockets that are readable in this turn have been read.
    setImmediate(() => {
      this.isFlushScheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    let unsent = 0;
    const behind: Session[] = [];
    this.outbox.flush((session, bytes) => {
      session.connection.write(bytes);
      this.counts.bytesSent += bytes.length;
      const left = session.connection.unsent;
      if (left === 0) return;
      unsent += left;
      behind.push(session);
    });
    if (behind.length > 0) this.letGoThoseFarBehind(behind, unsent);
  }

  private letGoThoseFarBehind(behind: Session[], unsentInAll: number): void {
    let excess = unsentInAll - MAX_UNSENT_BYTES_IN_ALL;
    if (excess > 0) behind.sort((a, b) => b.connection.unsent - a.connection.unsent);
    for (const session of behind) {
      const { unsent } = session.connection;
      if (unsent <= this.rules.maxUnsentBytes && excess <= 0) continue;
      excess -= unsent;
      this.letGo(session, "stopped-reading");
    }
  }

  private askForName(session: Session): void {
    this.toOne(session, deliveryLine.answer(texts.typeYourName));
  }

  /** Ends a connection for cause: with a last word, or at once where nobody reads it. */
  private letGo(session: Session, why: Extract<ServerEvent, { kind: "let-go" }>["why"], lastWord?: Refusal): void {
    if (session.isOver) return;
    this.counts.letGo += 1;
    this.onEvent({ kind: "let-go", who: session.name ?? endpointText(session.connection.endpoint), why });
    if (lastWord !== undefined) this.refuse(session, lastWord);
    this.finish(session);
    if (lastWord === undefined) session.connection.destroy();
  }

  /** Ends a connection in order, and tells the room. */
  private finish(session: Session): void {
    if (session.isOver) return;
    this.endConnection(session);
    this.leaveRoom(session);
  }

  private endConnection(session: Session): void {
    session.isOver = true;
    stop(session);
    session.connection.end(this.outbox.remove(session));
  }

  private leaveRoom(session: Session): void {
    const { name, connection, id } = session;
    const outcomes = this.room.leave(id);
    if (name !== undefined && outcomes.length > 0) {
      const { endpoint, protection } = connection;
      this.onEvent({ kind: "left", name, address: endpointText(endpoint), protection });
    }
    this.apply(outcomes);
  }

  private closed(session: Session): void {
    stop(session);
    if (!session.isOver) {
      session.isOver = true;
      this.outbox.remove(session);
      this.leaveRoom(session);
    }
    this.sessions.delete(session.id);
    this.waiting.delete(session.drop);
    this.resolveIfEmpty();
  }

  private resolveIfEmpty(): void {
    if (this.sessions.size === 0 && this.waiting.size === 0) this.whenEmpty?.();
  }
}

function stop({ reader, askTimer, nameTimer }: Session): void {
  reader.stop();
  clearTimeout(askTimer);
  clearTimeout(nameTimer);
}

/** Without l, o, 0 and 1, which look alike. */
const wordLetters = "abcdefghijkmnpqrstuvwxyz23456789";

/** A word for a move: 8 letters and digits, 40 random bits. Short, because a person may have to type it. */
function makeWord(): string {
  return Array.from({ length: 8 }, () => wordLetters[randomInt(wordLetters.length)]).join("");
}
