import { printable } from "../../terminal/printable.ts";
import { hex } from "../wire/decode/reader.ts";
import type { Difference, Version } from "../wire/stream/difference.ts";
import { classify } from "./classify.ts";
import type { Now } from "./connection-reporter.ts";
import type { ConflictObservation, ConflictVersion, Side } from "./observation.ts";
import { texts } from "./texts.ts";

/** Where a conflict was found. */
interface Place {
  readonly layer: ConflictObservation["layer"];
  readonly connection?: number;
  readonly from?: Side;
}

/** Two versions of the same bytes, as an observation. */
export function conflictOf({ offset, length, shown, other }: Difference, place: Place, now: Now): ConflictObservation {
  const versions = { shown: versionOf(shown), other: versionOf(other) };
  return { kind: "conflict", ...place, packet: now.packet, time: now.time, offset, length, ...versions };
}

/** A conflict in words. Cleaned. */
export function conflictText({ length, shown, other }: ConflictObservation): string {
  return texts.conflict(length, cleaned(shown), cleaned(other));
}

function cleaned(version: ConflictVersion): ConflictVersion {
  return version.text === undefined ? version : { ...version, text: printable(version.text) };
}

function versionOf({ packet, bytes }: Version): ConflictVersion {
  const isText = classify(bytes) === undefined;
  return { packet, hex: hex(bytes), ...(isText && { text: Buffer.from(bytes).toString("utf8") }) };
}
