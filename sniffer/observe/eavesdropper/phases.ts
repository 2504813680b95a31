import type { Observation } from "../observation.ts";
import { RecentMap } from "../recent-map.ts";
import { Eavesdropper } from "./eavesdropper.ts";

/** Most observations of a connection that wait until it is known what it speaks, and most connections of which that is remembered. */
const MAX_WAITING = 64;
const MAX_CONNECTIONS = 20_000;

export type Phase = "plain" | "tls";

/**
 * Listens to a conversation in two parts: what was sent in the clear, and what was sent over TLS. A connection belongs to the second part
 * from its first TLS record on; what opens it waits until it is known what the connection speaks.
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

  /** Which part the connection is in by now; undefined where it has not said anything yet. */
  private phaseAfter(connection: number, { kind }: Observation): Phase | undefined {
    const before = this.phases.get(connection);
    const now = kind === "tls-record" ? "tls" : kind === "text" || kind === "binary" ? (before ?? "plain") : before;
    if (now === before || now === undefined) return before;
    this.phases.set(connection, now);
    return now;
  }
}
