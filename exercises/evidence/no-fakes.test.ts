import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { privateNamespaceFault } from "../../sniffer/capture/private-namespace.ts";
import { type Classroom, lessonTimeout, openClassroom } from "../../testing/exercises/classroom.ts";
import { captureTalks } from "../../testing/exercises/talk.ts";
import { readBotLog } from "../bot/bot-log.ts";
import { type CaptureRules, judgeCapture } from "./judge-capture.ts";

const ana = { name: "ana", classKey: "wire-lab" };
const beforeIt = Date.now() - 5000;

const fault = privateNamespaceFault()?.message;
const inClassroom = fault === undefined ? "" : ` (skipped, no private network here: ${fault})`;

describe.skipIf(fault !== undefined)(`evidence that is none${inClassroom}`, () => {
  let classroom: Classroom;
  const capture = (name: string) => join(classroom.folder, "work", "captures", name);
  const botRuns = (exercise: number) => readBotLog(join(classroom.folder, "work"), ana, exercise);

  beforeAll(async () => {
    classroom = await openClassroom();
    await classroom.succeed("lab exercise start --student ana");
    await captureTalks(classroom, "lab server --both", [
      { file: "work/captures/plain.pcap", bot: "lab exercise bot 2 --plain" },
      { file: "work/captures/tls.pcap", bot: "lab exercise bot 7 --tls" },
      { file: "work/captures/tls-in-the-clear.pcap", bot: "lab exercise bot 7 --plain" },
    ]);
  }, lessonTimeout);

  afterAll(() => classroom.close());

  async function judged(path: string, rules: Partial<CaptureRules>) {
    const { exercise = 2, mode = "plain" } = rules;
    const usual = {
      student: ana,
      exercise,
      startedAt: beforeIt,
      mode,
      makeIt: "lab sniff lo -w FILE",
      botRuns: botRuns(exercise),
    };
    return (await judgeCapture(path, { ...usual, ...rules })).verdict;
  }

  test("takes the student's own capture, in the clear and over TLS", async () => {
    expect(await judged(capture("plain.pcap"), {})).toMatchObject({ ok: true });
    expect(await judged(capture("tls.pcap"), { exercise: 7, mode: "tls" })).toMatchObject({ ok: true });
  });

  test("refuses a file that is not there, and says how to make it", async () => {
    const verdict = await judged(capture("nowhere.pcap"), {});
    expect(verdict).toMatchObject({ ok: false, found: expect.stringContaining("there is no file") });
    expect(verdict.next).toContain("lab sniff lo -w FILE");
  });

  test("refuses an empty file, and a capture without packets", async () => {
    writeFileSync(capture("empty.pcap"), "");
    writeFileSync(capture("header.pcap"), readFileSync(capture("plain.pcap")).subarray(0, 24));
    expect(await judged(capture("empty.pcap"), {})).toMatchObject({
      ok: false,
      found: expect.stringContaining("file is empty"),
    });
    expect(await judged(capture("header.pcap"), {})).toMatchObject({
      ok: false,
      found: expect.stringContaining("no packet"),
    });
  });

  test("refuses a text file called .pcap, also one that holds the phrase, and other bytes", async () => {
    const line = `frase de ana: el ñandú azul\n`;
    writeFileSync(capture("text.pcap"), `bot > frase de ana\n${line}`);
    writeFileSync(capture("bytes.pcap"), Buffer.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
    expect(await judged(capture("text.pcap"), {})).toMatchObject({
      ok: false,
      found: expect.stringContaining("text file"),
    });
    expect(await judged(capture("bytes.pcap"), {})).toMatchObject({
      ok: false,
      found: expect.stringContaining("no capture"),
    });
  });

  test("refuses a capture from before the exercise was started", async () => {
    expect(await judged(capture("plain.pcap"), { startedAt: Date.now() + 60_000 })).toMatchObject({
      ok: false,
      found: expect.stringContaining("this capture is old"),
    });
  });

  test("refuses a capture of another student, and says whose it is", async () => {
    const luis = { name: "luis", classKey: "wire-lab" };
    expect(await judged(capture("plain.pcap"), { student: luis })).toMatchObject({
      ok: false,
      found: expect.stringContaining("the phrase of ana, not of luis"),
      where: expect.stringContaining("packet"),
    });
  });

  test("refuses a capture of another student over TLS, where no word can be read", async () => {
    copyFileSync(capture("tls.pcap"), capture("neighbour.pcap"));
    const luis = { name: "luis", classKey: "wire-lab" };
    const verdict = await judged(capture("neighbour.pcap"), { student: luis, exercise: 7, mode: "tls", botRuns: [] });
    expect(verdict).toMatchObject({ ok: false, found: expect.stringContaining("not of your bot") });
  });

  test("says where a server did not answer with TLS, as one in the clear does not", async () => {
    writeFileSync(capture("unanswered.pcap"), untilClientHello(readFileSync(capture("tls.pcap"))));
    const verdict = await judged(capture("unanswered.pcap"), { exercise: 7, mode: "tls", botRuns: [] });
    expect(verdict).toMatchObject({ ok: false, found: expect.stringContaining("no server answered with TLS") });
    expect(verdict.next).toContain("lab server --tls");
  });

  test("refuses a capture made with another class key, and one of another exercise", async () => {
    expect(await judged(capture("plain.pcap"), { student: { name: "ana", classKey: "other" } })).toMatchObject({
      ok: false,
      found: expect.stringContaining("another class key"),
    });
    expect(await judged(capture("plain.pcap"), { exercise: 3 })).toMatchObject({
      ok: false,
      found: expect.stringContaining("your phrase of exercise 2"),
      next: "Capture while this runs: lab exercise bot 3 --plain",
    });
  });

  test("refuses the phrase in the wrong mode, either way, and the wrong version", async () => {
    expect(await judged(capture("tls-in-the-clear.pcap"), { exercise: 7, mode: "tls" })).toMatchObject({
      ok: false,
      found: expect.stringContaining("wrong mode: your phrase is in this capture in the clear"),
    });
    expect(await judged(capture("tls.pcap"), { exercise: 7, mode: "plain" })).toMatchObject({
      ok: false,
      found: expect.stringContaining("wrong mode: the talk in this capture is over TLS"),
    });
    expect(await judged(capture("tls.pcap"), { exercise: 7, mode: "TLS 1.2" })).toMatchObject({
      ok: false,
      found: expect.stringContaining("wrong version"),
    });
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

/** The beginning of a little-endian pcap, its first ClientHello (a record of type 22, a message of type 1) included. */
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
