import type { KeyCheck } from "./admission.ts";
import type { LineReader } from "./line-reader.ts";
import type { Connection } from "./transport/connection.ts";
import type { Drop } from "./transport/listen.ts";

/** One connection at the desk, with or without a name. */
export interface DeskSession {
  readonly id: number;
  readonly connection: Connection;
  readonly reader: LineReader;
  readonly drop: Drop;
  name: string | undefined;
  /** The only name it may have, where its certificate proves one. */
  certifiedName: string | undefined;
  readonly keyCheck: KeyCheck;
  /** When its last line came, in milliseconds of `performance.now`. */
  heardAt: number;
  /** Runs until a name is asked for. */
  readonly askTimer: NodeJS.Timeout | undefined;
  /** Runs until a name should have come. */
  readonly nameTimer: NodeJS.Timeout;
  /** We are done with it; nothing more is read from it or written to it. */
  isOver: boolean;
}

/** Nothing more is read from the connection, and no timer acts on it. */
export function stopTimers({ reader, askTimer, nameTimer }: DeskSession): void {
  reader.stop();
  clearTimeout(askTimer);
  clearTimeout(nameTimer);
}
