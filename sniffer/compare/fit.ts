import type { WireMessage } from "./compared-capture.ts";

/**
 * How well messages of two captures agree. "same": the same unencrypted bytes · "exact": the record is exactly as long
 * as these words need · "possible": only with padding, or lengths do not decide · "same length": other words of the
 * same length · "impossible": the record cannot hold these words, and only the order pairs them.
 */
export type Fit = "same" | "exact" | "possible" | "same length" | "impossible";

/** Messages of one direction, prepared for comparison, also several together. */
export class Runs {
  readonly messages: readonly WireMessage[];
  /** Sums up to each message, of the bytes that each may hold. */
  private readonly least: Float64Array;
  private readonly usualLeast: Float64Array;
  private readonly most: Float64Array;
  private readonly records: Uint32Array;
  /** The text of each message; compared only if the lengths agree. */
  private readonly texts: readonly string[];

  constructor(messages: readonly WireMessage[]) {
    this.messages = messages;
    this.least = new Float64Array(messages.length + 1);
    this.usualLeast = new Float64Array(messages.length + 1);
    this.most = new Float64Array(messages.length + 1);
    this.records = new Uint32Array(messages.length + 1);
    this.texts = messages.map(textOf);
    for (const [at, { content, bytes }] of messages.entries()) {
      const isRecord = content.kind === "record" || content.kind === "layers";
      const { least, usualLeast, most } = isRecord
        ? content.plaintext
        : { least: bytes, usualLeast: bytes, most: bytes };
      this.least[at + 1] = this.least[at]! + least;
      this.usualLeast[at + 1] = this.usualLeast[at]! + usualLeast;
      this.most[at + 1] = this.most[at]! + most;
      this.records[at + 1] = this.records[at]! + (isRecord ? 1 : 0);
    }
  }

  /** How `count` messages at `at` agree with `otherCount` of the other direction at `otherAt`. */
  fit(at: number, count: number, other: Runs, otherAt: number, otherCount: number): Fit {
    const [end, otherEnd] = [at + count, otherAt + otherCount];
    const most = this.most[end]! - this.most[at]!;
    const otherMost = other.most[otherEnd]! - other.most[otherAt]!;
    if (this.records[end] === this.records[at] && other.records[otherEnd] === other.records[otherAt]) {
      if (most !== otherMost) return "impossible";
      return this.isSameText(at, end, other, otherAt, otherEnd) ? "same" : "same length";
    }
    const usualLeast = this.usualLeast[end]! - this.usualLeast[at]!;
    const otherUsualLeast = other.usualLeast[otherEnd]! - other.usualLeast[otherAt]!;
    if (usualLeast <= otherMost && otherUsualLeast <= most) return "exact";
    const least = this.least[end]! - this.least[at]!;
    const otherLeast = other.least[otherEnd]! - other.least[otherAt]!;
    return least <= otherMost && otherLeast <= most ? "possible" : "impossible";
  }

  private isSameText(at: number, end: number, other: Runs, otherAt: number, otherEnd: number): boolean {
    if (end - at === 1 && otherEnd - otherAt === 1) return this.texts[at] === other.texts[otherAt];
    return this.texts.slice(at, end).join("") === other.texts.slice(otherAt, otherEnd).join("");
  }
}

/** The text with its line end; of binary data, the bytes that were kept. */
function textOf({ content }: WireMessage): string {
  return content.kind === "text" || content.kind === "layers" ? `${content.text}\n` : content.sample.join();
}
