import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { privateNamespaceFault } from "../../sniffer/capture/private-namespace.ts";
import { lessonTimeout, type OpenClassroom, openClassroom } from "../../testing/exercises/classroom.ts";
import { readBotLog } from "../bot/bot-log.ts";
import { type CaptureRules, judgeCapture } from "./judge-capture.ts";

const ana = { name: "ana", classKey: "wire-lab" };
const beforeIt = Date.now() - 5000;

const fault = privateNamespaceFault()?.message;
const inClassroom = fault === undefined ? "" : ` (skipped, no private network here: ${fault})`;

describe.skipIf(fault !== undefined)(`evidence that is none${inClassroom}`, () => {
  let classroom: OpenClassroom;
  const capture = (name: string) => join(classroom.folder, "work", "captures", name);
  const botRuns = (exercise: number) => readBotLog(join(classroom.folder, "work"), ana, exercise);

  beforeAll(async () => {
    classroom = await openClassroom();
    await classroom.succeed("lab exercise start --student ana");
    await classroom.captureConversations("lab server --both", [
      { file: "work/captures/plain.pcap", bot: "lab exercise bot 2 --plain" },
      { file: "work/captures/tls.pcap", bot: "lab exercise bot 7 --tls" },
      { file: "work/captures/tls-in-the-clear.pcap", bot: "lab exercise bot 7 --plain" },
    ]);
  }, lessonTimeout);

  afterAll(() => classroom.close());

  async function judged(path: string, rules: Partial<CaptureRules>) {
    const { exercise = 2 } = rules;
    const wanted = { file: "02.pcap", mode: "plain" } as const;
    const usual = { student: ana, exercise, startedAt: beforeIt, wanted, botRuns: botRuns(exercise) };
    return (await judgeCapture(path, { ...usual, ...rules })).verdict;
  }

  const tls = { file: "07.pcap", mode: "tls" } as const;

  test("takes the student's own capture, in the clear and over TLS", async () => {
    expect(await judged(capture("plain.pcap"), {})).toMatchObject({ ok: true });
    expect(await judged(capture("tls.pcap"), { exercise: 7, wanted: tls })).toMatchObject({ ok: true });
  });

  test("refuses a file that is not there, and says how to make it", async () => {
    const verdict = await judged(capture("nowhere.pcap"), {});
    expect(verdict).toMatchObject({ ok: false, reason: "missing" });
    expect(verdict.next).toMatch(/lab sniff lo -w .*nowhere\.pcap$/u);
  });

  test("refuses an empty file, a pipe, and a capture without packets", async () => {
    writeFileSync(capture("empty.pcap"), "");
    execFileSync("mkfifo", [capture("pipe.pcap")]);
    writeFileSync(capture("header.pcap"), readFileSync(capture("plain.pcap")).subarray(0, 24));
    expect(await judged(capture("empty.pcap"), {})).toMatchObject({ ok: false, reason: "empty-file" });
    expect(await judged(capture("pipe.pcap"), {})).toMatchObject({ ok: false, reason: "not-a-file" });
    expect(await judged(capture("header.pcap"), {})).toMatchObject({ ok: false, reason: "no-packets" });
  });

  test("refuses a text file called .pcap, also one that has the phrase, and other bytes", async () => {
    writeFileSync(capture("text.pcap"), "bot > frase de ana\nfrase de ana: el ñandú azul\n");
    writeFileSync(capture("bytes.pcap"), Buffer.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
    expect(await judged(capture("text.pcap"), {})).toMatchObject({ ok: false, reason: "text" });
    expect(await judged(capture("bytes.pcap"), {})).toMatchObject({ ok: false, reason: "damaged" });
  });

  test("refuses a capture from before the exercise was started, and one from the future", async () => {
    expect(await judged(capture("plain.pcap"), { startedAt: Date.now() + 60_000 })).toMatchObject({ reason: "old" });
    writeFileSync(capture("future.pcap"), later(readFileSync(capture("plain.pcap")), 24 * 3600));
    expect(await judged(capture("future.pcap"), {})).toMatchObject({ ok: false, reason: "future" });
  });

  test("refuses a capture with the phrase at a time when the bot said nothing", async () => {
    writeFileSync(capture("moved.pcap"), later(readFileSync(capture("plain.pcap")), 30));
    for (const path of ["plain.pcap", "moved.pcap"]) {
      const botRunsThen = path === "plain.pcap" ? [] : botRuns(2);
      expect(await judged(capture(path), { botRuns: botRunsThen })).toMatchObject({ reason: "bot-not-noted" });
    }
  });

  test("refuses a capture of another student, and says whose it is", async () => {
    const luis = { name: "luis", classKey: "wire-lab" };
    expect(await judged(capture("plain.pcap"), { student: luis })).toMatchObject({
      ...{ ok: false, reason: "other-student" },
      found: expect.stringMatching(/ ana, .* luis/u),
      where: { packets: [expect.any(Number)] },
    });
  });

  test("refuses a capture of another student over TLS, where no word can be read", async () => {
    copyFileSync(capture("tls.pcap"), capture("neighbour.pcap"));
    const luis = { name: "luis", classKey: "wire-lab" };
    const rules = { student: luis, exercise: 7, wanted: tls, botRuns: [] };
    expect(await judged(capture("neighbour.pcap"), rules)).toMatchObject({ ok: false, reason: "not-your-bot" });
  });

  test("says where a server did not answer with TLS, as one in the clear does not", async () => {
    writeFileSync(capture("unanswered.pcap"), untilClientHello(readFileSync(capture("tls.pcap"))));
    const verdict = await judged(capture("unanswered.pcap"), { exercise: 7, wanted: tls, botRuns: [] });
    expect(verdict).toMatchObject({ ok: false, reason: "tls-unanswered" });
    expect(verdict.next).toContain("lab server --tls");
  });

  test("refuses a capture made with another class key, and one of another exercise", async () => {
    const otherClass = { name: "ana", classKey: "other" };
    expect(await judged(capture("plain.pcap"), { student: otherClass })).toMatchObject({ reason: "other-class" });
    expect(await judged(capture("plain.pcap"), { exercise: 3 })).toMatchObject({
      ...{ ok: false, reason: "other-exercise" },
      next: expect.stringMatching(/lab exercise bot 3 --plain$/u),
    });
  });

  test("refuses the phrase in the wrong mode, either way, and the wrong version", async () => {
    const inTheClear = capture("tls-in-the-clear.pcap");
    expect(await judged(inTheClear, { exercise: 7, wanted: tls })).toMatchObject({ reason: "in-the-clear" });
    expect(await judged(capture("tls.pcap"), { exercise: 7 })).toMatchObject({ reason: "over-tls" });
    const wanted = { file: "07.pcap", mode: "TLS 1.2" } as const;
    expect(await judged(capture("tls.pcap"), { exercise: 7, wanted })).toMatchObject({ reason: "other-version" });
  });

  test("does not believe the bot's notes once they were edited", async () => {
    expect(botRuns(7)).toHaveLength(2);
    const path = join(classroom.folder, "work", "bot", "07.json");
    const notes = readFileSync(path, "utf8");
    const edited = notes.replace(/(?<="clientRandom": ")./u, (digit) => (digit === "0" ? "1" : "0"));
    writeFileSync(path, edited);
    expect(botRuns(7)).toEqual([]);
    writeFileSync(path, notes);
  });
});

/** A little-endian pcap whose packets were captured this many seconds later. */
function later(file: Buffer, seconds: number): Buffer {
  const moved = Buffer.from(file);
  for (let at = 24; at < moved.length; at += 16 + moved.readUInt32LE(at + 8)) {
    moved.writeUInt32LE(moved.readUInt32LE(at) + seconds, at);
  }
  return moved;
}

/** The beginning of a little-endian pcap, with its first ClientHello (a record of type 22, a message of type 1). */
function untilClientHello(file: Buffer): Buffer {
  let end = 24;
  while (end < file.length) {
    const start = end + 16;
    end = start + file.readUInt32LE(end + 8);
    const hello = file.subarray(start, end).indexOf(Buffer.of(22, 3, 1));
    if (hello !== -1 && file[start + hello + 5] === 1) break;
  }
  return file.subarray(0, end);
}
