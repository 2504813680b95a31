import type { Reception } from "./accounts/reception.ts";
import type { Entrance } from "./entrance.ts";
import type { ServerLayers } from "./layers/layers.ts";
import type { LineReader } from "./line-reader.ts";
import type { Protection } from "./protocol.ts";
import type { Connection } from "./transport/connection.ts";
import type { Drop } from "./transport/listen.ts";

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

/** Does this now, or after what still goes on for this client. */
export function inTurn(session: DeskSession, work: () => void | Promise<void>): void {
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
