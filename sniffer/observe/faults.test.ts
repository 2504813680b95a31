import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Conversation } from "../../testing/sniffer/conversation.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { frames } from "../../testing/sniffer/frame-parts.ts";
import { observe, observeFile, ofKind } from "../../testing/sniffer/observe.ts";
import type { Frame } from "../capture/frame.ts";
import { linkType } from "../wire/decode/link-types.ts";
import { explainFrame } from "./explain/explain-frame.ts";
import { jsonLine } from "./print-json.ts";

/** Bytes without a view: reading them fails like a mistake in the lab's own code. */
class BrokenBytes extends Uint8Array {
  override subarray(): never {
    throw new RangeError("offset is out of bounds");
  }
}

const broken = (frame: Frame): Frame => ({ ...frame, bytes: new BrokenBytes(frame.bytes) });

describe("a fault of the lab's own code", () => {
  const { frames: whole } = new Conversation().open().client("ana\n").server("# welcome ana\n").client("hola\n");
  const observations = observe(whole.map((frame) => (frame.number === 5 ? broken(frame) : frame)));

  test("is reported with packet and layer, and the capture goes on", () => {
    expect(ofKind(observations, "problem")).toMatchObject([{ packet: 5, layer: "tcp" }]);
    expect(ofKind(observations, "problem")[0]!.message).toContain("offset is out of bounds");
    expect(ofKind(observations, "packet").map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(ofKind(observations, "text").map(({ text }) => text)).toEqual(["ana", "hola"]);
    expect(ofKind(observations, "summary")).toMatchObject([{ packets: 6, problems: 1 }]);
  });

  test("in a frame that belongs to no connection costs nothing but the frame", () => {
    let reads = 0;
    const failing = Object.defineProperty({ ...frames([new Uint8Array(60)])[0]! }, "linkType", {
      get() {
        if (reads++ === 0) throw new RangeError("a fault of the test's own");
        return linkType.ETHERNET;
      },
    });
    const found = observe([failing, ...whole]);
    expect(ofKind(found, "packet")[0]).toMatchObject({ number: 1, length: 60 });
    expect(ofKind(found, "problem")).toMatchObject([{ packet: 1, layer: "link" }]);
    expect(ofKind(found, "text")).toHaveLength(3);
  });

  test("does not end explaining either", () => {
    const { problem, fields } = explainFrame(broken(whole[4]!));
    expect(problem).toContain("offset is out of bounds");
    expect(fields.length).toBeGreaterThan(0);
  });
});

test("a fragment that begins behind the end of its packet is no part of it", async () => {
  const observations = await observeFile(join(fixturesFolder, "ip-fragment-beyond-last.pcap"));
  expect(ofKind(observations, "packet")).toHaveLength(3);
  expect(ofKind(observations, "summary")).toMatchObject([{ packets: 3 }]);
});

test.each(["times-negative.pcapng", "times-huge.pcapng"])(
  "%s: a time that no clock has is reported and is 0",
  async (name) => {
    const observations = await observeFile(join(fixturesFolder, name));
    const [packet] = ofKind(observations, "packet");
    expect(packet!.time).toEqual({ seconds: 0, nanoseconds: 0 });
    expect(jsonLine(packet!)).toContain('"time":"0.000000"');
    expect(ofKind(observations, "problem")).toMatchObject([{ layer: "capture" }]);
  },
);
