import type { CaptureItem } from "../../capture/frame.ts";
import { Observer } from "../observer.ts";
import { ChosenLines } from "./chosen-lines.ts";
import { needsBytes, type Query } from "./query.ts";

/**
 * Removes the frames for which a query is false from a capture, batch by batch. It decides when a frame comes; facts
 * from later packets do not count. All other items stay.
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
