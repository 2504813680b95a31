import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { framesOf, itemsOf, problemsOf } from "../../testing/sniffer/capture-items.ts";
import { mayCapture } from "../../testing/sniffer/capture-rights.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { pcapngWriter } from "../../testing/sniffer/pcapng-blocks.ts";
import { lastingFolder } from "../../testing/test-folders.ts";
import type { CaptureItem, Frame } from "./frame.ts";
import { openCaptureFile } from "./open-capture-file.ts";
import { readCapture } from "./read-capture.ts";
import { recordCapture } from "./record-capture.ts";

const folder = lastingFolder();

const fixture = (name: string) => join(fixturesFolder, name);
const unexpected = (line: string) => expect.unreachable(line);

test("a recorded pcap file is the same file again, byte for byte", async () => {
  const copy = join(folder, "new", "copy.pcap");
  const items = await itemsOf(recordCapture(openCaptureFile(fixture("chat-es-lf.pcap")), copy, unexpected));
  expect(readFileSync(copy)).toEqual(readFileSync(fixture("chat-es-lf.pcap")));
  expect(framesOf(items).length).toBe(16);
});

test.each([
  "fmt-pcap-nsec-chat.pcap",
  "fmt-pcap-be-chat.pcap",
  "fmt-pcapng-tsresol-ns.pcapng",
  "fmt-pcapng-dsb.pcapng",
])("%s is recorded as a pcap file with the same frames and times", async (name) => {
  const copy = join(folder, `${name}.pcap`);
  const original = await itemsOf(recordCapture(openCaptureFile(fixture(name)), copy, unexpected));
  const plain = (frame: Frame) => ({ ...frame, bytes: [...frame.bytes] });
  expect(framesOf(await itemsOf(openCaptureFile(copy))).map(plain)).toEqual(framesOf(original).map(plain));
});

test("the file is whole whenever it is looked at", async () => {
  const copy = join(folder, "growing.pcap");
  const bytes = readFileSync(fixture("chat-es-lf.pcap"));
  async function* slowly() {
    for (let at = 0; at < bytes.length; at += 50) yield bytes.subarray(at, at + 50);
  }
  let frames = 0;
  for await (const items of recordCapture(readCapture(slowly()), copy, unexpected)) {
    frames += framesOf(items).length;
    const soFar = await itemsOf(openCaptureFile(copy));
    expect(problemsOf(soFar)).toEqual([]);
    expect(framesOf(soFar).length).toBe(frames);
  }
  expect(frames).toBe(16);
});

test("a capture may be recorded under the name it is read from", async () => {
  const path = join(folder, "same.pcap");
  execFileSync("cp", [fixture("chat-es-lf.pcap"), path]);
  await itemsOf(recordCapture(openCaptureFile(path), path, unexpected));
  expect(readFileSync(path)).toEqual(readFileSync(fixture("chat-es-lf.pcap")));
});

test("frames of a second link type are counted, not mixed in", async () => {
  const write = pcapngWriter(true);
  const bytes = Buffer.from("hola");
  const blocks = [
    write.section(),
    write.interface(1),
    write.interface(101),
    write.packet(0n, bytes),
    write.packet(0n, bytes, [], 1),
  ];
  const lines: string[] = [];
  const path = join(folder, "two-links.pcap");
  async function* source() {
    yield* blocks;
  }
  await itemsOf(recordCapture(readCapture(source()), path, (line) => lines.push(line)));
  expect(lines).toEqual([expect.stringContaining("1 packet is not in")]);
  expect(framesOf(await itemsOf(openCaptureFile(path))).length).toBe(1);
});

test("a folder that cannot be written to is an error that names the file", async () => {
  const record = itemsOf(
    recordCapture(openCaptureFile(fixture("chat-es-lf.pcap")), join(fixture("chat-es-lf.pcap"), "x.pcap"), unexpected),
  );
  await expect(record).rejects.toMatchObject({
    name: "LabError",
    message: expect.stringContaining(join(fixture("chat-es-lf.pcap"), "x.pcap")),
  });
});

const canMount = mayCapture && spawnSync("unshare", ["--mount", "true"]).status === 0;

