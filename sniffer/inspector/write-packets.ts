import { closeSync, linkSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { printable } from "../../terminal/printable.ts";
import { PcapForm } from "../capture/pcap-writer.ts";
import { writeFailure } from "./save-conversation.ts";
import type { Session } from "./session.ts";
import { texts } from "./texts.ts";

/** Packets that are written between two looks at the keyboard. */
const packetsPerTurn = 500;
/** The largest frame that the files of this lab may hold. */
const snapLength = 262_144;

/** The packets to write: those before `until` that pass a filter, with those that only acknowledge. */
export interface WrittenPackets {
  readonly filter: string;
  readonly until: number;
}

/**
 * Writes packets to a pcap file, which gets its name only when it is complete; `notice` gets the progress. A pcap file
 * holds one link type: frames of others are left out and counted. Never rejects; stops if the session is closed.
 */
export async function writePackets(
  session: Session,
  packets: WrittenPackets,
  path: string,
  notice: (text: string) => void,
): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  let file: number | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true });
    file = openSync(unfinished, "wx");
    const { written, leftOut } = await writeAll(session, packets, file, notice);
    // `link` fails if the name is taken, in one step; `rename` would silently replace the file.
    if (!session.isClosed) linkSync(unfinished, path);
    notice(texts.notice.written(printable(path), written) + (leftOut > 0 ? texts.notice.leftOut(leftOut) : ""));
  } catch (error) {
    notice(writeFailure(path, error));
  } finally {
    if (file !== undefined) {
      closeSync(file);
      rmSync(unfinished, { force: true });
    }
  }
}

async function writeAll(
  session: Session,
  { filter, until }: WrittenPackets,
  file: number,
  notice: (text: string) => void,
) {
  const { store } = session;
  const passes = session.passesOf(filter);
  const { precision = "us", linkType = 1 } = store.interface ?? {};
  const begin = (type: number) => {
    const begun = new PcapForm({ kind: "interface", format: "pcap", linkType: type, precision, snapLength });
    writeWhole(file, begun.begin());
    return begun;
  };
  let form: PcapForm | undefined;
  let written = 0;
  for (let packet = 0, turns = 1; packet < until && !session.isClosed; turns++) {
    const pieces: Buffer[] = [];
    for (const end = Math.min(until, packet + packetsPerTurn); packet < end; packet++) {
      if (!(passes?.(packet) ?? true)) continue;
      const frame = store.frame(packet);
      form ??= begin(frame.linkType);
      const piece = form.piece(frame);
      if (piece !== undefined) pieces.push(piece);
    }
    writeWhole(file, Buffer.concat(pieces));
    written += pieces.length;
    if (turns % 20 === 0) notice(texts.notice.writing(packet / until));
    await nextTurn();
  }
  form ??= begin(linkType);
  return { written, leftOut: form.skipped };
}

function writeWhole(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}
