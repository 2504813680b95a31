import type { Observation, TlsRecordObservation } from "./observation.ts";

/**
 * Whether only someone with the key sees it, because it comes from an encrypted record. The opened record itself is
 * visible for all.
 */
export function isInside(observation: Observation): boolean {
  if (!("opened" in observation || "depth" in observation)) return false;
  return observation.kind !== "tls-record" || observation.depth !== undefined;
}

/** What someone without the key sees instead: nothing for the contents, and the usual guess for an opened record. */
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
  // Without the key, a last record with the length of an alert counts as close_notify.
  const isAlert = taken !== undefined || innerContentType === "alert";
  return isAlert ? { kind: "tls-alert", ...part, description: taken?.name ?? "close_notify" } : undefined;
}
