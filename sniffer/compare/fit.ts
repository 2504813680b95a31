import type { WireMessage } from "./compared-capture.ts";

/**
 * How well messages of two captures agree. "same": the same bytes in the clear · "exact": the record is exactly as long as these words
 * make it · "possible": only if the sender added padding, or lengths do not tell · "same length": other words of the same length ·
 * "impossible": the record cannot hold these words, so they stand together by order alone.
 */
export type Fit = "same" | "exact" | "possible" | "same length" | "impossible";

/** Messages of one direction, made ready to be compared in stretches. */
export class Stretches {
  readonly messages: readonly WireMessage[];
  /** Sums up to each message, of what each may hold. */
  private readonly least: Float64Array;
  private readonly usualLeast: Float64Array;
  private readonly most: Float64Array;
  private readonly records: Uint32Array;

  constructor(messages: readonly WireMessage[]) {
    this.messages = messages;
    this.least = new Float64Array(messages.length + 1);
    this.usualLeast = new Float64Array(messages.length + 1);
    this.most = new Float64Array(messages.length + 1);
    this.records = new Uint32Array(messages.length + 1);
    for (const [at, { content, bytes }] of messages.entries()) {
      const isRecord = content.kind === "record";
      const { least, usualLeast, most } = isRecord
        ? content.plaintext
        : { least: bytes, usualLeast: bytes, most: bytes };
      this.least[at + 1] = this.least[at]! + least;
      this.usualLeast[at + 1] = this.usualLeast[at]! + usualLeast;
      this.most[at + 1] = this.most[at]! + most;
      this.records[at + 1] = this.records[at]! + (isRecord ? 1 : 0);
    }
  }

  /** How `count` messages from `at` agree with `otherCount` of the other direction from `otherAt`. */
  fit(at: number, count: number, other: Stretches, otherAt: number, otherCount: number): Fit {
    const [end, otherEnd] = [at + count, otherAt + otherCount];
    const most = this.most[end]! - this.most[at]!;
    const otherMost = other.most[otherEnd]! - other.most[otherAt]!;
    if (this.records[end] === this.records[at] && other.records[otherEnd] === other.records[otherAt]) {
      if (most !== otherMost) return "impossible";
      return this.text(at, end) === other.text(otherAt, otherEnd) ? "same" : "same length";
    }
    const usualLeast = this.usualLeast[end]! - this.usualLeast[at]!;
    const otherUsualLeast = other.usualLeast[otherEnd]! - other.usualLeast[otherAt]!;
    if (usualLeast <= otherMost && otherUsualLeast <= most) return "exact";
    const least = this.least[end]! - this.least[at]!;
    const otherLeast = other.least[otherEnd]! - other.least[otherAt]!;
    return least <= otherMost && otherLeast <= most ? "possible" : "impossible";
  }

  private text(from: number, to: number): string {
    let text = "";
    for (let at = from; at < to; at++) {
      const { content } = this.messages[at]!;
      text += content.kind === "text" ? `${content.text}\n` : content.sample.join();
    }
    return text;
  }
}
