import { fitted, widthOf } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { footerLine } from "../../terminal/screen/key-table.ts";
import { type Line, span, type Tone } from "../../terminal/screen/line.ts";
import { keysOn } from "./keys.ts";
import type { Model } from "./model.ts";
import { promptLine } from "./prompt-line.ts";
import type { Session } from "./session.ts";
import { texts } from "./texts.ts";

/** The first line of the screen: source, counts, what was seen, what was lost. The least important parts go first where it is narrow. */
export function statusLine(session: Session, model: Model): Line {
  const { status } = texts;
  const { source, store } = session;
  const { counts } = store;
  const parts: { text: string; tone: Tone; keep: number }[] = [];
  const add = (text: string, tone: Tone, keep: number) => parts.push({ text, tone, keep });
  const name = printable(source.name);
  const baseName = name.split("/").at(-1)!;
  add(source.kind === "device" ? status.device(name, session.isLoading) : status.file(baseName), "strong", 9);
  if (source.filter !== undefined) add(printable(source.filter), "faint", 4);
  if (session.isLoading && source.kind === "file") {
    const { progress } = session;
    add(progress === undefined ? status.reading : status.loading(progress), "plain", 6);
  }
  if (model.pausedAt !== undefined) add(status.paused, "warning", 8);
  const isFiltered = model.filterText !== "";
  add(isFiltered ? status.shown(session.list.length, counts.packets) : status.packets(counts.packets), "plain", 7);
  if (!session.list.isComplete) add(status.filtering, "faint", 4);
  const isNarrow = model.size.columns < 110;
  add(isNarrow ? status.connectionsShort(counts.connections) : status.connections(counts.connections), "plain", 3);
  if (counts.textLines > 0) add(status.plaintext, "readable", 7);
  if (counts.encryptedRecords > 0) add(status.tls, "protected", 7);
  if (counts.gaps > 0) add(status.gaps(counts.gaps, counts.gapBytes), "warning", 6);
  else add(status.noGaps, "faint", 1);
  if (session.isRecorded) add(status.recording(printable(session.recordingTo!.split("/").at(-1)!)), "plain", 5);
  else if (session.recordingTo !== undefined) add(status.notRecorded, "warning", 8);
  if (isFiltered) add(status.filter(printable(model.filterText)), "plain", 2);
  return joined(parts, model.size.columns);
}

/** The last line: what is being typed, a notice, or the keys that work here. */
export function lastLine(session: Session, model: Model): Line {
  const { columns } = model.size;
  const { prompt } = model;
  if (prompt !== undefined) return promptLine(prompt, columns);
  const trouble = session.store.captureProblem;
  if (model.notice !== "") return [span(fitted(printable(model.notice), columns), "strong")];
  if (trouble !== undefined) return [span(fitted(printable(trouble), columns), "warning")];
  return footerLine(keysOn(model.screen), columns);
}

function joined(parts: { text: string; tone: Tone; keep: number }[], width: number): Line {
  const kept = [...parts];
  const total = () => kept.reduce((sum, { text }) => sum + widthOf(text) + 2, 0);
  while (total() > width && kept.length > 1) {
    const least = kept.reduce((a, b) => (b.keep < a.keep ? b : a));
    kept.splice(kept.indexOf(least), 1);
  }
  return kept.flatMap(({ text, tone }, at) => [
    ...(at === 0 ? [] : [span("  ")]),
    span(fitted(text, Math.min(width, widthOf(text))), tone),
  ]);
}
