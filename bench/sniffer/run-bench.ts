import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { benchInspector } from "./inspector-bench.ts";
import { makeChatCapture } from "./make-chat-capture.ts";

/**
 * `npm run bench`: makes its captures, runs the lab and its peers on the same files, prints times, peak memory and
 * ratios.
 */

interface Run {
  readonly seconds: number;
  /** Peak resident memory in MB; 0 if the system does not report it. */
  readonly peak: number;
}

const lab = fileURLToPath(new URL("../../lab/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "lab-bench-"));
const rounds = 3;

try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function main(): Promise<void> {
  const tls = capture("tls.pcap", { clients: 100, messages: 2120, tls: true });
  const plain = capture("plain.pcap", { clients: 100, messages: 2120, tls: false });
  await startUp();
  const summary = await best("lab sniff --summary", [process.execPath, lab, "sniff", "-r", tls, "--summary"]);
  await against(
    summary,
    "tshark -T fields",
    ["tshark", "-r", tls, "-T", "fields", "-e", "tcp.stream", "-e", "tls.record.opaque_type"],
    8,
  );
  const json = await best("lab sniff --json", [process.execPath, lab, "sniff", "-r", tls, "--json"]);
  await against(json, "tshark -T json", ["tshark", "-r", tls, "-T", "json"], 15, 1);
  const text = await best("lab sniff --text", [process.execPath, lab, "sniff", "-r", plain, "--text"]);
  await against(text, "tcpdump -nn -A", ["tcpdump", "-nn", "-A", "-r", plain], 1);
  report(
    "lab compare, both captures (at most 3 s and 300 MB is wanted)",
    await run([process.execPath, lab, "compare", plain, tls]),
  );
  await withKeys();
  await scaling(summary);
  await inspector();
}

/** A capture of small records and its key log: all of it opened, and one connection as text. */
async function withKeys(): Promise<void> {
  const keys = join(folder, "keys.log");
  const keyed = capture("keyed.pcap", { clients: 100, messages: 1100, tls: true, keyLog: keys });
  const sniff = [process.execPath, lab, "sniff", "-r", keyed, "--keylog", keys];
  const tshark = ["tshark", "-r", keyed, "-o", `tls.keylog_file:${keys}`];
  const all = await best("lab sniff --keylog --summary (at most 150 MB is wanted)", [...sniff, "--summary"]);
  await against(
    all,
    "tshark -T fields, same keys",
    [...tshark, "-T", "fields", "-e", "tcp.stream", "-e", "data.data"],
    4,
  );
  const one = await best("lab sniff --keylog --connection 0 --text", [...sniff, "--connection", "0", "--text"]);
  await against(one, "tshark -z follow,tls of one stream", [...tshark, "-q", "-z", "follow,tls,ascii,0"], 2);
}

async function inspector(): Promise<void> {
  try {
    await benchInspector(folder);
  } catch (error) {
    console.log(`the inspector was not measured: ${error instanceof Error ? error.message : error}`);
  }
}

function capture(name: string, options: Parameters<typeof makeChatCapture>[1]): string {
  const path = join(folder, name);
  const packets = makeChatCapture(path, options);
  console.log(`${name}: ${packets.toLocaleString("en")} packets, ${Math.round(statSync(path).size / 1e6)} MB`);
  return path;
}

async function startUp(): Promise<void> {
  const node = await median([process.execPath, "-e", "0"]);
  const help = await median([process.execPath, lab, "--help"]);
  console.log(
    `lab --help: ${ms(help)}, node -e 0: ${ms(node)}: ${(help / node).toFixed(2)} times (at most 1.6 is wanted)`,
  );
}

async function scaling(small: Run): Promise<void> {
  const many = capture("many-connections.pcap", { clients: 100, messages: 1900, tls: true, shortConnections: 10_000 });
  report(
    "lab sniff --summary, 10,100 connections",
    await run([process.execPath, lab, "sniff", "-r", many, "--summary"]),
  );
  const large = capture("large.pcap", { clients: 100, messages: 43_500, tls: true });
  const big = await run([process.execPath, lab, "sniff", "-r", large, "--summary"]);
  report("lab sniff --summary, 1 GB", big);
  const factor = statSync(large).size / statSync(join(folder, "tls.pcap")).size;
  console.log(
    `  ${factor.toFixed(1)} times the bytes: ${(big.seconds / small.seconds).toFixed(1)} times the time, ${big.peak} MB against ${small.peak} MB (at most 150 is wanted)`,
  );
}

async function against(
  ours: Run,
  name: string,
  command: readonly string[],
  wanted: number,
  times = rounds,
): Promise<void> {
  if (spawnSync(command[0]!, ["--version"]).error !== undefined) {
    console.log(`  ${name}: not installed, no ratio`);
    return;
  }
  const theirs = await best(name, command, times);
  console.log(`  ratio: ${(theirs.seconds / ours.seconds).toFixed(1)} times as fast (at least ${wanted} is wanted)`);
}

async function best(name: string, command: readonly string[], times = rounds): Promise<Run> {
  let fastest: Run | undefined;
  for (let round = 0; round < times; round++) {
    const one = await run(command);
    if (fastest === undefined || one.seconds < fastest.seconds) fastest = one;
  }
  report(name, fastest!);
  return fastest!;
}

async function median(command: readonly string[]): Promise<number> {
  const seconds: number[] = [];
  for (let round = 0; round < 11; round++) seconds.push((await run(command)).seconds);
  return seconds.sort((a, b) => a - b)[5]!;
}

function run([program, ...rest]: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(program!, rest, { stdio: "ignore" });
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, peakOf(child.pid!));
    }, 20);
    child.on("error", reject);
    child.on("exit", (code) => {
      clearInterval(watch);
      if (code === 0) resolve({ seconds: (performance.now() - started) / 1000, peak });
      else reject(new Error(`${program} ${rest.join(" ")} ended with ${code}`));
    });
  });
}

function peakOf(pid: number): number {
  try {
    return Math.round(Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmHWM:\s+(\d+)/)?.[1] ?? 0) / 1000);
  } catch {
    return 0;
  }
}

function report(name: string, { seconds, peak }: Run): void {
  console.log(`${name}: ${seconds.toFixed(2)} s, peak ${peak} MB`);
}

function ms(seconds: number): string {
  return `${(seconds * 1000).toFixed(0)} ms`;
}
