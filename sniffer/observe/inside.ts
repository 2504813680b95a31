import type { HiddenGuess } from "../wire/tls/hidden-handshake.ts";
import type { Observation, StreamPart, TlsRecordObservation } from "./observation.ts";

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
  const part = { connection, from, packet, ...(firstPacket !== undefined && { firstPacket }), time, offset };
  // Without the key, a last record with the length of an alert counts as close_notify.
  const guess = taken ?? (innerContentType === "alert" ? closeNotify : undefined);
  return guess && guessObservation(part, length, guess);
}

const closeNotify: HiddenGuess = { kind: "alert", name: "close_notify" };

/** The observation of a guess about an encrypted record of this length. */
export function guessObservation(
  part: StreamPart,
  length: number,
  { kind, name, with: others }: HiddenGuess,
): Observation {
  if (kind === "alert") return { kind: "tls-alert", ...part, description: name, encrypted: true, guess: true };
  const details = others === undefined ? {} : { details: { with: others } };
  return { kind: "tls-message", ...part, message: name, length, encrypted: true, guess: true, ...details };
}
