/** How often a line is drawn again at most, in milliseconds. */
const INTERVAL = 100;

/** A line on standard error that is drawn in place while something takes long. Without a terminal it draws nothing. */
export class ProgressLine {
  /** When it may be drawn next. */
  private next: number;
  private isDrawn = false;

  /** What ends within `quiet` milliseconds shows nothing. */
  constructor(quiet = 500) {
    this.next = performance.now() + quiet;
  }

  /** Draws a line that is safe to print; it is asked for only when it is time. */
  show(line: () => string): void {
    const now = performance.now();
    if (!process.stderr.isTTY || now < this.next) return;
    this.next = now + INTERVAL;
    this.isDrawn = true;
    process.stderr.write(`\r${line().slice(0, (process.stderr.columns ?? 80) - 1)}\x1b[K`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.isDrawn) process.stderr.write("\r\x1b[K");
    this.isDrawn = false;
  }
}

/** A bar of so many columns, of which this part, 0 to 1, is done. */
export function progressBar(part: number, width: number): string {
  return "#".repeat(Math.min(width, Math.round(part * width))).padEnd(width, ".");
}
