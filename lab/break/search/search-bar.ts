import type { SearchProgress } from "./run-search.ts";
import { texts } from "./texts.ts";

/** How long a search may take before it shows a bar, and between two pictures of it, in milliseconds. */
const [AFTER, EVERY] = [1000, 200];
const BAR_WIDTH = 16;

/** A bar on the last line of a terminal; elsewhere nothing. */
export class SearchBar {
  private shownAt = AFTER - EVERY;
  private readonly stream: NodeJS.WriteStream;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.stream = stream;
  }

  show(progress: SearchProgress): void {
    const now = progress.seconds * 1000;
    if (!this.stream.isTTY || now - this.shownAt < EVERY) return;
    this.shownAt = now;
    this.stream.write(`\r${barLine(progress).slice(0, (this.stream.columns ?? 80) - 1)}\x1b[K`);
  }

  /** Takes the bar away. */
  clear(): void {
    if (this.shownAt >= AFTER) this.stream.write("\r\x1b[K");
    this.shownAt = AFTER - EVERY;
  }
}

function barLine({ guesses, total, left }: SearchProgress): string {
  const filled = Math.floor((guesses / total) * BAR_WIDTH);
  const bar = `${"#".repeat(filled)}${"-".repeat(BAR_WIDTH - filled)}`;
  return `[${bar}] ${texts.bar(guesses, total, left)}`;
}
