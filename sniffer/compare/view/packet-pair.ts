import { cell } from "../../../terminal/columns.ts";
import type { Frame } from "../../capture/frame.ts";
import { openCaptureFile } from "../../capture/open-capture-file.ts";
import { explainCapturedFrame } from "../../observe/explain/explain-bytes.ts";
import { explainedText } from "../../observe/explain/explained-text.ts";
import { screenWords, texts } from "../texts.ts";
import type { WireRow } from "../wires.ts";

/** The files of the captures, as the user named them. */
export type ComparedFiles = readonly string[];

/** In narrower columns words break: then the packets go one below the other. */
const LEAST_COLUMN = 20;

/**
 * The packets of a row with every field explained, side by side if there is room. They are read again from the files,
 * because a comparison keeps no frames.
 */
export async function packetsBeside({ cells }: WireRow, files: ComparedFiles, width: number): Promise<string[]> {
  const beside = Math.floor((width + 3) / cells.length) - 3;
  const isBeside = beside >= LEAST_COLUMN;
  const column = isBeside ? beside : width;
  const found: string[][] = [];
  for (const [at, messages] of cells.entries()) {
    found.push(await explained(files[at] ?? "-", messages[0]?.packet, column));
  }
  if (!isBeside) return found.flatMap((lines) => [...lines, ""]);
  const height = Math.max(...found.map(({ length }) => length));
  return Array.from({ length: height }, (_, at) => found.map((lines) => cell(lines[at] ?? "", column)).join(" │ "));
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
