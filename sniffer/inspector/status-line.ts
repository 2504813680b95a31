import { fitted, shortened, widthOf } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { type Line, type Span, span, type Tone } from "../../terminal/screen/line.ts";
import { type Lock, openLock, type View } from "./page.ts";
import type { PacketStore } from "./store/packet-store.ts";
import { texts } from "./texts.ts";

interface Part {
  readonly text: string;
  readonly tone: Tone;
  /** On narrow screens, parts with smaller numbers are dropped first. */
  readonly keep: number;
}

/** The first line of the screen: the source on the left, the counts on the right, large. */
export function statusLine({ session, filter, size, lock }: View, isPaused: boolean): Line {
  const left = sourceParts(session);
  const right = seenParts(session, filter, isPaused, lock);
  const width = (parts: readonly Part[]) => parts.reduce((sum, { text }) => sum + widthOf(text) + 2, 0);
  for (
    let all = [...left, ...right];
    all.length > 1 && width(left) + width(right) > size.columns;
    all = [...left, ...right]
  ) {
    const least = all.reduce((a, b) => (b.keep < a.keep ? b : a));
    for (const parts of [left, right]) if (parts.includes(least)) parts.splice(parts.indexOf(least), 1);
  }
  const room = Math.max(0, size.columns - width(left) - width(right));
  const spans: Span[] = left.map(({ text }) => span(` ${shortened(text, size.columns - 2)} `, "bar"));
  return [...spans, span(" ".repeat(room), "bar"), ...right.map(({ text, tone }) => span(` ${text} `, tone))].map(
    ({ text, tone }) => span(fitted(text, Math.min(size.columns, widthOf(text))), tone),
  );
}

function sourceParts({ source, store, isLoading, progress, isRecorded, recordingTo }: View["session"]): Part[] {
  const { status } = texts;
  const parts: Part[] = [];
  const add = (text: string, keep: number) => parts.push({ text, tone: "bar", keep });
  const name = printable(source.name);
  add(source.kind === "device" ? status.device(name, isLoading) : name.split("/").at(-1)!, 9);
  if (isRecorded) add(status.recording(printable(recordingTo!.split("/").at(-1)!)), 5);
  if (source.filter !== undefined) add(printable(source.filter), 4);
  if (isLoading && source.kind === "file") add(progress === undefined ? status.reading : status.loading(progress), 6);
  if (store.isFull) add(status.full, 8);
  return parts;
}

function seenParts(
  { store, listShown, isRecorded, recordingTo, hasKeys }: View["session"],
  filter: string,
  isPaused: boolean,
  lock: Lock,
): Part[] {
  const { status } = texts;
  const { counts, packets } = store;
  const parts: Part[] = [];
  const add = (text: string, tone: Tone, keep: number) => parts.push({ text, tone, keep });
  if (recordingTo !== undefined && !isRecorded) add(status.notRecorded, "warning-area", 8);
  if (isPaused) add(status.paused, "warning-area", 8);
  if (counts.gaps > 0) add(status.gaps(counts.gaps, counts.gapBytes), "warning-area", 6);
  if (counts.conflicts > 0) add(status.conflicts(counts.conflicts), "warning-area", 6);
  if (counts.textLines > 0) add(status.inTheClear(counts.textLines), "readable-area", 7);
  if (counts.encryptedRecords > 0) add(status.records(counts.encryptedRecords), "protected-area", 7);
  const key = keyWords(store);
  if (hasKeys && key !== undefined) add(`${store.items.isUnlocked ? openLock(lock) : lock} ${key}`, "bar", 8);
  if (filter !== "") add(status.filter(printable(filter)), "bar", 2);
  if (listShown?.isComplete === false) add(status.filtering, "bar", 3);
  add(filter === "" ? status.packets(packets.length) : status.shown(listShown?.length ?? 0, packets.length), "bar", 5);
  return parts;
}

/** What the keys opened, and the key that locks or unlocks it; undefined before the first record to open. */
function keyWords({ opened: { opened, closed }, items: { isUnlocked } }: PacketStore): string | undefined {
  const { status } = texts;
  if (opened + closed === 0) return undefined;
  if (opened === 0) return status.nothingOpened(closed);
  return isUnlocked ? status.unlocked(opened, opened + closed) : status.locked(opened);
}
