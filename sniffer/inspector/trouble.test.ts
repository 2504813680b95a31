import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeChatCapture } from "../../bench/sniffer/make-chat-capture.ts";
import { PseudoTerminal } from "../../testing/pseudo-terminal.ts";
import { mayCapture } from "../../testing/sniffer/capture-rights.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { temporaryFolder } from "../../testing/test-folders.ts";

const lab = fileURLToPath(new URL("../../dist/lab/main.js", import.meta.url));
const run = `${process.execPath} ${lab}`;
const chat = join(fixturesFolder, "chat-es-lf.pcap");
const has = (program: string, ...words: string[]) => spawnSync(program, words).error === undefined;

let folder: string;
let terminal: PseudoTerminal | undefined;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => {
  terminal?.close();
  terminal = undefined;
});

function inTerminal(command: string): PseudoTerminal {
  terminal = new PseudoTerminal(command, { columns: 80, rows: 24 });
  return terminal;
}

const noScript = has("script", "--version") ? "" : " (skipped: there is no `script`, of util-linux)";
const noRoot =
  mayCapture && has("script", "--version") ? "" : " (skipped: this user is not root, or there is no `script`)";

/** In its own network, made by `ip` of iproute2; `later` runs when the file `now` exists. */
function withDevice(later: string, command: string): string {
  const script = [
    "ip link set lo up; ip link add plug0 type veth peer name plug1; ip link set plug1 up; ip link set plug0 up",
    `(while [ ! -e ${folder}/now ]; do sleep 0.05; done; ${later}) &`,
    `exec ${command}`,
  ].join("\n");
  writeFileSync(join(folder, "script"), script);
  return `unshare --net sh ${folder}/script`;
}

test.skipIf(noRoot !== "" || !has("ip", "-V")).each([
  ["goes away", "ip link delete plug0"],
  ["is switched off", "ip link set plug0 down"],
])(
  `a device that %s is reported, what came stays to be read, and the recording is whole${noRoot}`,
  async (_, later) => {
    const copy = join(folder, "copy.pcap");
    const shown = inTerminal(withDevice(later, `${run} sniff --device-i-may-capture plug0 -w ${copy}`));
    // The system itself sends packets to its neighbours on a new device.
    await shown.until((text) => /live plug0 .* [1-9]\d* packets?/.test(text));
    writeFileSync(join(folder, "now"), "");
    const why = "ended by itself: the device was switched off or removed";
    await shown.until((text, lines) => text.includes("ended: plug0") && lines.at(-2)!.includes(why));
    shown.send("g");
    await shown.until((text) => /▌ +1 /.test(text));
    const packets = shown.text().match(/ended: plug0 .* (\d+) packet/)![1]!;
    shown.send("q");
    expect(await shown.ended).toBe(0);
    expect(shown.isAlternate).toBe(false);
    expect(shown.output).toContain(`kept in ${copy}`);
    expect(summaryOf(copy)).toContain(`${packets} packet`);
  },
);

/** Runs a command in a shell for which the folder `small` holds only this many KB. */
function withSmallDisk(kilobytes: number, command: string): string {
  const small = join(folder, "small");
  mkdirSync(small);
  writeFileSync(join(folder, "script"), `mount -t tmpfs -o size=${kilobytes}k tmpfs ${small}\n${command}\n`);
  return `unshare --mount sh ${folder}/script`;
}

const onSmallDisk = test.skipIf(noRoot !== "");

onSmallDisk(
  `a disk that is full ends the recording, which is whole up to there, and the capture goes on${noRoot}`,
  async () => {
    const capture = join(folder, "large.pcap");
    const packets = makeChatCapture(capture, { clients: 2, messages: 4000, tls: false });
    const copy = join(folder, "small", "copy.pcap");
    const shown = inTerminal(
      withSmallDisk(100, `${run} sniff -r ${capture} -w ${copy}; echo code $?; ${run} sniff -r ${copy} --summary`),
    );
    await shown.until((text) => text.includes("the disk is full"));
    const whole = `${packets.toLocaleString("en")} packets`;
    await shown.until((_, [top]) => top!.includes(whole) && top!.includes("NOT RECORDED"));
    shown.send("q");
    await shown.ended;
    const after = shown.text().replaceAll("\n", "");
    // Where the terminal breaks the line, a space is lost.
    const kept = after.replaceAll(" ", "").match(/copy\.pcaphasthefirst([\d,]+)packets/)![1]!;
    expect(after).toContain("code 1");
    expect(after).toContain(`summary: ${kept} packets`);
  },
);

