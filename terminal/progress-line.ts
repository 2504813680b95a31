/** The shortest time between two redraws of a line, in milliseconds. */
const INTERVAL = 100;

/** A line on standard error for slow work, redrawn in place. Without a terminal it draws nothing. */
export class ProgressLine {
  /** The time of the next possible redraw. */
  private next: number;
  private isDrawn = false;

  /** Work that ends within `quiet` milliseconds shows nothing. */
  constructor(quiet = 500) {
    this.next = performance.now() + quiet;
  }

  /** Draws a line that is safe to print. It calls `line` only when a redraw is due. */
  show(line: () => string): void {
    const now = performance.now();
    if (!process.stderr.isTTY || now < this.next) return;
    this.next = now + INTERVAL;
    this.isDrawn = true;
    process.stderr.write(`\r${line().slice(0, (process.stderr.columns ?? 80) - 1)}\x1b[K`);
  }

  /** Removes the line. */
  clear(): void {
    if (this.isDrawn) process.stderr.write("\r\x1b[K");
    this.isDrawn = false;
  }
}

/** A bar of `width` columns; `part` (0 to 1) of it is full. */
export function progressBar(part: number, width: number): string {
  return "#".repeat(Math.min(width, Math.round(part * width))).padEnd(width, ".");
}
