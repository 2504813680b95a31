import type { ConnectionObservation, TlsRecordObservation } from "../observe/observation.ts";
import type { ComparedConnection } from "./compared-capture.ts";
import { HandshakeWatch } from "./handshake-watch.ts";

/** Most connections kept of a capture. */
const MAX_COMPARED_CONNECTIONS = 1000;
/** Most connections whose version and suite are remembered at a time. */
const MAX_FOLLOWED_CONNECTIONS = 20_000;

/** What is known of a connection while the capture is read. */
export interface Watched {
  readonly number: number;
  client: string;
  server: string;
  isGuess: boolean;
  readonly start: number;
  version: string | undefined;
  suite: string | undefined;
  serverName: string | undefined;
  readonly handshake: HandshakeWatch;
  /** A short record of either side that may turn out to be the close_notify. */
  readonly waiting: Record<"client" | "server", TlsRecordObservation | undefined>;
  carriesSomething: boolean;
}

/** The connections of a capture while it is read; those that carry nothing are only counted. */
export class WatchedConnections {
  /** All that were seen. */
  count = 0;
  private readonly followed = new Map<number, Watched>();
  private readonly kept: Watched[] = [];
  private readonly onLetGo: (oldest: Watched) => void;

  /** `onLetGo` is told of a connection that had to make room for a new one. */
  constructor(onLetGo: (oldest: Watched) => void) {
    this.onLetGo = onLetGo;
  }

  /** A connection begins or changes; `now` in seconds since the first packet. */
  take({ connection, client, server, guess }: ConnectionObservation, now: number): void {
    const isGuess = guess === true;
    const known = this.followed.get(connection);
    if (known !== undefined) {
      Object.assign(known, { client, server, isGuess });
      return;
    }
    this.count += 1;
    this.followed.set(connection, {
      number: connection,
      client,
      server,
      isGuess,
      start: now,
      version: undefined,
      suite: undefined,
      serverName: undefined,
      handshake: new HandshakeWatch(),
      waiting: { client: undefined, server: undefined },
      carriesSomething: false,
    });
    if (this.followed.size > MAX_FOLLOWED_CONNECTIONS) this.letGoOldest();
  }

  get(connection: number): Watched | undefined {
    return this.followed.get(connection);
  }

  all(): Iterable<Watched> {
    return this.followed.values();
  }

  /** Text or a record was seen on this connection: it is kept, up to a bound. */
  carries(connection: number): Watched | undefined {
    const watched = this.followed.get(connection);
    if (watched === undefined || watched.carriesSomething) return watched;
    watched.carriesSomething = true;
    if (this.kept.length < MAX_COMPARED_CONNECTIONS) this.kept.push(watched);
    return watched;
  }

  /** Those kept, as a comparison shows them. */
  compared(): ComparedConnection[] {
    return this.kept.map(comparedConnection);
  }

  private letGoOldest(): void {
    const [oldest] = this.followed.values();
    this.onLetGo(oldest!);
    this.followed.delete(oldest!.number);
  }
}

function comparedConnection(watched: Watched): ComparedConnection {
  const { number, client, server, isGuess, start, version, suite, serverName, handshake } = watched;
  return {
    connection: number,
    client,
    server,
    start,
    isGuess,
    version,
    suite,
    serverName,
    handshake: handshake.cost(),
  };
}
