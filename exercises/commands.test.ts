import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { privateNamespaceFault } from "../sniffer/capture/private-namespace.ts";
import { lessonTimeout, type OpenClassroom, openClassroom } from "../testing/exercises/classroom.ts";
import { fixturesFolder } from "../testing/sniffer/corpus.ts";
import { loadCourse } from "./course.ts";

const fault = privateNamespaceFault()?.message;
const inClassroom = fault === undefined ? "" : ` (skipped, no private network here: ${fault})`;

const course = await loadCourse();

describe.skipIf(fault !== undefined)(`the commands of the course${inClassroom}`, () => {
  let classroom: OpenClassroom;
  const capture = join(fixturesFolder, "chat-es-lf.pcap");

  beforeAll(async () => {
    classroom = await openClassroom();
  });
  afterAll(() => classroom.close());

  test("says who to be before anything else, and lists the course meanwhile", async () => {
    const [list, check, hint, bot] = await Promise.all(
      ["lab exercise", "lab check", "lab hint 2", "lab exercise bot 2 --plain"].map((command) =>
        classroom.run(command),
      ),
    );
    expect(list).toMatchObject({ code: 0, shown: expect.stringContaining(`0 of ${course.length} done`) });
    for (const one of [check, hint, bot]) {
      expect(one).toMatchObject({ code: 1, shown: expect.stringContaining("lab exercise start --student NAME") });
    }
    expect(existsSync(join(classroom.folder, "work"))).toBe(false);
  });

  test("begins the course, gives hints one at a time, resets, and keeps another student out", async () => {
    await classroom.succeed("lab exercise start --student 'Ana María'");
    expect(await classroom.succeed("lab exercise start --student 'ana maría'")).toContain("Hello again");
    expect(await classroom.run("lab exercise start --student luis")).toMatchObject({
      code: 1,
      shown: expect.stringContaining("has the course of Ana María"),
    });
    expect(await classroom.succeed("lab hint 2")).toMatch(/^Hint 1 of 4\n/u);
    expect(await classroom.succeed("lab hint 2")).toMatch(/^Hint 2 of 4\n/u);
    expect(await classroom.succeed("lab hint 2 --all")).toMatch(/Hint 1 of 4.*Hint 2 of 4/su);
    expect(await classroom.succeed("lab exercise 2")).toContain("lab sniff lo -w work/captures/02.pcap\n");
    expect(await classroom.succeed("lab exercise")).toMatch(/› +2 +Eavesdrop +started/u);
    expect(await classroom.succeed("lab exercise reset 2")).toContain("starts again");
    expect(await classroom.succeed("lab hint 2")).toMatch(/^Hint 1 of 4\n/u);
  });

  test("takes the class's key from a file, so that it is in no list of processes", async () => {
    writeFileSync(join(classroom.folder, "class.key"), "tulipan-2027\n", { mode: 0o600 });
    await classroom.succeed("lab exercise start --student ana --class-key-file class.key --force");
    expect(await classroom.succeed("lab exercise start --student ana --class-key tulipan-2027")).toContain(
      "Hello again",
    );
    expect(
      await classroom.run("lab exercise start --student ana --class-key a --class-key-file class.key"),
    ).toMatchObject({
      code: 2,
    });
    await classroom.succeed("lab exercise start --student 'Ana María' --force");
  });

  const last = course.at(-1)!.number;
  test.each([
    [`lab exercise ${last + 1}`, 2, `from 1 to ${last}`],
    ["lab exercise two", 2, `from 1 to ${last}`],
    ["lab check 2 packet", 2, "NAME=VALUE"],
    ["lab check 2 colour=red", 2, "Its questions: packet, words, name"],
    ["lab check 2 words=perhaps", 2, "words=yes  words=no"],
    ["lab check 2 --all", 2, "takes no number"],
    ["lab exercise bot 5 --tls", 1, "has no bot"],
    ["lab exercise bot 2", 2, "lab exercise bot 2 --plain\n"],
    ["lab exercise bot 7", 2, "lab exercise bot 7 --tls\n"],
    ["lab exercise bot 2 --plain --port 1", 1, "no server is listening"],
    ["lab exercise captures 5", 1, "needs no capture of a bot"],
    ["lab exercise new Lost!", 2, "small letters"],
    ["lab exercise new eavesdrop", 1, "02-eavesdrop"],
    ["lab assert nowhere.pcap 'no gap'", 1, "there is no file nowhere.pcap"],
    ["lab assert nowhere.pcap 'no gaps'", 2, "at character 4"],
  ])("%s ends with %i and says “%s”", async (command, code, said) => {
    expect(await classroom.run(command)).toMatchObject({ code, shown: expect.stringContaining(said) });
  });

  test("lab assert judges each statement, and shows the place of a fault", async () => {
    const { code, shown } = await classroom.run(`lab assert ${capture} 'text contains "jamón"' 'tls.version is 1.3'`);
    expect(code).toBe(1);
    expect(shown).toContain('✓ true   text contains "jamón"');
    expect(shown).toContain("✗ false  tls.version is 1.3");
    expect(await classroom.run(`lab assert ${capture} 'tls.version iz 1.3'`)).toMatchObject({
      code: 2,
      shown: expect.stringContaining("  tls.version iz 1.3\n              ^\n"),
    });
  });

  test("a capture that is none is refused, without a stack trace", async () => {
    writeFileSync(join(classroom.folder, "text.pcap"), "hola\n");
    const { code, shown } = await classroom.run("lab assert text.pcap 'no gap'");
    expect(code).toBe(1);
    expect(shown).not.toContain("    at ");
  });

  test("the bot says how to start a server that speaks as it does, and to which side of the sandbox's wall to go", async () => {
    for (const [mode, other] of [
      ["--plain", "--tls"],
      ["--tls", "--plain"],
    ]) {
      const server = classroom.open(`lab server ${mode}`);
      await server.shows("12345");
      const { code, shown } = await classroom.run(`lab exercise bot 7 ${other}`);
      expect(code).toBe(1);
      expect(shown).toContain(`start it again: lab server ${other}`);
      await server.interrupt();
    }
    const { shown } = await classroom.run("LAB_SANDBOX=1 lab exercise bot 7 --tls");
    expect(shown).toContain("Start the server there first: lab server --tls\nYou are in the sandbox");
  });

  test("two bots can be in one room", async () => {
    const server = classroom.open("lab server --both");
    await server.shows("12345");
    const first = classroom.open("lab exercise bot 1 --plain");
    await first.shows("Ctrl-C");
    expect(await classroom.succeed("lab exercise bot 2 --tls")).toContain("It said your sentence");
    await server.shows("bot-");
    await first.interrupt();
    await server.interrupt();
  });

  test(
    "makes ready-made captures, and --watch sees when the last answer makes it done",
    async () => {
      rmSync(join(classroom.folder, "work"), { recursive: true, force: true });
      await classroom.succeed("lab exercise start --student ana");
      const watching = classroom.open("lab exercise --watch 2");
      await watching.shows("there is no file work/captures/02.pcap");
      await watching.shows("Watching work/");
      const made = await classroom.succeed("lab exercise captures 2");
      expect(made).toContain("made work/captures/02.pcap");
      // A user who may capture learns it here, and that such captures are marked.
      expect(made).toMatch(/allowed to capture here.*ready-made/su);
      await watching.shows("yours, ");
      const found = await classroom.succeed("lab sniff -r work/captures/02.pcap --json | grep frase");
      const { packet } = JSON.parse(found) as { packet: number };
      await classroom.succeed(`lab check 2 packet=${packet}`);
      await watching.shows("Exercise 2 is done");
      expect(await watching.ended()).toBe(0);
      expect(readFileSync(join(classroom.folder, "work", "progress.json"), "utf8")).toContain('"passed"');
    },
    lessonTimeout,
  );
});
