import { openCaptureFile } from "../../../sniffer/capture/open-capture-file.ts";
import { Observer } from "../../../sniffer/observe/observer.ts";
import { type LayersCapture, LayersCollector } from "./layers-capture.ts";

/** Reads a capture file ("-": standard input) as an attacker does. Throws LabError where it cannot be opened. */
export async function readLayers(path: string): Promise<LayersCapture> {
  const observer = new Observer();
  const collector = new LayersCollector();
  for await (const batch of openCaptureFile(path)) {
    for (const item of batch) for (const observation of observer.push(item)) collector.push(observation);
  }
  for (const observation of observer.end()) collector.push(observation);
  return collector.capture();
}
