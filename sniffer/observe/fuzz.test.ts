import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { digestOf, framesOf, problemsOf, readChunks } from "../../testing/sniffer/capture-items.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { mutate, seededRandom } from "../../testing/sniffer/mutations.ts";
import { MAX_STATED_FRAME_BYTES } from "../capture/capture-format.ts";
import type { CaptureItem, Frame } from "../capture/frame.ts";
import { MAX_PENDING_BYTES, Observer } from "./observer.ts";
import { jsonLine } from "./print-json.ts";
import { TextPrinter } from "./print-text.ts";

/** LAB_FUZZ_MUTATIONS asks for more, LAB_FUZZ_SEED for others. */
const mutations = Number(process.env.LAB_FUZZ_MUTATIONS ?? 100_000);
const seed = Number(process.env.LAB_FUZZ_SEED ?? 2026);
/** A damaged file of one section is reported as damaged at most this often. */
const mostProblems = 2;
/** The most that small captures may add to the heap, whatever they contain. */
const mostHeapGrowth = 256 * 1024 * 1024;

const fixtures = readdirSync(fixturesFolder)
  .filter((name) => !name.endsWith(".md"))
  .map((name) => ({ name, bytes: readFileSync(join(fixturesFolder, name)) }))
  .filter(({ bytes }) => bytes.length > 0);

const parsed = await Promise.all(fixtures.map(async ({ name, bytes }) => ({ name, items: await readChunks([bytes]) })));
const withFrames = parsed.filter(({ items }) => framesOf(items).length > 0);

test(`${mutations} mutations of captures and of frames in them, seed ${seed}: no exception, no hang, memory bounded`, {
  timeout: 24 * 3600_000,
}, async () => {
  console.info(`fuzzing with LAB_FUZZ_SEED=${seed} LAB_FUZZ_MUTATIONS=${mutations}`);
  const before = process.memoryUsage().heapUsed;
  for (let number = 0; number < mutations; number++) {
    // Each mutation has its own random numbers, so that it can be made again alone.
    const random = seededRandom(seed + number);
    try {
      say(number % 4 === 0 ? await mutatedFile(random) : mutatedFrames(random), number % 2 === 0);
    } catch (error) {
      throw new Error(`mutation ${number}: LAB_FUZZ_SEED=${seed + number} LAB_FUZZ_MUTATIONS=1 makes it again`, {
        cause: error,
      });
    }
    if (number % 1000 === 0) expect(process.memoryUsage().heapUsed - before).toBeLessThan(mostHeapGrowth);
  }
});

test.each(fixtures)("$name, cut anywhere, is reported up to the cut", { timeout: 120_000 }, async ({ bytes }) => {
  // Larger files are not cut at every byte: each cut costs as much as the file is long.
  const step = 1 + Math.floor(bytes.length / 2048);
  const whole = digestOf(await readChunks([bytes]));
  for (let length = 0; length < bytes.length; length += step) {
    const items = await readChunks([bytes.subarray(0, length)]);
    const { packets, problems } = say(items, length % 2 === 0);
    expect(packets).toBe(framesOf(items).length);
    const cuts = problemsOf(items);
    expect(cuts.length).toBeLessThanOrEqual(1);
    expect(problems).toBeGreaterThanOrEqual(cuts.length);
    const isBeginning = whole.startsWith(digestOf(items.filter((item) => item !== cuts[0])));
    expect(isBeginning, `cut after ${length} bytes`).toBe(true);
  }
});

test.each(withFrames)(
  "$name with every frame cut at every length by the snap length loses nothing else",
  ({ items }) => {
    const longest = Math.max(...framesOf(items).map(({ bytes }) => bytes.length));
    for (let snapLength = 0; snapLength < longest; snapLength++) {
      const cut = items.map((item) =>
        item.kind === "frame" ? { ...item, bytes: item.bytes.subarray(0, snapLength) } : item,
      );
      expect(say(cut, true).packets).toBe(framesOf(items).length);
    }
  },
);

function pick<T>(list: readonly T[], random: (below: number) => number): T {
  return list[random(list.length)]!;
}

async function mutatedFile(random: (below: number) => number): Promise<CaptureItem[]> {
  const items = await readChunks([mutate(pick(fixtures, random).bytes, random)]);
  if (problemsOf(items).length > mostProblems) throw new Error("more problems than a damaged file has sections");
  for (const { bytes, time } of framesOf(items)) {
    if (bytes.length > MAX_STATED_FRAME_BYTES || time.nanoseconds >= 1e9) throw new Error("a frame that none may be");
  }
  return items;
}

/** A capture with damaged, dropped, double or exchanged frames: a capture file's own checks never see these. */
function mutatedFrames(random: (below: number) => number): CaptureItem[] {
  const items = [...pick(withFrames, random).items];
  for (let round = random(4); round >= 0; round--) {
    const at = random(items.length);
    const item = items[at]!;
    const change = random(8);
    if (change === 0) items.splice(at, 1);
    else if (change === 1) items.splice(at, 0, item);
    else if (change === 2) [items[at], items[0]] = [items[0]!, item];
    else if (item.kind === "frame") items[at] = mutatedFrame(item, random);
    if (items.length === 0) break;
  }
  return items;
}

const linkTypes = [0, 1, 12, 101, 108, 113, 147, 228, 229, 276, 9999];

function mutatedFrame(frame: Frame, random: (below: number) => number): Frame {
  const bytes = mutate(frame.bytes, random);
  const linkType = random(16) === 0 ? pick(linkTypes, random) : frame.linkType;
  return { ...frame, bytes, linkType, originalLength: Math.max(bytes.length, frame.originalLength) };
}

/** Sends everything through the engine and both printers; checks the rules for any capture. */
function say(items: readonly CaptureItem[], asJson: boolean): { packets: number; problems: number } {
  const observer = new Observer({ keepBytes: asJson });
  const printer = new TextPrinter();
  let packets = 0;
  const print = (observations: ReturnType<Observer["push"]>) => {
    for (const observation of observations) {
      if (observation.kind === "packet") packets += 1;
      const line = asJson ? jsonLine(observation) : printer.line(observation);
      if (line.length === 0) throw new Error(`an empty line for ${observation.kind}`);
    }
    return observations;
  };
  for (const item of items) {
    print(observer.push(item));
    if (observer.pendingBytes < 0 || observer.pendingBytes > MAX_PENDING_BYTES)
      throw new Error(`${observer.pendingBytes} bytes are pending`);
  }
  const summary = print(observer.end()).at(-1)!;
  if (summary.kind !== "summary" || summary.packets !== packets)
    throw new Error("the summary does not count the packets");
  return { packets, problems: summary.problems };
}
