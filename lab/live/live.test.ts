import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { labMain, labOnTerminal, labOnTerminalAs, type TestTerminal } from "../../testing/chat/terminal.ts";
import { asOrdinaryUser, mayCapture, namespaceFaultForOrdinaryUser } from "../../testing/sniffer/capture-rights.ts";
import { script } from "./script.ts";

const folder = mkdtempSync(join(tmpdir(), "lab-live-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const lab = (...words: string[]) => spawnSync(process.execPath, [labMain, ...words], { cwd: folder, encoding: "utf8" });

async function using(terminal: TestTerminal, play: (terminal: TestTerminal) => Promise<void>): Promise<void> {
  try {
    await play(terminal);
  } finally {
    terminal.stop();
  }
}

describe.skipIf(!mayCapture)("the playground on a terminal (needs the right to capture)", () => {
  it("shows the same words before and after the change to TLS, and keeps both captures", async () => {
    await using(labOnTerminal(folder, "live", "--record"), async (live) => {
      await live.shows("* luis joined");
      live.type("hola desde el claro\r");
      await live.shows('server → luis: "ana > hola desde el claro"');
      live.type("\tbuenas\r");
      await live.shows('luis → server: "buenas"');
      live.type("\x14");
      await live.shows("ana and luis talk: OVER TLS");
      await live.shows("* luis is now speaking over TLS 1.3");
      live.type("\t\x1b[A\r");
      await live.shows('before, in the clear: ana → server: "hola desde el claro"');
      await live.shows("ana → server: TLS application_data: unreadable");
      live.type("\x03");
      await live.shows("lab compare work/captures/live-plain.pcap work/captures/live-tls.pcap");
      expect(await live.ended()).toBe(0);
    });
    const [plain, tls] = ["work/captures/live-plain.pcap", "work/captures/live-tls.pcap"] as const;
    expect(lab("find", "hola desde el claro", plain)).toMatchObject({ status: 0 });
    expect(lab("find", "hola desde el claro", tls)).toMatchObject({ status: 1 });
    const { stdout } = lab("compare", plain, tls);
    expect(stdout).toMatch(/ana → server +\(the lengths agree\)\n {2}hola desde el claro/);
  });

  it("plays the lesson by itself, a step a key", async () => {
    await using(labOnTerminal(folder, "live", "--script"), async (live) => {
      await live.shows("* luis joined");
      for (let step = 2; step <= script.length; step++) {
        live.type(" ");
        await live.shows(`step ${step} of ${script.length}`);
        const act = script[step - 1]!.act;
        if (act?.kind === "toggle") await live.shows("* luis is now speaking over TLS 1.3");
        else if (act?.kind === "say") await live.shows(`${act.who} > ${act.text}`);
      }
      await live.shows("ana and luis talk: OVER TLS");
      live.type("\x03");
      expect(await live.ended()).toBe(0);
    });
  });
});

/** They may not be let into the folder where the repository lies. */
function canRunAsOrdinaryUser(): boolean {
  const [program, ...rest] = [...asOrdinaryUser, process.execPath, labMain, "--help"];
  return spawnSync(program!, rest, { stdio: "ignore" }).status === 0;
}
const ordinaryUserFault =
  namespaceFaultForOrdinaryUser() ?? (canRunAsOrdinaryUser() ? undefined : "the program is out of their reach");

it.skipIf(ordinaryUserFault !== undefined)(
  `an ordinary user has it in a private network by itself, and is told so (${ordinaryUserFault ?? "possible here"})`,
  async () => {
    const home = mkdtempSync(join(tmpdir(), "lab-live-user-"));
    chmodSync(home, 0o777);
    try {
      await using(labOnTerminalAs(asOrdinaryUser, home, "live", "--record"), async (live) => {
        await live.shows("* luis joined");
        live.type("hola desde dentro\r");
        await live.shows('server → luis: "ana > hola desde dentro"');
        live.type("\x14");
        await live.shows("* luis is now speaking over TLS 1.3");
        live.type("\x03");
        const rows = await live.shows("opens in a private network of its own");
        expect(rows.filter((row) => row.includes("Opening the stage"))).toHaveLength(1);
        expect(await live.ended()).toBe(0);
      });
      expect(lab("find", "hola desde dentro", join(home, "work/captures/live-plain.pcap"))).toMatchObject({
        status: 0,
      });
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  },
);

it("says what to do instead where there is no terminal", () => {
  const { status, stderr } = lab("live");
  expect(status).toBe(1);
  expect(stderr).toBe(
    "lab: the playground needs a terminal on which it can draw\nWithout one, lab demo shows the same lesson as text.\n",
  );
});
