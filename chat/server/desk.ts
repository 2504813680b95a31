import type { Accounts } from "../accounts/accounts.ts";
import type { FileStore } from "../files/file-store.ts";
import { hearMember } from "../layers/member-line.ts";
import { type Endpoint, endpointText } from "../protocol/endpoint.ts";
import type { EntranceReply } from "../protocol/entrance.ts";
import { partyOf } from "../protocol/party.ts";
import { deliveryLine, readSeatRequest } from "../protocol/protocol.ts";
import { type Refusal, refusal } from "../protocol/refusal.ts";
import type { Connection } from "../transport/connection.ts";
import type { Drop, Failure } from "../transport/listen.ts";
import type { Admission } from "./admission.ts";
import { newSession, type DeskSession as Session, type SessionDesk, stopTimers, takeLine } from "./desk-session.ts";
import { Gate } from "./gate.ts";
import { Lobby, type LobbyDesk } from "./lobby.ts";
import { makeMoveWord } from "./move-word.ts";
import { openFileService } from "./open-file-service.ts";
import type { Outcome } from "./outcome.ts";
import { type ProvenName, Room } from "./room.ts";
import type { EvictionReason, ServerEvent, ServerRules, ServerStats } from "./rules.ts";
import { texts } from "./texts.ts";
import { TurnWriter } from "./turn-writer.ts";

/** Connects connections, gate, room and writer: reads lines, lets the room decide, and sends the results. */
export class Desk implements SessionDesk, LobbyDesk {
  readonly room = new Room(makeMoveWord);
  private readonly writer: TurnWriter<Session>;
  private readonly sessions = new Map<number, Session>();
  readonly gate: Gate;
  readonly admission: Admission;
  readonly lobby: Lobby | undefined;
  private readonly counts = { linesReceived: 0, deliveries: 0, connections: 0, evicted: 0 };
  readonly rules: ServerRules;
  readonly onEvent: (event: ServerEvent) => void;
  private lastId = 0;
  private isClosing = false;
  private readonly idleTimer: NodeJS.Timeout;
  private whenEmpty: (() => void) | undefined;

  constructor(
    rules: ServerRules,
    { admission, accounts }: { readonly admission: Admission; readonly accounts?: Accounts | undefined },
    onEvent: (event: ServerEvent) => void,
  ) {
    this.rules = rules;
    this.admission = admission;
    this.onEvent = onEvent;
    this.lobby = accounts && new Lobby(accounts, this);
    this.gate = new Gate(rules);
    const isLayered = admission.layers !== undefined;
    this.writer = new TurnWriter(rules.maxUnsentBytes, isLayered, (session) => this.evict(session, "stopped-reading"));
    this.idleTimer = setInterval(() => this.endIdle(), Math.min(rules.idleLimit / 4, 30_000)).unref();
  }

  accept(from: Endpoint, drop: Drop): string | undefined {
    this.counts.connections += 1;
    const why = this.isClosing ? refusal("closing") : this.gate.enter(from.address, drop);
    return why && deliveryLine.refusal(why);
  }

  failed(from: Endpoint, why: Failure, drop: Drop): void {
    this.gate.closed(from.address, drop);
    this.onEvent({ kind: "failed", address: endpointText(from), why });
    this.resolveIfEmpty();
  }

  open(connection: Connection, drop: Drop): void {
    this.lastId += 1;
    const session = newSession(this.lastId, connection, drop, this);
    this.sessions.set(session.id, session);
    connection.onClose = () => this.closed(session);
    const certified = this.admission.certifiedName(connection.peerChain(), new Date());
    if (typeof certified === "object") this.evict(session, "not-admitted", certified);
    else session.certifiedName = certified;
    if (!session.isOver) this.lobby?.receive(session);
  }

  announce(text: string): void {
    this.apply([{ kind: "all", line: deliveryLine.notice(text) }]);
  }

  /** Closes all connections from this address, and refuses new ones. Returns what was banned: for IPv6, the network. */
  ban(address: string): string {
    const party = this.gate.ban(address);
    for (const session of this.sessions.values()) {
      const isKnown = session.name !== undefined || session.filesOf !== undefined;
      const isThere = isKnown && partyOf(session.connection.endpoint.address) === party;
      if (isThere) this.evict(session, "banned", refusal("banned"));
    }
    return party;
  }

  stats(): ServerStats {
    return { ...this.counts, bytesSent: this.writer.bytesSent, waiting: this.gate.waiting };
  }

  close(): Promise<void> {
    this.isClosing = true;
    this.announce(texts.serverCloses);
    this.writer.flush();
    for (const session of [...this.sessions.values()]) this.finish(session);
    this.gate.dropAll(refusal("closing"));
    clearInterval(this.idleTimer);
    return new Promise((resolve) => {
      this.whenEmpty = resolve;
      this.resolveIfEmpty();
    });
  }

  receive(session: Session, text: string): void | Promise<void> {
    if (session.isOver) return;
    this.counts.linesReceived += 1;
    session.heardAt = performance.now();
    clearTimeout(session.askTimer);
    if (session.name !== undefined) {
      this.hear(session, session.name, text);
      return;
    }
    if (!session.entrance.isOpen) {
      const reply = session.entrance.take(text);
      return reply instanceof Promise
        ? reply.then((late) => this.answerNewcomer(session, late))
        : this.answerNewcomer(session, reply);
    }
    if (session.reception !== undefined && readSeatRequest(text) === undefined) {
      takeLine(session, text);
    } else {
      const { certifiedName: name } = session;
      this.join(session, text, name === undefined ? undefined : { name, by: "certificate" });
    }
  }

