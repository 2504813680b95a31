import { mustBeCapture } from "../../../sniffer/capture/must-be-capture.ts";
import { openCaptureFile } from "../../../sniffer/capture/open-capture-file.ts";
import { observeCapture } from "../../../sniffer/observe/observe-capture.ts";
import { type LayersCapture, LayersCollector } from "./layers-capture.ts";

/**
 * Reads a capture file ("-": standard input) as an attacker does. Throws LabError if it cannot be opened, or is not a
 * capture.
 */
export async function readLayers(path: string): Promise<LayersCapture> {
  const collector = new LayersCollector();
  await observeCapture(await mustBeCapture(openCaptureFile(path), path), (observations) => {
    for (const observation of observations) collector.push(observation);
  });
  return collector.capture();
}
