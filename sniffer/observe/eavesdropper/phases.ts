import type { Observation } from "../observation.ts";
import { RecentMap } from "../recent-map.ts";
import { Eavesdropper } from "./eavesdropper.ts";

/**
 * Most observations of a connection that wait until its protocol is known, and most connections that are remembered.
 */
const MAX_WAITING = 64;
const MAX_CONNECTIONS = 20_000;

export type Phase = "plain" | "tls";

/**
 * Listens to a conversation in two parts: unencrypted, and over TLS. A connection belongs to the second part from its
 * first TLS record on. Its opening waits until its protocol is known.
 */
export class PhasedEavesdropper {
  readonly plain = new Eavesdropper();
  readonly tls = new Eavesdropper();
  private readonly phases = new RecentMap<number, Phase>(MAX_CONNECTIONS);
  private readonly waiting = new RecentMap<number, Observation[]>(MAX_CONNECTIONS, (forgotten) => {
    for (const one of forgotten) this.plain.push(one);
  });

  push(observation: Observation): void {
    const connection = "connection" in observation ? observation.connection : undefined;
    if (connection === undefined) {
      this.plain.push(observation);
      if (observation.kind === "summary") this.tls.push(observation);
      return;
    }
    const phase = this.phaseAfter(connection, observation);
    const waiting = [...(this.waiting.get(connection) ?? []), observation];
    if (phase === undefined && waiting.length < MAX_WAITING) {
      this.waiting.set(connection, waiting);
      return;
    }
    this.waiting.delete(connection);
    for (const one of waiting) this[phase ?? "plain"].push(one);
  }

  /** The part of a connection after this observation; undefined until it has sent something. */
  private phaseAfter(connection: number, { kind }: Observation): Phase | undefined {
    const before = this.phases.get(connection);
    const now = kind === "tls-record" ? "tls" : kind === "text" || kind === "binary" ? (before ?? "plain") : before;
    if (now === before || now === undefined) return before;
    this.phases.set(connection, now);
    return now;
  }
}
