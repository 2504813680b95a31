import type { Observation, TlsRecordObservation } from "./observation.ts";

/** Whether only someone with the key sees it: it came out of an encrypted record. An opened record itself is on the wire for all. */
export function isInside(observation: Observation): boolean {
  if (!("opened" in observation || "depth" in observation)) return false;
  return observation.kind !== "tls-record" || observation.depth !== undefined;
}

/** What someone without the key sees of this: nothing of what was inside, and of an opened record what it would be taken for. */
export function withoutKey(observation: Observation): readonly Observation[] {
  if (isInside(observation)) return none;
  if (observation.kind !== "tls-record" || observation.opened === undefined) return [observation];
  const guess = guessOf(observation);
  return guess === undefined ? [observation] : [observation, guess];
}

const none: readonly Observation[] = [];

function guessOf({ taken, innerContentType, length, ...record }: TlsRecordObservation): Observation | undefined {
  const { connection, from, packet, firstPacket, time, offset } = record;
  const first = firstPacket === undefined ? {} : { firstPacket };
  const part = { connection, from, packet, ...first, time, offset, encrypted: true, guess: true } as const;
  if (taken?.kind === "message") {
    const details = taken.with === undefined ? {} : { details: { with: taken.with } };
    return { kind: "tls-message", ...part, message: taken.name, length, ...details };
  }
  // Without the key, a last record of an alert's length is taken for close_notify.
  const isAlert = taken !== undefined || innerContentType === "alert";
  return isAlert ? { kind: "tls-alert", ...part, description: taken?.name ?? "close_notify" } : undefined;
}
