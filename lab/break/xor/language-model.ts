/** Bytes that are looked at before the next one. */
const ORDER = 5;
/** How much the words of a list count beside whole sentences. */
const WORD_WEIGHT = 0.3;
/** Every byte has some probability, so that a rare one does not end a line of thought. */
const FLOOR = 1e-6;

type Counts = Map<number, number>;

/**
 * How likely each byte is behind others: counted in sentences and words, for lines of UTF-8. A line begins and ends
 * with a newline.
 */
export class LanguageModel {
  private readonly counts = new Map<string, Counts>();
  private readonly found = new Map<string, Float64Array>();

  constructor(sentences: readonly string[], words: readonly string[]) {
    for (const sentence of sentences) this.learn(Buffer.from(`\n${sentence}\n`).toString("latin1"), 1);
    for (const word of words) this.learn(Buffer.from(` ${word} `).toString("latin1"), WORD_WEIGHT);
  }

  /** The natural logarithm of the probability of each byte behind these (latin1). */
  logarithmsAfter(before: string): Float64Array {
    let context = before.slice(-ORDER);
    // What never came before is the same as the part of it that did.
    while (context !== "" && !this.counts.has(context)) context = context.slice(1);
    let logarithms = this.found.get(context);
    if (logarithms === undefined) {
      logarithms = this.probabilitiesAfter(context).map(Math.log);
      this.found.set(context, logarithms);
    }
    return logarithms;
  }

  private learn(text: string, weight: number): void {
    for (let at = 1; at < text.length; at++) {
      const byte = text.charCodeAt(at);
      for (let length = 0; length <= ORDER && length <= at; length++) {
        const context = text.slice(at - length, at);
        let counts = this.counts.get(context);
        if (counts === undefined) {
          counts = new Map();
          this.counts.set(context, counts);
        }
        counts.set(byte, (counts.get(byte) ?? 0) + weight);
      }
    }
  }

  /**
   * Witten and Bell (1991): what was seen behind a long context counts, the rest is shared as behind the shorter one.
   */
  private probabilitiesAfter(context: string): Float64Array {
    if (context === "") return this.mixed(context, new Float64Array(256).fill(FLOOR));
    return this.mixed(context, this.probabilitiesAfter(context.slice(1)));
  }

  private mixed(context: string, shorter: Float64Array): Float64Array {
    const counts = this.counts.get(context);
    if (counts === undefined) return shorter;
    let total = 0;
    for (const count of counts.values()) total += count;
    const kinds = counts.size * 0.7;
    const probabilities = shorter.map((probability) => (probability * kinds) / (total + kinds));
    for (const [byte, count] of counts) probabilities[byte]! += count / (total + kinds);
    return probabilities;
  }
}
