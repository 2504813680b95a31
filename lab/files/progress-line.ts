import type { Progress } from "../../chat/files/files-client.ts";
import { grouped } from "../../terminal/grouped.ts";

/** How often the line is drawn again at most, in milliseconds. */
const interval = 100;
/** Work that is done within this time shows nothing, in milliseconds. */
const quiet = 500;
const width = 30;

/** A bar on standard error that is drawn in place while something takes long. Without a terminal it draws nothing. */
export function progressLine(what: string): Progress & { readonly end: () => void } {
  const begun = performance.now();
  let drawn = 0;
  const progress = (done: number, all: number) => {
    const now = performance.now();
    if (!process.stderr.isTTY || now - begun < quiet || now - drawn < interval) return;
    drawn = now;
    process.stderr.write(`\r${barText(what, done, all)} \x1b[K`);
  };
  const end = () => {
    if (drawn > 0) process.stderr.write("\r\x1b[K");
  };
  return Object.assign(progress, { end });
}

/** `sending ############.................. 40 % of 1,024 MiB`. */
export function barText(what: string, done: number, all: number): string {
  const part = all === 0 ? 1 : done / all;
  const bar = "#".repeat(Math.round(part * width)).padEnd(width, ".");
  const size = all < 1024 ** 2 ? `${Math.ceil(all / 1024)} KiB` : `${grouped(Math.ceil(all / 1024 ** 2))} MiB`;
  return `${what} ${bar} ${Math.floor(part * 100)} % of ${size}`;
}
