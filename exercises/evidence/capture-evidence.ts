import type { CaptureItem, Frame } from "../../sniffer/capture/frame.ts";
import { openCaptureFile } from "../../sniffer/capture/open-capture-file.ts";
import type { Observation } from "../../sniffer/observe/observation.ts";
import { observeCapture } from "../../sniffer/observe/observe-capture.ts";
import type { Secrets } from "../../sniffer/wire/tls/open/secrets.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { texts } from "./texts.ts";

/** Most packets of a capture for an exercise: a conversation of a few minutes has some hundred. */
const MAX_EXERCISE_PACKETS = 100_000;

/** A whole capture in memory. */
export interface CaptureEvidence {
  readonly path: string;
  readonly observations: readonly Observation[];
  /** By packet number. */
  readonly frames: ReadonlyMap<number, Frame>;
}

/**
 * Reads a whole capture file, in order. With `secrets`, those inside the file are used too. Throws a LabError if it
 * cannot be opened, or is too large for an exercise.
 */
export async function readEvidence(path: string, secrets?: Secrets): Promise<CaptureEvidence> {
  const observations: Observation[] = [];
  const frames = new Map<number, Frame>();
  const look = (found: readonly Observation[], item?: CaptureItem) => {
    for (const observation of found) observations.push(observation);
    if (item?.kind === "frame") frames.set(item.number, item);
    if (frames.size > MAX_EXERCISE_PACKETS) {
      throw new LabError(texts.captureTooLarge(printable(path), MAX_EXERCISE_PACKETS), texts.captureLess);
    }
  };
  await observeCapture(openCaptureFile(path), look, secrets && { secrets });
  return { path, observations, frames };
}

type Kind = Observation["kind"];

export function ofKind<K extends Kind>(
  { observations }: CaptureEvidence,
  kind: K,
): Extract<Observation, { kind: K }>[] {
  return observations.filter((one): one is Extract<Observation, { kind: K }> => one.kind === kind);
}
