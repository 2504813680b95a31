import type { Reading, Reception } from "../accounts/reception.ts";
import type { ServerLayers } from "../layers/layers.ts";
import { endpointText } from "../protocol/endpoint.ts";
import type { Entrance } from "../protocol/entrance.ts";
import type { Protection } from "../protocol/protocol.ts";
import { type Refusal, refusal } from "../protocol/refusal.ts";
import type { Connection } from "../transport/connection.ts";
import type { Drop } from "../transport/listen.ts";
import type { Admission } from "./admission.ts";
import { LineReader } from "./line-reader.ts";
import { type EvictionReason, type ServerEvent, type ServerRules, silenceBeforeAsking } from "./rules.ts";

/** One connection at the desk, with or without a name. */
export interface DeskSession {
  readonly id: number;
  readonly connection: Connection;
  readonly reader: LineReader;
  readonly drop: Drop;
  readonly protection: Protection;
  name: string | undefined;
  /** The user whose files it uses; such a connection has no seat in the room. */
  filesOf: string | undefined;
  /** The only name that it may have, if its certificate proves one. */
  certifiedName: string | undefined;
  /** The steps before it gets a name. */
  readonly entrance: Entrance;
  /** Unfinished work on its earlier lines: later lines wait. */
  busy: Promise<void> | undefined;
  /** Its home-made layers, if the server has them. */
  readonly layers: ServerLayers | undefined;
  /** On a server with accounts: handles its lines until it has a name. */
  reception: Reception | undefined;
  /** When its last line came, in milliseconds of `performance.now`. */
  heardAt: number;
  /** Runs until the server asks for a name. */
  readonly askTimer: NodeJS.Timeout | undefined;
  /** Runs until the name must be there. */
  nameTimer: NodeJS.Timeout;
  /** The server has finished with it: it is no longer read or written. */
  isOver: boolean;
}

/** The parts of the desk that a session uses. */
export interface SessionDesk {
  readonly rules: ServerRules;
  readonly admission: Admission;
  /** Handles newcomers on a server with accounts. */
  readonly lobby: object | undefined;
  readonly onEvent: (event: ServerEvent) => void;
  receive(session: DeskSession, text: string): void | Promise<void>;
  toOne(session: DeskSession, line: string): void;
  refuse(session: DeskSession, why: Refusal): void;
  evict(session: DeskSession, why: EvictionReason, lastWord?: Refusal): void;
  finish(session: DeskSession): void;
}

/** A new connection: its lines are read from here on. */
export function newSession(id: number, connection: Connection, drop: Drop, desk: SessionDesk): DeskSession {
  const { rules, admission } = desk;
  const { linesPerSecond, pause, nameDeadline } = rules;
  const reader = new LineReader(connection, {
    linesPerSecond,
    pause,
    name: () => session.name,
    onLine: (text) => inTurn(session, () => desk.receive(session, text)),
    reading: desk.lobby && (() => readingOf(session)),
    onSecret: (bytes) => takeSecret(session, bytes),
    onRefused: (why) => desk.refuse(session, why),
    onEndless: () => desk.evict(session, "endless-line", refusal("line-endless")),
    onSlowed: () => desk.onEvent({ kind: "slowed", name: session.name ?? endpointText(connection.endpoint) }),
    onEnd: () => inTurn(session, () => desk.finish(session)),
  });
  // Without TLS the question came before the first byte.
  const asksLater = connection.protection.kind !== "plain";
  const session: DeskSession = {
    ...{ id, connection, reader, drop },
    ...{ name: undefined, filesOf: undefined, certifiedName: undefined },
    ...admission.begin(),
    protection: admission.protectionOf(connection.protection),
    ...{ busy: undefined, reception: undefined },
    heardAt: performance.now(),
    askTimer: asksLater
      ? setTimeout(() => desk.toOne(session, admission.firstQuestion), silenceBeforeAsking)
      : undefined,
    nameTimer: setTimeout(() => desk.evict(session, "no-name", refusal("no-name")), nameDeadline),
    isOver: false,
  };
  return session;
}

/** Does this at once, or after unfinished work for this client. */
function inTurn(session: DeskSession, work: () => void | Promise<void>): void {
  const going = session.busy === undefined ? work() : session.busy.then(work);
  if (!(going instanceof Promise)) return;
  session.busy = going;
  void going.then(() => {
    if (session.busy === going) session.busy = undefined;
  });
}

/** Stops reading from the connection, and all its timers. */
export function stopTimers({ reader, reception, askTimer, nameTimer }: DeskSession): void {
  reader.stop();
  reception?.stop();
  clearTimeout(askTimer);
  clearTimeout(nameTimer);
}

/** A line of a newcomer on a server whose names belong to accounts. */
export function takeLine({ nameTimer, reception }: DeskSession, text: string): void {
  nameTimer.refresh();
  reception?.take(text);
}

function takeSecret(session: DeskSession, bytes: Buffer): void {
  session.heardAt = performance.now();
  session.nameTimer.refresh();
  session.reception?.take(bytes);
}

/** How to read the next line of a connection. */
function readingOf({ name, entrance, reception }: DeskSession): Reading {
  return name !== undefined || !entrance.isOpen ? "line" : (reception?.reading ?? "line");
}
