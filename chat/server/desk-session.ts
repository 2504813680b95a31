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
  /** How it speaks, its layers included. */
  readonly protection: Protection;
  name: string | undefined;
  /** Whose files it uses; such a connection has no seat in the room. */
  filesOf: string | undefined;
  /** The only name it may have, where its certificate proves one. */
  certifiedName: string | undefined;
  /** What it has to do before a name is taken. */
  readonly entrance: Entrance;
  /** The work on its earlier lines, where that takes time: later ones wait. */
  busy: Promise<void> | undefined;
  /** Its home-made layers, where the server has them. */
  readonly layers: ServerLayers | undefined;
  /** Where names belong to accounts: who speaks with it until it has one. */
  reception: Reception | undefined;
  /** When its last line came, in milliseconds of `performance.now`. */
  heardAt: number;
  /** Runs until a name is asked for. */
  readonly askTimer: NodeJS.Timeout | undefined;
  /** Runs until a name should have come. */
  nameTimer: NodeJS.Timeout;
  /** We are done with it; nothing more is read from it or written to it. */
  isOver: boolean;
}

/** What a session needs of the desk. */
export interface SessionDesk {
  readonly rules: ServerRules;
  readonly admission: Admission;
  /** Where newcomers are, where names belong to accounts. */
  readonly lobby: object | undefined;
  readonly onEvent: (event: ServerEvent) => void;
  receive(session: DeskSession, text: string): void | Promise<void>;
  toOne(session: DeskSession, line: string): void;
  refuse(session: DeskSession, why: Refusal): void;
  evict(session: DeskSession, why: EvictionReason, lastWord?: Refusal): void;
  finish(session: DeskSession): void;
}

/** A connection has come: reads its lines from now on. */
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
  // In the clear the question came before the first byte.
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

/** Does this now, or after what still goes on for this client. */
function inTurn(session: DeskSession, work: () => void | Promise<void>): void {
  const going = session.busy === undefined ? work() : session.busy.then(work);
  if (!(going instanceof Promise)) return;
  session.busy = going;
  void going.then(() => {
    if (session.busy === going) session.busy = undefined;
  });
}

/** Nothing more is read from the connection, and no timer acts on it. */
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

/** What the next line of a connection is read as. */
function readingOf({ name, entrance, reception }: DeskSession): Reading {
  return name !== undefined || !entrance.isOpen ? "line" : (reception?.reading ?? "line");
}
