import { Allowance } from "./allowance.ts";
import { type IncomingLine, LineSplitter, MAX_LINE_BYTES } from "./lines.ts";
import { Outbox } from "./outbox.ts";
import { deliveryLine, linesOfChunk } from "./protocol.ts";
import { type Outcome, Room } from "./room.ts";
import {
  MAX_BURST,
  MAX_UNSENT_BYTES_IN_ALL,
  type ServerEvent,
  type ServerRules,
  type ServerStats,
  silenceBeforeAsking,
} from "./rules.ts";
import type { Connection } from "./transport/connection.ts";
import type { Failure } from "./transport/listen.ts";
import { words } from "./words.ts";

/** Most bytes of one turn; past it, the turn is ended early. */
const MAX_TURN_BYTES = 1024 * 1024;

/** One connection at the desk, with or without a name. */
interface Session {
  readonly id: number;
  readonly connection: Connection;
  readonly splitter: LineSplitter;
  readonly drop: () => void;
  name: string | undefined;
  readonly allowance: Allowance;
  /** Runs while its lines wait because it sent too many. */
  slowTimer: NodeJS.Timeout | undefined;
  wasToldToSlowDown: boolean;
  /** Runs while an unfinished line waits to be taken as a line. */
  pauseTimer: NodeJS.Timeout | undefined;
  askTimer: NodeJS.Timeout | undefined;
  nameTimer: NodeJS.Timeout | undefined;
  /** The other side has sent its last byte. */
  hasEnded: boolean;
  /** We are done with it; nothing more is read from it or written to it. */
  isOver: boolean;
}

/** Joins connections, room and outbox: reads lines, lets the room decide, and sends what came of it once a turn. */
export class Desk {
  readonly room = new Room();
  private readonly outbox = new Outbox<Session>();
  private readonly sessions = new Map<number, Session>();
  private readonly waiting = new Set<() => void>();
  private readonly counts = { linesReceived: 0, deliveries: 0, bytesSent: 0, connections: 0, letGo: 0 };
  private readonly rules: ServerRules;
  private readonly onEvent: (event: ServerEvent) => void;
  private isFlushScheduled = false;
  private isClosing = false;
  private whenEmpty: (() => void) | undefined;

  constructor(rules: ServerRules, onEvent: (event: ServerEvent) => void) {
    this.rules = rules;
    this.onEvent = onEvent;
  }

  accept(drop: () => void): string | undefined {
    this.counts.connections += 1;
    if (this.isClosing) return deliveryLine.refusal(words.serverCloses);
    if (this.isFull) return deliveryLine.refusal(words.serverFull(this.rules.maxClients));
    this.waiting.add(drop);
    if (this.waiting.size > this.rules.maxWaiting) {
      const [oldest] = this.waiting;
      this.waiting.delete(oldest!);
      oldest!();
    }
    return undefined;
  }

  failed(address: string, why: Failure, drop: () => void): void {
    this.waiting.delete(drop);
    this.onEvent({ kind: "failed", address, why });
    this.resolveIfEmpty();
  }

  open(connection: Connection, drop: () => void): void {
    const session: Session = {
      id: this.counts.connections,
      connection,
      splitter: new LineSplitter(),
      drop,
      name: undefined,
      allowance: new Allowance(this.rules.linesPerSecond, MAX_BURST, performance.now()),
      slowTimer: undefined,
      wasToldToSlowDown: false,
      pauseTimer: undefined,
      // In the clear the question came before the first byte.
      askTimer:
        connection.protection.kind === "plain"
          ? undefined
          : setTimeout(() => this.askForName(session), silenceBeforeAsking),
      nameTimer: setTimeout(() => this.noNameInTime(session), this.rules.nameDeadline),
      hasEnded: false,
      isOver: false,
    };
    while (this.sessions.has(session.id)) (session as { id: number }).id += 1;
    this.sessions.set(session.id, session);
    connection.onData = (bytes) => {
      if (session.isOver) return;
      clearTimeout(session.askTimer);
      clearTimeout(session.pauseTimer);
      session.splitter.push(bytes);
      this.work(session);
    };
    connection.onEnd = () => {
      session.hasEnded = true;
      this.work(session);
    };
    connection.onClose = () => this.closed(session);
  }

  announce(text: string): void {
    this.apply([{ kind: "all", line: deliveryLine.notice(text) }]);
  }

  kick(name: string): boolean {
    const member = this.room.find(name);
    const session = member && this.sessions.get(member.id);
    if (session === undefined) return false;
    this.letGo(session, "kicked", words.kicked);
    return true;
  }

  stats(): ServerStats {
    return { ...this.counts, waiting: this.waiting.size };
  }

