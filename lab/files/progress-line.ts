import type { Progress } from "../../chat/files/files-client.ts";
import { grouped } from "../../terminal/grouped.ts";
import { ProgressLine, progressBar } from "../../terminal/progress-line.ts";

const BAR = 30;

/** Shows the progress of a transfer in place on standard error. `end` removes the line. */
export function progressLine(what: string): Progress & { readonly end: () => void } {
  const line = new ProgressLine();
  const progress = (done: number, all: number) => line.show(() => barText(what, done, all));
  return Object.assign(progress, { end: () => line.clear() });
}

/** `sending ############.................. 40 % of 1,024 MiB`. */
export function barText(what: string, done: number, all: number): string {
  const part = all === 0 ? 1 : done / all;
  const size = all < 1024 ** 2 ? `${Math.ceil(all / 1024)} KiB` : `${grouped(Math.ceil(all / 1024 ** 2))} MiB`;
  return `${what} ${progressBar(part, BAR)} ${Math.floor(part * 100)} % of ${size}`;
}
