import { openCaptureFile } from "../../../sniffer/capture/open-capture-file.ts";
import { observeCapture } from "../../../sniffer/observe/observe-capture.ts";
import { type LayersCapture, LayersCollector } from "./layers-capture.ts";

/** Reads a capture file ("-": standard input) as an attacker does. Throws LabError where it cannot be opened. */
export async function readLayers(path: string): Promise<LayersCapture> {
  const collector = new LayersCollector();
  await observeCapture(openCaptureFile(path), (observations) => {
    for (const observation of observations) collector.push(observation);
  });
  return collector.capture();
}
