import { expect, test } from "vitest";
import { framesOf, readChunks } from "../../testing/sniffer/capture-items.ts";
import { madeCapture } from "../../testing/sniffer/made/capture.ts";
import { seededRandom } from "../../testing/sniffer/mutations.ts";
import { schemaFaults } from "../../testing/sniffer/observation-schema.ts";
import type { CaptureItem } from "../capture/frame.ts";
import { sectionsOf } from "../inspector/fields/sections.ts";
import { PacketStore } from "../inspector/store/packet-store.ts";
import { explainFrame } from "./explain/explain-frame.ts";
import type { Observation } from "./observation.ts";
import { Observer } from "./observer.ts";
import { jsonLine } from "./print-json.ts";
import { TextPrinter } from "./print-text.ts";
import { texts } from "./texts.ts";

/** LAB_FUZZ_CAPTURES asks for more, LAB_FUZZ_SEED for others. */
const captures = Number(process.env.LAB_FUZZ_CAPTURES ?? 20_000);
const seed = Number(process.env.LAB_FUZZ_SEED ?? 2026);
/** In one of this many, expensive checks run too: the schema, the inspector; in more of them, the printed output. */
const rare = 100;
const printed = 4;

test(`${captures} captures made of parts, seed ${seed}: no fault, JSON that parses, clean text, nothing pending at the end`, {
  timeout: 24 * 3600_000,
}, async () => {
  // Malformed fields throw hundreds of thousands of times. The stack of a fault is visible when its capture is made
  // again, alone.
  if (captures > 1) Error.stackTraceLimit = 0;
  console.info(`fuzzing with LAB_FUZZ_SEED=${seed} LAB_FUZZ_CAPTURES=${captures}`);
  for (let number = 0; number < captures; number++) {
    try {
      await check(seed + number, captures === 1 || number % rare === 0);
    } catch (error) {
      throw new Error(`capture ${number}: LAB_FUZZ_SEED=${seed + number} LAB_FUZZ_CAPTURES=1 makes it again`, {
        cause: error,
      });
    }
  }
});

async function check(captureSeed: number, isThorough: boolean): Promise<void> {
  const bytes = madeCapture(captureSeed);
  const items = await readChunks(chunksOf(bytes, captureSeed));
  const observations = observed(items);
  for (const observation of observations) {
    if (observation.kind === "problem" && observation.message.startsWith(fault)) throw new Error(observation.message);
  }
  if (isThorough || captureSeed % printed === 0) checkPrinted(observations, captureSeed % 8 === 0, isThorough);
  const frames = framesOf(items);
  if (observations.filter(({ kind }) => kind === "packet").length !== frames.length)
    throw new Error("a packet is missing");
  for (const frame of captureSeed % 4 === 0 ? frames : []) {
    const { problem } = explainFrame(frame);
    if (problem?.startsWith(fault)) throw new Error(problem);
  }
  if (isThorough) inspect(items);
}

const fault = texts.fault("");

function checkPrinted(observations: readonly Observation[], isNarrow: boolean, isThorough: boolean): void {
  const printer = new TextPrinter({ isNarrow });
  for (const observation of observations) {
    checkJson(jsonLine(observation), isThorough);
    checkText(printer.line(observation));
  }
}

/** The file in one to four pieces, as it may arrive. */
function chunksOf(bytes: Buffer, captureSeed: number): Buffer[] {
  const random = seededRandom(captureSeed);
  const cuts = Array.from({ length: random(4) }, () => random(bytes.length)).sort((a, b) => a - b);
  return [...cuts, bytes.length].map((end, index) => bytes.subarray(cuts[index - 1] ?? 0, end));
}

function observed(items: readonly CaptureItem[]): Observation[] {
  const observer = new Observer({ keepBytes: true });
  const observations: Observation[] = [];
  for (const item of items) observations.push(...observer.push(item));
  observations.push(...observer.end());
  if (observer.pendingBytes !== 0) throw new Error(`${observer.pendingBytes} bytes are pending at the end`);
  return observations;
}

function checkJson(line: string, isThorough: boolean): void {
  const value: unknown = JSON.parse(line);
  const faults = isThorough ? schemaFaults(value) : "";
  if (faults !== "") throw new Error(`${faults}\n${line}`);
}

/** A line may have lines below it, but nothing else that a terminal obeys; every part of it was meant for printing. */
function checkText(line: string): void {
  // Random bytes may spell these words: quoted text is not the lab's.
  const own = line.replace(/"[^"]*"/g, '""');
  if (/[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/.test(line) || /undefined|NaN/.test(own))
    throw new Error(`unclean text: ${line}`);
}

function inspect(items: readonly CaptureItem[]): void {
  const store = new PacketStore();
  try {
    store.take(items);
    store.end();
    for (let packet = 0; packet < store.packets.length; packet++)
      expect(sectionsOf(store, packet).length).toBeGreaterThan(0);
  } finally {
    store.close();
  }
}