test.skipIf(!canMount)(
  "a full disk ends the recording with one line, and the capture goes on (skipped where no tmpfs may be mounted)",
  async () => {
    const disk = mkdtempSync(join(folder, "disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]);
    try {
      const path = join(disk, "full.pcap");
      const lines: string[] = [];
      const items = await itemsOf(recordCapture(manyFrames(100), path, (line) => lines.push(line)));
      expect(framesOf(items).length).toBe(100);
      expect(lines).toEqual([expect.stringMatching(/^the disk is full: .*full\.pcap has the first \d+ packets/)]);
      expect(statSync(path).size).toBeLessThanOrEqual(64 * 1024);
      const kept = await itemsOf(openCaptureFile(path));
      expect(problemsOf(kept)).toEqual([]);
      expect(framesOf(kept).length).toBe(Number(/first (\d+) packets/.exec(lines[0]!)![1]));
    } finally {
      execFileSync("umount", [disk]);
    }
  },
);

async function* manyFrames(count: number): AsyncGenerator<readonly CaptureItem[]> {
  yield [{ kind: "interface", format: "pcap", linkType: 1, precision: "us", snapLength: 262_144 }];
  const time = { seconds: 1, nanoseconds: 0 };
  const bytes = Buffer.alloc(1500);
  for (let number = 1; number <= count; number += 10) {
    yield Array.from({ length: 10 }, (_, index) => {
      return { kind: "frame", number: number + index, time, linkType: 1, bytes, originalLength: 1500 } as const;
    });
  }
}

test("a name that ends with .pcapng makes a pcapng file with the secrets before the packets, for its owner only", async () => {
  const copy = join(folder, "with-secrets.pcapng");
  const original = await itemsOf(recordCapture(openCaptureFile(fixture("fmt-pcapng-dsb.pcapng")), copy, unexpected));
  const again = await itemsOf(openCaptureFile(copy));
  const plain = (frame: Frame) => ({ ...frame, bytes: [...frame.bytes] });
  expect(framesOf(again).map(plain)).toEqual(framesOf(original).map(plain));
  const secrets = (items: readonly CaptureItem[]) => items.filter(({ kind }) => kind === "secrets");
  expect(secrets(again)).toEqual(secrets(original));
  expect(secrets(again).length).toBe(1);
  expect(statSync(copy).mode & 0o777).toBe(0o600);
});

test("secrets that come before the first interface are kept for the file; frames of two link types go into one pcapng file", async () => {
  const copy = join(folder, "two.pcapng");
  const frame = (number: number, linkType: number): Frame => {
    const time = { seconds: 1_763_689_000, nanoseconds: number };
    return { kind: "frame", number, time, linkType, bytes: Uint8Array.of(number), originalLength: 7 };
  };
  const described = (linkType: number) =>
    ({ kind: "interface", format: "pcap", linkType, precision: "ns", snapLength: 100 }) as const;
  async function* capture() {
    yield [{ kind: "secrets", keyLog: "CLIENT_RANDOM aa bb\n" }] as const;
    yield [described(1), frame(1, 1), described(101), frame(2, 101), frame(3, 1)];
  }
  await itemsOf(recordCapture(capture(), copy, unexpected));
  const items = await itemsOf(openCaptureFile(copy));
  expect(items.map(({ kind }) => kind)).toEqual(["secrets", "interface", "frame", "interface", "frame", "frame"]);
  expect(framesOf(items).map(({ linkType, time }) => [linkType, time.nanoseconds])).toEqual([
    [1, 1],
    [101, 2],
    [1, 3],
  ]);
});

test.skipIf(spawnSync("tshark", ["--version"]).error !== undefined)(
  "tshark opens TLS in such a file without options",
  async () => {
    const copy = join(folder, "for-tshark.pcapng");
    await itemsOf(recordCapture(openCaptureFile(fixture("fmt-pcapng-dsb.pcapng")), copy, unexpected));
    const { stdout } = spawnSync("tshark", ["-r", copy, "-q", "-z", "follow,tls,ascii,0"], { encoding: "utf8" });
    expect(stdout).toContain("hola, servidor");
  },
);