  /** Takes the newcomer's name, or its request for a seat. */
  join(session: Session, text: string, provenName: ProvenName | undefined): void {
    if (this.room.size >= this.rules.maxClients && readSeatRequest(text) === undefined) {
      this.refuse(session, refusal("server-full", this.rules.maxClients));
      this.finish(session);
      return;
    }
    const { id, connection, protection } = session;
    const { endpoint } = connection;
    this.apply(this.room.join({ id, protection, endpoint, provenName, now: Date.now() }, text));
  }

  private answerNewcomer(session: Session, { lines, why, isOver }: EntranceReply): void {
    if (session.isOver) return;
    for (const line of lines) this.toOne(session, line);
    if (why === undefined) return;
    if (isOver) this.evict(session, "not-admitted", why);
    else this.refuse(session, why);
  }

  private hear(session: Session, name: string, text: string): void {
    const { id, layers } = session;
    const heard = layers === undefined ? ({ kind: "said", text } as const) : hearMember(layers, name, text);
    if (heard.kind === "said") this.apply(this.room.receive(id, heard.text, Date.now()));
    else if (heard.kind === "passed-on") this.apply(this.room.passOn(id, text));
    else if (heard.isOver) this.evict(session, "not-genuine", heard.why);
    else this.refuse(session, heard.why);
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
          this.writer.toAll(line, except === undefined ? undefined : this.sessions.get(except));
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
  }

  private admit(session: Session, name: string, how: "joined" | "moved"): void {
    session.name = name;
    clearTimeout(session.nameTimer);
    this.gate.named(session.connection.endpoint.address, session.drop);
    this.writer.add(session);
    const { connection, protection } = session;
    this.onEvent({ kind: how, name, address: endpointText(connection.endpoint), protection });
  }

  /** `to` takes the place of `from`: lines on their way to `from` still go there, all later ones go to `to`. */
  private replace(from: Session | undefined, to: Session): void {
    if (from !== undefined) this.endConnection(from);
    const member = this.room.members.find(({ id }) => id === to.id)!;
    this.admit(to, member.name, "moved");
  }

  toOne(session: Session | undefined, line: string): void {
    if (session === undefined) return;
    this.counts.deliveries += 1;
    if (session.name === undefined) session.connection.write(Buffer.from(`${line}\n`));
    else this.writer.toOne(session, line);
  }

  refuse(session: Session, why: Refusal): void {
    this.toOne(session, deliveryLine.refusal(why));
  }

  /** From here on the connection is for files: the room does not know it. */
  openFiles(session: Session, name: string, files: FileStore): void {
    session.filesOf = name;
    session.heardAt = Number.POSITIVE_INFINITY; // The file service has its own limits.
    clearTimeout(session.nameTimer);
    this.gate.named(session.connection.endpoint.address, session.drop);
    void openFileService(session, name, files).finally(() => this.finish(session));
  }

  /** This user has a new password: connections with the old one are closed. */
  closeAllOf(name: string): void {
    this.closeMember(name, "new-password", refusal("password-changed"));
    for (const session of this.sessions.values()) if (session.filesOf === name) this.evict(session, "new-password");
  }

  /** Closes the connection of the member with exactly this name; false if there is none. */
  closeMember(name: string, why: EvictionReason, lastWord: Refusal): boolean {
    const member = this.room.find(name);
    const session = member?.name === name ? this.sessions.get(member.id) : undefined;
    if (session === undefined) return false;
    this.evict(session, why, lastWord);
    return true;
  }

  private endIdle(): void {
    const { idleLimit } = this.rules;
    const now = performance.now();
    for (const session of this.sessions.values()) {
      if (now - session.heardAt > idleLimit)
        this.evict(session, "idle", refusal("idle", Math.round(idleLimit / 60_000)));
    }
  }

  /** Closes a connection for a reason: with a last line, or at once if the client does not read. */
  evict(session: Session, why: EvictionReason, lastWord?: Refusal): void {
    if (session.isOver) return;
    this.counts.evicted += 1;
    this.onEvent({ kind: "evicted", who: session.name ?? endpointText(session.connection.endpoint), why });
    if (lastWord !== undefined) this.refuse(session, lastWord);
    this.finish(session);
    if (lastWord === undefined) session.connection.destroy();
  }

  /** Ends a connection in order, and tells the room. */
  finish(session: Session): void {
    if (session.isOver) return;
    this.endConnection(session);
    this.leaveRoom(session);
  }

  private endConnection(session: Session): void {
    session.isOver = true;
    stopTimers(session);
    session.connection.end(this.writer.remove(session));
  }

  private leaveRoom(session: Session): void {
    const { name, connection, id, protection } = session;
    const outcomes = this.room.leave(id);
    if (name !== undefined && outcomes.length > 0) {
      this.onEvent({ kind: "left", name, address: endpointText(connection.endpoint), protection });
    }
    this.apply(outcomes);
  }

  private closed(session: Session): void {
    stopTimers(session);
    if (!session.isOver) {
      session.isOver = true;
      this.writer.remove(session);
      this.leaveRoom(session);
    }
    this.sessions.delete(session.id);
    this.gate.closed(session.connection.endpoint.address, session.drop);
    this.resolveIfEmpty();
  }

  private resolveIfEmpty(): void {
    if (this.sessions.size === 0 && this.gate.waiting === 0) this.whenEmpty?.();
  }
}
