import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { privateNamespaceFault } from "../sniffer/capture/private-namespace.ts";
import { lessonTimeout, type OpenClassroom, openClassroom } from "../testing/exercises/classroom.ts";
import { jsonLines } from "../testing/exercises/json-lines.ts";

const fault = privateNamespaceFault()?.message;
const inClassroom = fault === undefined ? "" : ` (skipped, no private network here: ${fault})`;

/** One claim of `lab check --json`. */
interface Checked {
  readonly state: string;
  readonly reason?: string;
  readonly output: string;
  readonly where?: { readonly packets?: readonly number[] };
}

describe.skipIf(fault !== undefined)(
  `proofs, answers and predictions${inClassroom}`,
  { timeout: lessonTimeout },
  () => {
    let classroom: OpenClassroom;
    const progressPath = () => join(classroom.folder, "work", "progress.json");

    beforeAll(async () => {
      classroom = await openClassroom();
      await classroom.succeed("lab exercise start --student juan");
    });
    afterAll(() => classroom.close());

    /** The claims of an exercise by their codes, after these answers. */
    async function check(command: string): Promise<Readonly<Record<string, Checked>>> {
      const { shown } = await classroom.run(`lab check ${command} --json`);
      const { tests } = JSON.parse(shown) as { tests: { output: string; extra_data: Checked & { code: string } }[] };
      return Object.fromEntries(
        tests.map(({ output, extra_data: { code, ...rest } }) => [code, { ...rest, output }] as const),
      );
    }

    async function list() {
      const { shown } = await classroom.run("lab exercise --json");
      return JSON.parse(shown) as { next: number; exercises: { number: number; state: string; readyMade: string[] }[] };
    }

    async function stateOf(number: number) {
      return (await list()).exercises.find((one) => one.number === number);
    }

    test("7: the end of the client's handshake is not the sentence, though it is as long", async () => {
      await classroom.succeed("lab exercise captures 7");
      const shown = await classroom.succeed("lab sniff -r work/captures/07.pcap --json | grep application_data");
      const [finished, named, sentence, goodbye] = jsonLines(shown).filter(({ from }) => from === "client");
      // As long as a Finished with SHA-384: with this name, the length alone cannot tell the two apart.
      expect([finished!.length, sentence!.length]).toEqual([69, 69]);
      expect(await check(`7 packet=${finished!.packet} header=1703030069`)).toMatchObject({
        packet: { reason: "finished" },
        header: { reason: "decimal-length" },
      });
      for (const other of [named, goodbye]) {
        expect(await check(`7 packet=${other!.packet}`)).toMatchObject({ packet: { reason: "other-record" } });
      }
      const own = await check(`7 packet=${sentence!.packet} header=1703030045`);
      expect(own).toMatchObject({ packet: { state: "proved" }, header: { state: "proved" } });
    });

    test("no packet number is shown while a question is open, and all are shown afterwards", async () => {
      await classroom.succeed("lab exercise captures 2");
      const [line] = await classroom.json("lab sniff -r work/captures/02.pcap --json | grep frase");
      const before = await check("2");
      expect(before).toMatchObject({ "02.pcap": { state: "proved" }, sentence: { state: "proved" } });
      expect(Object.values(before).flatMap(({ where }) => where?.packets ?? [])).toEqual([]);
      const after = await check(`2 packet=${line!.packet}`);
      expect(after.sentence!.where!.packets).toEqual([line!.packet]);
    });

    test("9: what became invisible is not shown before it is found, nor its packet before that is", async () => {
      await classroom.succeed("lab exercise captures 9");
      const before = await check("9 invisible=server_key_exchange");
      expect(before).toMatchObject({ invisible: { reason: "gone" }, older: { state: "waiting" } });
      const named = await check("9 invisible=certificate");
      expect(named).toMatchObject({ invisible: { state: "proved" }, older: { state: "proved" } });
      expect(named.older!.where!.packets).toBeUndefined();
    });

    test("done means that the proof is there now, and a typed time of success is none", async () => {
      expect(await stateOf(2)).toMatchObject({ state: "done" });
      const capture = join(classroom.folder, "work", "captures", "02.pcap");
      const kept = readFileSync(capture);
      rmSync(capture);
      expect(await stateOf(2)).toMatchObject({ state: "gone" });
      expect(await classroom.succeed("lab exercise")).toContain("lab check 2");
      writeFileSync(capture, kept);
      expect(await stateOf(2)).toMatchObject({ state: "done" });
      const before = readFileSync(progressPath(), "utf8");
      const progress = JSON.parse(before) as { exercises: Record<string, object> };
      progress.exercises["3"] = { startedAt: 1, passed: { at: 5, seal: "0".repeat(64) } };
      writeFileSync(progressPath(), JSON.stringify(progress));
      expect(await stateOf(3)).toMatchObject({ state: "started" });
      writeFileSync(progressPath(), before);
    });

    test("ready-made captures are marked in the list, in the check and in JSON", async () => {
      expect(await stateOf(2)).toMatchObject({ readyMade: ["02.pcap"] });
      expect(await classroom.succeed("lab exercise")).toMatch(/Eavesdrop .*ready-made/u);
      expect((await classroom.run("lab check 2")).shown).toContain("ready-made");
    });

    test("a wrong answer says what was answered, what kind of mistake it is, and which try it was", async () => {
      await classroom.succeed("lab exercise captures 4");
      const tried = async (...answers: string[]) => check(`4 ${answers.join(" ")}`);
      expect(await tried("accent=ñ", "last=10", "bytes=NUMBER")).toMatchObject({
        accent: { reason: "letters", output: expect.stringContaining("ñ") },
        last: { reason: "decimal" },
        bytes: { reason: "placeholder" },
      });
      const [line] = await classroom.json("lab sniff -r work/captures/04.pcap --json | grep frase");
      const letters = [...line!.text].length;
      for (let time = 1; time <= 2; time += 1) {
        expect(await tried("accent=c3", `bytes=${letters}`)).toMatchObject({
          accent: { reason: "part", output: expect.stringContaining("try 2") },
          bytes: { reason: "letters", output: expect.stringContaining("try 2") },
        });
      }
      expect(await tried("accent=ffff", `bytes=${line!.length - 1}`)).toMatchObject({
        accent: { reason: "wrong-answer", output: expect.stringContaining("lab hint 4") },
        bytes: { reason: "one-less" },
      });
      expect(await tried(`bytes=${line!.length}`)).toMatchObject({ bytes: { state: "proved" } });
    });

    test("3: takes the offset in decimal and in hexadecimal, and shows both", async () => {
      await classroom.succeed("lab exercise captures 3");
      for (const typed of ["66", "0x42"]) {
        const { offset } = await check(`3 offset=${typed}`);
        expect(offset).toMatchObject({ state: "proved", output: expect.stringMatching(/66.*0x42/u) });
      }
      expect(await check("3 offset=42")).toMatchObject({ offset: { reason: "hexadecimal" } });
      expect(await check("3 offset=52")).toMatchObject({ offset: { reason: "from-ip" } });
    });

    test.each(["anyone", "everyone", "Anyone on the path.", "todos"])("1: takes %j as an answer", async (who) => {
      expect(await check(`1 'who=${who}'`)).toMatchObject({ who: { state: "proved" } });
    });

    test("a prediction is shown beside what was found; one that came later says so, and neither fails", async () => {
      await classroom.succeed("lab exercise reset 2");
      expect(await classroom.succeed("lab exercise 2")).toContain("lab check 2 words=CHOICE   (yes, no)");
      await classroom.run("lab check 2 words=no");
      await classroom.succeed("lab exercise captures 2");
      const [line] = await classroom.json("lab sniff -r work/captures/02.pcap --json | grep frase");
      const shown = await classroom.succeed(`lab check 2 name=yes packet=${line!.packet}`);
      expect(shown).toContain("    you said: no; found: yes\n");
      expect(shown).toContain("    you said: yes; found: yes; you looked first\n");
      expect(shown).toContain("Exercise 2 is done");
      const json = JSON.parse(await classroom.succeed("lab check 2 --json")) as {
        extra_data: { exercises: { predictions: object[] }[] };
      };
      expect(json.extra_data.exercises[0]!.predictions).toEqual([
        { name: "words", predicted: "no", found: "yes", lookedFirst: false },
        { name: "name", predicted: "yes", found: "yes", lookedFirst: true },
      ]);
    });

    test("without a number, check and hint are for the exercise that the student works on", async () => {
      await classroom.succeed("lab exercise 4");
      expect((await classroom.run("lab check")).shown).toContain("Exercise 4:");
      expect((await classroom.run("lab check last=0a")).shown).toContain("0a");
      expect(JSON.parse(await classroom.succeed("lab hint --json"))).toMatchObject({ exercise: 4, shown: 1 });
      // Exercise 2 is done, so it is not the current one.
      await classroom.run("lab check 2");
      expect((await list()).next).not.toBe(2);
    });

    test("--all checks every exercise, and fails while one is not done", async () => {
      const { code, shown } = await classroom.run("lab check --all");
      expect(code).toBe(1);
      expect(shown.split("\n").filter((line) => line.startsWith("✓ yes"))).toEqual([
        expect.stringContaining("Exercise 2:"),
        expect.stringContaining("Exercise 7:"),
      ]);
      const all = JSON.parse((await classroom.run("lab check --all --json")).shown) as {
        tests: { max_score: number }[];
      };
      expect(all.tests.every(({ max_score }) => max_score === 1)).toBe(true);
    });

    test("a full disk is one kind error, and nothing is lost", async () => {
      const before = readFileSync(progressPath());
      const fill =
        "mount -t tmpfs -o size=64k none work && cp /tmp/kept-$$ work/progress.json && cat /dev/zero > work/full";
      const commands = ["lab hint 3", "lab check 3 port=1", "lab exercise reset 3", "lab check 3 before=two"];
      for (const command of commands) {
        const script = `cp work/progress.json /tmp/kept-$$; ${fill} 2>/dev/null; ${command}; echo "ended $?"; cmp work/progress.json /tmp/kept-$$ && echo same; rm /tmp/kept-$$`;
        const { shown } = await classroom.run(`unshare --mount sh -c '${script}'`);
        expect(shown).toContain("the disk is full");
        expect(shown).toContain("df -h");
        expect(shown).not.toContain("    at ");
        expect(shown).toMatch(/ended 1\nsame\n$/u);
      }
      expect(readFileSync(progressPath())).toEqual(before);
    });
  },
);
