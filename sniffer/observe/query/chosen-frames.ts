import type { CaptureItem } from "../../capture/frame.ts";
import { Observer } from "../observer.ts";
import { ChosenLines } from "./chosen-lines.ts";
import { needsBytes, type Query } from "./query.ts";

/**
 * Leaves frames out of a capture, batch by batch, for whose packets a query is not true. Decided when a frame comes: what only later
 * packets show of it does not count. All else stays.
 */
export function chosenFrames(query: Query): (items: readonly CaptureItem[]) => readonly CaptureItem[] {
  const observer = new Observer({ keepBytes: needsBytes(query) });
  const lines = new ChosenLines(query);
  return (items) =>
    items.filter((item) => {
      const observations = observer.push(item);
      return item.kind !== "frame" || lines.hasPacket(observations, () => item.bytes);
    });
}
