import { closeSync, linkSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { printable } from "../../terminal/printable.ts";
import type { Frame } from "../capture/frame.ts";
import { pcapFileHeader, pcapRecords } from "../capture/pcap-writer.ts";
import type { Model } from "./model.ts";
import { writeFailure } from "./save-conversation.ts";
import type { Session } from "./session.ts";
import { texts } from "./texts.ts";

/** Packets written between looks at the keyboard. */
const packetsPerTurn = 500;
/** The largest frame that the files of this lab may hold. */
const snapLength = 262_144;

/**
 * Writes the packets that the list shows to a pcap file, under its name only when it is whole; tells `notice` how it goes. A pcap
 * file holds one link type: frames of another are left out, and counted.
 */
export async function writePackets(
  session: Session,
  model: Model,
  path: string,
  notice: (text: string) => void,
): Promise<void> {
  const { store, list } = session;
  const rows = model.pausedAt === undefined ? list.length : Math.min(model.pausedAt, list.length);
  const unfinished = `${path}.${process.pid}.part`;
  let file: number | undefined;
  let written = 0;
  let leftOut = 0;
  try {
    mkdirSync(dirname(path), { recursive: true });
    file = openSync(unfinished, "wx");
    const first = list.at(0);
    const linkType = first === undefined ? (store.interface?.linkType ?? 1) : store.packets.linkType.at(first);
    const unit = ["s", "ms", "us"].includes(store.interface?.precision ?? "us") ? "us" : "ns";
    writeWhole(file, pcapFileHeader(linkType, snapLength, unit));
    for (let row = 0; row < rows; row += packetsPerTurn) {
      const frames: Frame[] = [];
      for (let at = row; at < Math.min(rows, row + packetsPerTurn); at++) {
        const frame = store.frame(list.at(at)!);
        if (frame.linkType === linkType) frames.push(frame);
        else leftOut += 1;
      }
      writeWhole(file, pcapRecords(frames, unit));
      written += frames.length;
      if (row > 0 && (row / packetsPerTurn) % 20 === 0) notice(texts.notice.writing(row / rows));
      await nextTurn();
    }
    closeSync(file);
    file = undefined;
    // A link fails where the name is taken, in one step; a rename would replace silently.
    linkSync(unfinished, path);
    notice(texts.notice.written(printable(path), written) + (leftOut > 0 ? texts.notice.leftOut(leftOut) : ""));
  } catch (error) {
    notice(writeFailure(path, error));
  } finally {
    if (file !== undefined) closeSync(file);
    rmSync(unfinished, { force: true });
  }
}

function writeWhole(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}
