/** The number of bytes that predict the next one. */
const ORDER = 5;
/** The weight of words from a list beside whole sentences. */
const WORD_WEIGHT = 0.3;
/** Every byte has some probability, so that a rare one does not end a search path. */
const FLOOR = 1e-6;

type Counts = Map<number, number>;

/**
 * The probability of each byte after others: counted in sentences and words, for lines of UTF-8. A line begins and ends
 * with a newline.
 */
export class LanguageModel {
  private readonly counts = new Map<string, Counts>();
  private readonly found = new Map<string, Float64Array>();

  constructor(sentences: readonly string[], words: readonly string[]) {
    for (const sentence of sentences) this.learn(Buffer.from(`\n${sentence}\n`).toString("latin1"), 1);
    for (const word of words) this.learn(Buffer.from(` ${word} `).toString("latin1"), WORD_WEIGHT);
  }

  /** The natural logarithm of the probability of each byte after these (latin1). */
  logarithmsAfter(before: string): Float64Array {
    let context = before.slice(-ORDER);
    // An unknown context is replaced by its longest known end.
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

  /** Witten and Bell (1991): bytes seen after a long context count; the rest is shared as after the shorter context. */
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
