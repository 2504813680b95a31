import type { CaptureItem } from "../../sniffer/capture/frame.ts";
import { openCaptureFile } from "../../sniffer/capture/open-capture-file.ts";
import type { Observation } from "../../sniffer/observe/observation.ts";
import { Observer, type ObserverOptions } from "../../sniffer/observe/observer.ts";

/** All observations of these items, the summary last. */
export function observe(items: Iterable<CaptureItem>, options: ObserverOptions = {}): Observation[] {
  const observer = new Observer(options);
  const observations: Observation[] = [];
  for (const item of items) observations.push(...observer.push(item));
  return [...observations, ...observer.end()];
}

export async function observeFile(path: string, options: ObserverOptions = {}): Promise<Observation[]> {
  const items: CaptureItem[] = [];
  for await (const batch of openCaptureFile(path)) items.push(...batch);
  return observe(items, options);
}

export function ofKind<K extends Observation["kind"]>(
  observations: readonly Observation[],
  kind: K,
): Extract<Observation, { kind: K }>[] {
  return observations.filter((observation) => observation.kind === kind) as Extract<Observation, { kind: K }>[];
}
