import { openCaptureFile } from "../../sniffer/capture/open-capture-file.ts";
import { recordCapture } from "../../sniffer/capture/record-capture.ts";
import { printCapture } from "./print-capture.ts";

export interface SniffOptions {
  readonly read?: string;
  readonly write?: string;
  readonly text?: true;
  readonly json?: true;
  readonly hex?: true;
  readonly summary?: true;
  readonly filter?: string;
  readonly connection?: number;
  readonly count?: number;
}

/** Runs `lab sniff` and returns the exit code: 1 where the capture was damaged. */
export async function runSniff(device: string | undefined, options: SniffOptions): Promise<number> {
  const opened = openCaptureFile(options.read ?? "");
  const capture = options.write === undefined ? opened : recordCapture(opened, options.write, warn);
  const end = await printCapture(capture, {
    format: options.json ? "json" : "text",
    ...(options.summary && { summaryOnly: true }),
    ...(options.hex && { hex: true }),
    ...(options.connection !== undefined && { connection: options.connection }),
    ...(options.count !== undefined && { count: options.count }),
  });
  if (end === "cut") warn("warning: the capture ends inside a packet; all before it is good");
  void device;
  return end === "damaged" ? 1 : 0;
}

function warn(line: string): void {
  process.stderr.write(`lab: ${line}\n`);
}
