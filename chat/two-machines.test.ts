import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { type Peer, startPeer } from "../testing/chat/peer.ts";
import { labMain } from "../testing/chat/terminal.ts";
import { temporaryFolder } from "../testing/test-folders.ts";

const id = process.pid.toString(36);
const machines = { teacher: `chat-t-${id}`, student: `chat-s-${id}` };
const page = readFileSync(new URL("../docs/two-machines.md", import.meta.url), "utf8");

/** Two network namespaces connected by a veth pair, like two machines by a cable. Needs root. */
const whyNot = cannotMakeMachines();
test.skipIf(whyNot !== undefined)(
  `two people follow docs/two-machines.md and chat between two machines${whyNot === undefined ? "" : ` (skipped: ${whyNot})`}`,
  async () => {
    connectMachines();
    const home = { teacher: temporaryFolder(), student: temporaryFolder() };
    const at = (machine: "teacher" | "student", ...command: string[]): Peer => {
      const peer = startPeer("ip", ["netns", "exec", machines[machine], ...command], home[machine]);
      onTestFinished(() => peer.stop());
      return peer;
    };
    /** The line of the page with this number, as this machine runs it. */
    const follow = (machine: "teacher" | "student", line: string, ...changes: [string, string][]): Peer => {
      expect(page).toContain(`\n${line}\n`);
      const changed = changes.reduce((text, [from, to]) => text.replace(from, to), line);
      const [program, ...rest] = changed.split(" ");
      return program === "lab" ? at(machine, process.execPath, labMain, ...rest) : at(machine, program!, ...rest);
    };

    const server = follow("teacher", "lab server --both --host 0.0.0.0");
    const greeting = await server.shows("From another machine (192.0.2.10)");
    const fingerprint = /by voice: (\S+)/.exec(await server.shows("by voice: "))![1]!;
    expect(greeting).toContain("192.0.2.10");

    const nc = follow("student", "nc 192.0.2.10 12345");
    nc.type("luis\n");
    await nc.shows("# welcome luis");

    const fetched = follow("student", "lab certs fetch 192.0.2.10 --fingerprint FINGERPRINT", [
      "FINGERPRINT",
      fingerprint,
    ]);
    expect([await fetched.ended(), fetched.printed()]).toEqual([0, expect.stringContaining("ca.pem")]);
    const ana = follow("student", "lab chat --tls --host 192.0.2.10 --name ana");
    await ana.shows("# welcome ana");
    ana.type("hola desde la otra máquina\n");
    await nc.shows("ana > hola desde la otra máquina");
    const teacher = at("teacher", process.execPath, labMain, "chat", "--tls", "--name", "profe");
    await teacher.shows("# welcome profe");
    teacher.type("bienvenidos\n");
    await ana.shows("profe > bienvenidos");
    await server.shows(`ana joined from 192.0.2.20:`);
  },
);

function connectMachines(): void {
  const { teacher, student } = machines;
  const ip = (line: string) => execFileSync("ip", line.split(" "), { stdio: "pipe" });
  ip(`netns add ${teacher}`);
  onTestFinished(() => void ip(`netns del ${teacher}`));
  ip(`netns add ${student}`);
  onTestFinished(() => void ip(`netns del ${student}`));
  ip(`link add eth0 netns ${teacher} type veth peer name eth0 netns ${student}`);
  for (const [machine, address] of [
    [teacher, "192.0.2.10/24"],
    [student, "192.0.2.20/24"],
  ] as const) {
    ip(`-n ${machine} link set lo up`);
    ip(`-n ${machine} address add ${address} dev eth0`);
    ip(`-n ${machine} link set eth0 up`);
  }
}

function cannotMakeMachines(): string | undefined {
  if (process.platform !== "linux") return "needs Linux";
  if (process.getuid?.() !== 0) return "needs root to make network namespaces";
  if (spawnSync("nc", ["-h"]).error) return "needs nc";
  const name = `chat-try-${id}`;
  if (spawnSync("ip", ["netns", "add", name]).status !== 0) return "ip netns does not work here";
  spawnSync("ip", ["netns", "del", name]);
  return undefined;
}
