import { cell } from "../../../terminal/columns.ts";
import type { Frame } from "../../capture/frame.ts";
import { openCaptureFile } from "../../capture/open-capture-file.ts";
import { explainCapturedFrame } from "../../observe/explain/explain-bytes.ts";
import { explainedText } from "../../observe/explain/explained-text.ts";
import type { AlignedMessage } from "../align-messages.ts";
import { screenWords, texts } from "../texts.ts";

/** The files of the two captures, as they were named. */
export type ComparedFiles = readonly [string, string];

/** Both packets of a row with every field explained, side by side: read again from the files, for a comparison keeps no frames. */
export async function packetPair(
  { first, second }: AlignedMessage,
  files: ComparedFiles,
  width: number,
): Promise<string[]> {
  const column = (width - 3) >> 1;
  const [a, b] = [
    await explained(files[0], first[0]?.packet, column),
    await explained(files[1], second[0]?.packet, column),
  ];
  return Array.from(
    { length: Math.max(a.length, b.length) },
    (_, at) => `${cell(a[at] ?? "", column)} │ ${cell(b[at] ?? "", column)}`,
  );
}

async function explained(file: string, packet: number | undefined, width: number): Promise<string[]> {
  if (packet === undefined) return [texts.noCounterpart];
  const frame = file === "-" ? undefined : await frameOf(file, packet);
  if (frame === undefined) return [screenWords.noFrame];
  return [screenWords.packet(packet), ...explainedText(explainCapturedFrame(frame), frame.bytes, width)];
}

async function frameOf(file: string, packet: number): Promise<Frame | undefined> {
  for await (const batch of openCaptureFile(file)) {
    for (const item of batch) if (item.kind === "frame" && item.number === packet) return item;
  }
  return undefined;
}
