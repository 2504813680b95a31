import { expect, test } from "vitest";
import { framesOf, itemsOf, problemsOf } from "../../testing/sniffer/capture-items.ts";
import { corpusCaptures } from "../../testing/sniffer/corpus.ts";
import type { Frame } from "./frame.ts";
import { openCaptureFile } from "./open-capture-file.ts";

/** tshark counts custom and journal blocks of pcapng as packets; these are their frame numbers. */
const notPackets: Readonly<Record<string, readonly number[]>> = {
  "public/hadrielk+pcapng-test-generator/le-test018.pcapng": [1, 4, 6, 8],
};

/** tshark takes an empty file for an ERF capture without a packet. */
const noCaptureToUs = ["own/bad-zero-length.pcap"];

const severityOf = { cut_short: "cut", damaged: "damaged", not_capture: "damaged", unsupported: "damaged" } as const;

const captures = corpusCaptures();

if (captures.length === 0) test.skip("reads every capture of the corpus (skipped: the corpus is not here)");

test.each(captures)("reads $name as tshark does", async ({ name, path, oracle }) => {
  const { file, frames, counts } = oracle();
  const items = await itemsOf(openCaptureFile(path));
  const expected = frames
    .filter((_, index) => !notPackets[name]?.includes(index + 1))
    .map(([time, captured, length], index) => [index + 1, time || "0.000000000", length, captured]);
  const found = framesOf(items);
  expect(found.slice(0, expected.length).map(summary)).toEqual(expected);
  expect(found.length).toBe(counts.packets - (notPackets[name]?.length ?? 0));
  const error = noCaptureToUs.includes(name) ? "not_capture" : file.read_error;
  expect(problemsOf(items).map((problem) => problem.severity)).toEqual(error === null ? [] : [severityOf[error]]);
});

function summary({ number, time, originalLength, bytes }: Frame): unknown[] {
  return [number, `${time.seconds}.${String(time.nanoseconds).padStart(9, "0")}`, originalLength, bytes.length];
}
