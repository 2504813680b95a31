import { spawnSync } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";
import { privateNamespaceFault } from "../../sniffer/capture/private-namespace.ts";
import { labMain, labOnTerminal, type TestTerminal } from "../../testing/chat/terminal.ts";
import { jsonLines } from "../../testing/exercises/json-lines.ts";
import { mayCapture } from "../../testing/sniffer/capture-rights.ts";
import { lastingFolder } from "../../testing/test-folders.ts";
import { phraseOf } from "../student/student.ts";

const folder = lastingFolder();
const student = { name: "ana", classKey: "wire-lab" };
const ctrlT = "\x14";
const lab = (...words: string[]) => spawnSync(process.execPath, [labMain, ...words], { cwd: folder, encoding: "utf8" });

/** The states of an exercise's claims, by their codes. */
function claimsOf(number: number): Readonly<Record<string, string>> {
  const { tests } = JSON.parse(lab("check", String(number), "--json").stdout) as {
    tests: readonly { extra_data: { code: string; state: string } }[];
  };
  return Object.fromEntries(tests.map(({ extra_data: { code, state } }) => [code, state]));
}

/** Plays an exercise in the playground, and leaves it with Ctrl-C. */
async function live(number: number, play: (terminal: TestTerminal) => Promise<unknown>): Promise<void> {
  const terminal = labOnTerminal(folder, "live", "--exercise", String(number));
  try {
    await terminal.shows("an eavesdropper");
    await play(terminal);
    terminal.type("\x03");
    await terminal.shows(`lab check ${number}`);
    expect(await terminal.ended()).toBe(0);
  } finally {
    terminal.stop();
  }
}

const isPossible = mayCapture || privateNamespaceFault() === undefined;

describe.skipIf(!isPossible)("an exercise in one terminal (needs the right to capture, or a private network)", () => {
  beforeAll(() => {
    expect(lab("exercise", "start", "--student", student.name)).toMatchObject({ status: 0 });
  });

  it("1: the bot hears the phrase from both people", async () => {
    const phrase = phraseOf(student, 1);
    await live(1, async (terminal) => {
      await terminal.shows(`Say as both (Tab switches): ${phrase}`);
      terminal.type("/tls\r");
      await terminal.shows("anyone on the path");
      terminal.type(`${phrase}\r`);
      await terminal.shows("gracias, ana");
      terminal.type(`\t${phrase}\r`);
      await terminal.shows("gracias, luis");
      await terminal.shows("bot has finished");
    });
    expect(lab("check", "1", "who=anyone").stdout).toContain("Exercise 1 is done");
  });

  it("1: ends at once when the student leaves before the bot", async () => {
    await live(1, (terminal) => terminal.shows("Say as both"));
  });

  it("2: the recording is the capture that the check looks for", async () => {
    await live(2, (terminal) => terminal.shows("bot has finished"));
    const { stdout } = lab("sniff", "-r", "work/captures/02.pcap", "--json");
    const { packet } = jsonLines(stdout).find(({ text }) => text?.includes("frase de"))!;
    expect(lab("check", "2", `packet=${packet}`).stdout).toContain("Exercise 2 is done");
  });

  it("3: the bot's connection is kept from its first packet on", async () => {
    await live(3, (terminal) => terminal.shows("bot has finished"));
    expect(claimsOf(3)).toMatchObject({ "03.pcap": "proved", opening: "proved" });
    const own = jsonLines(lab("sniff", "-r", "work/captures/03.pcap", "--json").stdout).filter(
      ({ kind, text, from }) => kind === "text" && text.includes("frase de") && from === "client",
    );
    expect(own).toHaveLength(1);
  });

  it("7: the bot waits until they speak TLS, and nothing in the clear is kept", async () => {
    await live(7, async (terminal) => {
      await terminal.shows("bot joins when you speak over TLS: F2");
      terminal.type(ctrlT);
      await terminal.shows("bot has finished");
    });
    expect(claimsOf(7)).toMatchObject({ "07.pcap": "proved", hidden: "proved" });
    expect(lab("find", "frase de", "work/captures/07.pcap")).toMatchObject({ status: 1 });
    expect(lab("sniff", "-r", "work/captures/07.pcap", "--text").stdout).not.toContain("joined");
  });

  it("8: the same conversation in both modes, each in its own file, and all is proved", async () => {
    const predictions = ["words", "name", "server", "ports", "times", "lengths"].map((name) => `${name}=hidden`);
    lab("check", "8", ...predictions);
    await live(8, async (terminal) => {
      await terminal.shows("bot joins when you speak over TLS: F2");
      terminal.type(ctrlT);
      await terminal.shows("bot has finished");
    });
    expect(lab("check", "8", "sni=localhost", "overhead=22").stdout).toContain("Exercise 8 is done");
    expect(lab("compare", "work/captures/08-plain.pcap", "work/captures/08-tls.pcap").stdout).toContain("frase de ana");
  });
});

it.each([
  ["9", "lab exercise captures 9", 1],
  ["5", "has no bot", 1],
  ["99", "lab exercise", 2],
])("says what to do where exercise %s cannot be done so", (number, said, status) => {
  lab("exercise", "start", "--student", student.name);
  expect(lab("live", "--exercise", number)).toMatchObject({ status, stderr: expect.stringContaining(said) });
});