  close(): Promise<void> {
    this.isClosing = true;
    this.announce(words.serverCloses);
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

  /** Deals with the lines that are there, as far as the sender's pace allows. */
  private work(session: Session): void {
    const { splitter } = session;
    for (;;) {
      if (session.isOver) return;
      if (splitter.hasUnfinished && !session.allowance.isLeft(performance.now())) {
        this.slowDown(session);
        return;
      }
      const line = splitter.next();
      if (line === undefined) break;
      session.allowance.take();
      this.handle(session, line);
    }
    if (session.hasEnded) {
      this.takeUnfinished(session);
      if (!session.isOver) this.finish(session);
    } else if (splitter.hasUnfinished && !splitter.hasEndedALine) {
      session.pauseTimer = setTimeout(() => this.takeUnfinished(session), this.rules.pause);
    }
  }

  private handle(session: Session, line: IncomingLine): void {
    switch (line.kind) {
      case "line":
        this.receive(session, line.text);
        break;
      case "too-long":
        this.refuse(session, words.lineTooLong(MAX_LINE_BYTES));
        break;
      case "broken-utf8":
        this.refuse(session, words.brokenUtf8(line.offset));
        break;
      case "endless":
        this.letGo(session, "endless-line", words.endlessLine);
    }
  }

  private receive(session: Session, text: string): void {
    this.counts.linesReceived += 1;
    if (session.name !== undefined) {
      this.apply(this.room.receive(session.id, text));
      return;
    }
    if (this.isFull && !text.startsWith("/back ")) {
      this.refuse(session, words.serverFull(this.rules.maxClients));
      this.finish(session);
      return;
    }
    const { id, connection } = session;
    const { protection, address } = connection;
    this.apply(this.room.join({ id, protection, address, now: Date.now() }, text));
  }

  /** The pause rule: what a program sent that does not end its lines is taken as it stands. */
  private takeUnfinished(session: Session): void {
    const { splitter } = session;
    const isChunk = !splitter.hasEndedALine;
    const line = splitter.takeUnfinished();
    if (line === undefined || session.isOver) return;
    session.allowance.take();
    if (line.kind !== "line" || !isChunk) {
      this.handle(session, line);
      return;
    }
    for (const text of linesOfChunk(line.text, session.name)) {
      if (!session.isOver) this.receive(session, text);
    }
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
    const { address, protection } = session.connection;
    this.onEvent({ kind: how, name, address, protection });
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

  private refuse(session: Session, text: string): void {
    this.toOne(session, deliveryLine.refusal(text));
    this.scheduleFlush();
  }

  private scheduleFlush(): void {
    if (this.outbox.turnBytes > MAX_TURN_BYTES) {
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
    this.toOne(session, deliveryLine.answer(words.typeYourName));
  }

  private noNameInTime(session: Session): void {
    this.letGo(session, "no-name", words.noNameInTime);
  }

  /** Ends a connection for cause: with a last word, or at once where nobody reads it. */
  private letGo(session: Session, why: Extract<ServerEvent, { kind: "let-go" }>["why"], lastWord?: string): void {
    if (session.isOver) return;
    this.counts.letGo += 1;
    this.onEvent({ kind: "let-go", who: session.name ?? session.connection.address, why });
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
    stopTimers(session);
    session.connection.end(this.outbox.remove(session));
  }

  private leaveRoom(session: Session): void {
    const { name, connection, id } = session;
    const outcomes = this.room.leave(id);
    if (name !== undefined && outcomes.length > 0) {
      const { address, protection } = connection;
      this.onEvent({ kind: "left", name, address, protection });
    }
    this.apply(outcomes);
  }

  private closed(session: Session): void {
    stopTimers(session);
    if (!session.isOver) {
      session.isOver = true;
      this.outbox.remove(session);
      this.leaveRoom(session);
    }
    this.sessions.delete(session.id);
    this.waiting.delete(session.drop);
    this.resolveIfEmpty();
  }

  /** Leaves the sender's lines where they are for a while: TCP then slows it down, and nobody else. */
  private slowDown(session: Session): void {
    if (session.slowTimer !== undefined) return;
    session.connection.pause();
    if (!session.wasToldToSlowDown) {
      session.wasToldToSlowDown = true;
      this.refuse(session, words.tooFast(this.rules.linesPerSecond));
      this.onEvent({ kind: "slowed", name: session.name ?? session.connection.address });
    }
    session.slowTimer = setTimeout(() => {
      session.slowTimer = undefined;
      session.connection.resume();
      this.work(session);
    }, session.allowance.pause);
  }

  private resolveIfEmpty(): void {
    if (this.sessions.size === 0 && this.waiting.size === 0) this.whenEmpty?.();
  }
}

function stopTimers(session: Session): void {
  clearTimeout(session.askTimer);
  clearTimeout(session.nameTimer);
  clearTimeout(session.pauseTimer);
  clearTimeout(session.slowTimer);
}
