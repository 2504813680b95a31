import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { labMain, labOnTerminal, labOnTerminalAs, type TestTerminal } from "../../testing/chat/terminal.ts";
import { asOrdinaryUser, mayCapture, namespaceFaultForOrdinaryUser } from "../../testing/sniffer/capture-rights.ts";
import { lastingFolder, temporaryFolder } from "../../testing/test-folders.ts";
import { lessonScript } from "./script.ts";

const folder = lastingFolder();
const lab = (...words: string[]) => spawnSync(process.execPath, [labMain, ...words], { cwd: folder, encoding: "utf8" });

async function using(terminal: TestTerminal, play: (terminal: TestTerminal) => Promise<void>): Promise<void> {
  try {
    await play(terminal);
  } finally {
    terminal.stop();
  }
}

describe.skipIf(!mayCapture)("the playground on a terminal (needs the right to capture)", () => {
  it("shows the same words before and after the change to TLS, also in another size, and keeps both captures", async () => {
    await using(labOnTerminal(folder, "live", "--record"), async (live) => {
      await live.shows("nothing yet");
      live.type("mi clave es Pingüino\r");
      await live.shows("22 bytes, all readable");
      await live.shows("luis reads: ana > mi clave es Pingüino");
      await live.shows("the password: Pingüino");
      live.type("\tbuenas\r");
      await live.shows("ana reads: luis > buenas");
      live.type("\x1bOQ");
      await live.shows("← server_hello TLS 1.3");
      await live.shows("NOT ONE WORD");
      live.resize(100, 36);
      live.type("\t\x1b[A\r");
      await live.shows("44 bytes = 5 + 22 + 1 + 16");
      const rows = await live.shows("17 03 03 00 27");
      expect(rows.find((row) => row.includes("17 03 03 00 27"))).toMatch(/^6d 69 20 63 .*│ 17 03 03 00 27/);
      live.resize(80, 24);
      live.type("\x1b[5~");
      await live.shows("luis typed: buenas");
      live.type("\x1b[<65;10;10M");
      await live.shows("ana types:");
      live.type("\x1bOP");
      await live.shows("┌ Keys ─");
      live.type(" ");
      const shown = await live.shows("F2 plain again");
      live.type(`\x1b[<0;${shown[23]!.indexOf("again") + 1};24M`);
      await live.shows("F2 encrypt");
      live.type("\x03");
      await live.shows("lab compare work/captures/live-plain.pcap work/captures/live-tls.pcap");
      expect(await live.ended()).toBe(0);
    });
    const [plain, tls] = ["work/captures/live-plain.pcap", "work/captures/live-tls.pcap"] as const;
    expect(lab("find", "mi clave es Pingüino", plain)).toMatchObject({ status: 0 });
    expect(lab("find", "mi clave es Pingüino", tls)).toMatchObject({ status: 1 });
    expect(lab("compare", plain, tls).stdout).toContain("mi clave es Pingüino");
  });

  it("plays the lesson by itself, a step a key, with names and words of its own, and goes back", async () => {
    const words = ["buenos días", "¿todo bien?", "la clave es 4711"];
    const script = lessonScript(["sofía", "mateo"], words);
    const options = ["--script", "--names", "sofía,mateo", "--say", ...words];
    await using(labOnTerminal(folder, "live", ...options), async (live) => {
      await live.shows(`1/${script.length}`);
      for (let step = 2; step <= script.length; step++) {
        live.type(" ");
        await live.shows(`${step}/${script.length}`);
        const act = script[step - 1]!.act;
        if (act?.kind === "toggle") await live.shows("server_hello TLS 1.3");
        else if (act?.kind === "say") await live.shows(`${["sofía", "mateo"][act.seat]} typed: ${act.text}`);
      }
      await live.shows("NOT ONE WORD");
      live.type("\x1b[D\x1b[D\x1b[D");
      await live.shows("sofía typed: buenos días");
      live.type("\x03");
      expect(await live.ended()).toBe(0);
    });
  });

  it.each([
    [["--names", "ana,ana"], "different names"],
    [["--say", "hola"], "--script"],
    [["--script", "--say", "1", "2", "3", "4"], "at most 3"],
  ])("refuses lab live %j with one line that says why", (words, why) => {
    const { status, stderr } = lab("live", ...words);
    expect(status).toBe(2);
    expect(stderr).toContain(why);
  });
});

/** Other users may have no access to the repository's folder. */
function canRunAsOrdinaryUser(): boolean {
  const [program, ...rest] = [...asOrdinaryUser, process.execPath, labMain, "--help"];
  return spawnSync(program!, rest, { stdio: "ignore" }).status === 0;
}
const ordinaryUserFault =
  namespaceFaultForOrdinaryUser() ?? (canRunAsOrdinaryUser() ? undefined : "the program is out of their reach");

it.skipIf(ordinaryUserFault !== undefined)(
  `an ordinary user has it in a private network by itself, and reads that it is one (${ordinaryUserFault ?? "possible here"})`,
  async () => {
    const home = temporaryFolder();
    chmodSync(home, 0o777);
    await using(labOnTerminalAs(asOrdinaryUser, home, "live", "--record"), async (live) => {
      await live.shows("nothing yet");
      live.type("hola desde dentro\r");
      await live.shows("luis reads: ana > hola desde dentro");
      live.type("\x14");
      await live.shows("NOT ONE WORD");
      live.type("\x03");
      const rows = await live.shows("opens in a private network");
      expect(rows.filter((row) => row.includes("Opening:"))).toHaveLength(1);
      expect(await live.ended()).toBe(0);
    });
    expect(lab("find", "hola desde dentro", join(home, "work/captures/live-plain.pcap"))).toMatchObject({
      status: 0,
    });
  },
);

it("says what to do instead where there is no terminal", () => {
  const { status, stderr } = lab("live");
  expect(status).toBe(1);
  expect(stderr).toBe(
    "lab: the playground needs a terminal that can show screens\nWithout one, lab demo shows the same lesson as text.\n",
  );
});
