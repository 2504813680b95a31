import type { Timestamp } from "../capture/frame.ts";
import { hex } from "../decode/reader.ts";
import type { Observation } from "./observation.ts";

/** An observation as one line of JSON, without the line end; docs/observations.md shows every kind. Kept bytes become `hex`. */
export function jsonLine(observation: Observation): string {
  if (!("time" in observation)) return JSON.stringify(observation);
  const time = timeText(observation.time);
  if (!("bytes" in observation) || !(observation.bytes instanceof Uint8Array))
    return JSON.stringify({ ...observation, time });
  const { bytes, ...rest } = observation;
  return JSON.stringify({ ...rest, time, hex: hex(bytes) });
}

/** Seconds since 1970 with six decimals, or nine where the capture has nanoseconds: "1763689000.123456". */
export function timeText({ seconds, nanoseconds }: Timestamp): string {
  const fraction = String(nanoseconds).padStart(9, "0");
  return `${seconds}.${fraction.endsWith("000") ? fraction.slice(0, 6) : fraction}`;
}
