import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { itemsOf } from "../../testing/sniffer/capture-items.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { observe, observeFile, ofKind } from "../../testing/sniffer/observe.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";
import type { Observation } from "./observation.ts";

/** What the clients sent, by the client's port, in the lab's view. */
function streams(observations: readonly Observation[]): Map<number, string> {
  const shown = new Map<number, string>();
  const ports = new Map(ofKind(observations, "connection").map(({ connection, client }) => [connection, client.port!]));
  for (const part of observations) {
    if ((part.kind !== "text" && part.kind !== "binary") || part.from !== "client") continue;
    if (part.kind === "binary" && part.stray !== undefined) continue;
    const port = ports.get(part.connection)!;
    shown.set(port, (shown.get(port) ?? "") + Buffer.from(part.bytes!).toString("latin1"));
  }
  return shown;
}

function answersIn<T>(name: string): T {
  return JSON.parse(readFileSync(join(fixturesFolder, name), "utf8")) as T;
}

describe("a sender who wants the sniffer to read other bytes than the receiver", async () => {
  const answers = Object.entries(answersIn<Record<string, [port: number, read: string]>>("linux-evasion.json"));
  const observations = await observeFile(join(fixturesFolder, "linux-evasion.pcap"), { keepBytes: true });
  const shown = streams(observations);

  /** Where the lab shows something different from what Linux reads. */
  const others: Readonly<Record<string, string>> = {
    // Linux ignores a SYN in the middle. The lab and Wireshark begin another connection there; later bytes are shown as
    // stray.
    "SYN in the middle": "GOO",
    // Linux removes the urgent byte from the stream; the lab shows it, and notes the packet.
    "urgent byte": "GO!D\n",
  };

  test.each(answers.filter(([, [port]]) => port > 0))("%s", (name, [port, read]) => {
    expect(shown.get(port)).toBe(others[name] ?? read);
  });

  test("every version that is not shown is reported", () => {
    const reported = ofKind(observations, "conflict").map(({ layer, shown: { text }, other }) => [
      layer,
      text,
      other.text,
    ]);
    expect(reported).toEqual([
      ["tcp", "AAAA", "BBBB"],
      ["tcp", "AAA", "BBB"],
      ["tcp", "BBB", "CCC"],
      ["tcp", "CC", "BB"],
      ["tcp", "CC", "BB"],
      ["tcp", "BB", "CC"],
      // A wrong checksum; no ACK flag.
      ["tcp", "GOOD", "EVIL"],
      ["tcp", "GOOD", "EVIL"],
      ["ipv4", "AAAAAAAA", "BBBBBBBB"],
      ["ipv4", "AAAAAAAA", "CCCCCCCC"],
    ]);
    expect(ofKind(observations, "problem")).toMatchObject([
      { layer: "ipv4", message: expect.stringContaining("overlap") },
    ]);
  });
});

test("a packet whose IP header has a wrong checksum is not taken either", async () => {
  const path = join(fixturesFolder, "linux-evasion.pcap");
  const frames = (await itemsOf(openCaptureFile(path))).filter((item) => item.kind === "frame").slice(0, 8);
  expect(streams(observe(frames, { keepBytes: true })).get(40_001)).toBe("AAAA\n");
  // Its time to live, without the checksum; its acknowledgment is not in the capture.
  frames[3]!.bytes[8]! -= 1;
  const observations = observe(frames.toSpliced(4, 1), { keepBytes: true });
  expect(streams(observations).get(40_001)).toBe("BBBB\n");
  expect(ofKind(observations, "packet")[3]!.notes).toEqual(["wrong checksum"]);
  expect(ofKind(observations, "conflict")).toMatchObject([{ shown: { text: "BBBB" }, other: { text: "AAAA" } }]);
});

test("segments that overlap at random are read as Linux reads them", async () => {
  const answers = answersIn<Record<string, string>>("linux-overlaps.json");
  const shown = streams(await observeFile(join(fixturesFolder, "linux-overlaps.pcap"), { keepBytes: true }));
  expect(Object.fromEntries(shown)).toEqual(answers);
});