onSmallDisk(
  `where there is no room for the packets themselves, one line says it, after the terminal is back${noRoot}`,
  async () => {
    const capture = join(folder, "large.pcap");
    makeChatCapture(capture, { clients: 2, messages: 4000, tls: false });
    const shown = inTerminal(withSmallDisk(100, `TMPDIR=${folder}/small ${run} sniff -r ${capture}; echo code $?`));
    await shown.ended;
    expect(shown.isAlternate).toBe(false);
    expect(shown.text().replace(/\s+/g, " ").trim()).toBe(
      `lab: the inspector cannot keep more packets in ${folder}/small: the disk is full Choose another folder for temporary files: TMPDIR=FOLDER lab sniff ... code 1`,
    );
  },
);

const sshd = "/usr/sbin/sshd";
const noSsh = whyNoSsh();

function whyNoSsh(): string {
  if (!existsSync(sshd) || !has("ssh", "-V")) return " (skipped: no ssh, or no sshd: openssh-server)";
  if (process.getuid?.() === 0) return "";
  // sshd makes its folder when it first starts as a service; only root can make it here.
  if (!existsSync("/run/sshd")) return " (skipped: sshd has never run on this machine: no /run/sshd)";
  // Only root can give a terminal to the group tty, if the system has not done so.
  const isGroupTty = /^devpts \/dev\/pts .*\bgid=/m.test(readFileSync("/proc/mounts", "utf8"));
  return isGroupTty ? "" : " (skipped: without root, sshd can make no terminal on this system)";
}

test.skipIf(noSsh !== "")(`over SSH it is the same screen, and answers keys${noSsh}`, async () => {
  const key = (name: string) => spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, name)]);
  key("host");
  key("user");
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  const settings = [`HostKey ${folder}/host`, `AuthorizedKeysFile ${folder}/user.pub`, "StrictModes no", "UsePAM no"];
  writeFileSync(join(folder, "sshd"), `${settings.join("\n")}\n`);
  // The server speaks through a pipe to this one client: nothing listens anywhere.
  const options = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR", "IdentitiesOnly=yes"];
  const client = `ssh -tt -F none -i ${folder}/user ${options.map((option) => `-o ${option}`).join(" ")}`;
  const proxy = `-o ProxyCommand='${sshd} -i -f ${folder}/sshd'`;
  const shown = inTerminal(`${client} ${proxy} ${userInfo().username}@lab '${run} sniff -r ${chat}'`);
  await shown.until((text) => text.includes("Hola, ¿qué tal estás?"));
  expect(shown.lines()).toHaveLength(24);
  expect(shown.lines().at(-1)).toContain("? keys  q quit");
  shown.send("c");
  await shown.until((text) => text.includes("Conversation of connection 0"));
  shown.send("q");
  expect(await shown.ended).toBe(0);
  expect(shown.isAlternate).toBe(false);
});

function summaryOf(path: string): string {
  return spawnSync(process.execPath, [lab, "sniff", "-r", path, "--summary"], { encoding: "utf8" }).stdout;
}

test.skipIf(noScript !== "")(
  `quitting while a search goes through a large capture ends quietly${noScript}`,
  async () => {
    const capture = join(folder, "large.pcap");
    makeChatCapture(capture, { clients: 4, messages: 20_000, tls: true });
    for (const keys of ["q", "\x03"]) {
      const shown = inTerminal(`${run} sniff -r ${capture}`);
      await shown.until((text) => text.includes("SYN: asks"));
      shown.send("/nowhere at all\r");
      shown.send(keys);
      expect(await shown.ended).toBe(0);
      expect(shown.output).not.toMatch(/EBADF|at .*\.js/);
      shown.close();
    }
  },
);
