// `npm run bench:chat`: how fast the server passes messages on, and what hostile clients cost. Prints a table (of the
// named parts: fan-out, class, stalled, attacker, log-in, files; without names, all). The exit code is 1 if a bar is
// missed.
import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import type { ServerRules } from "../../chat/server/rules.ts";
import { testCertificates } from "../../testing/chat/test-certificates.ts";
import { measureAttacker } from "./attacker.bench.ts";
import { type FileTransfer, measureFiles } from "./files.bench.ts";
import type { LoadOrder, LoadReport } from "./load.bench.ts";
import { measureLogIn } from "./log-in.bench.ts";
import type { ServerOrder, ServerReport } from "./server-process.bench.ts";

const million = 1_000_000;
const { ca, cert, key } = testCertificates();
const failures: string[] = [];

/** The bars of the project, in deliveries per second. A delivery is one message to one client. */
const bars = [
  { clients: 100, messages: 300_000, bar: 5 * million },
  { clients: 1000, messages: 25_000, bar: 4 * million },
];
/** The most that an attacker may add to the time of a line, in milliseconds. */
const maxAddedMilliseconds = 2;
/**
 * The most time of a line during many log-ins, in milliseconds, and the greatest difference between known and unknown
 * names.
 */
const maxStormMilliseconds = 50;
const maxDifference = 0.15;
/** How much more memory a file of 1 GiB may cost than one of 1 MiB, in MiB. */
const maxFileMebibytes = 64;
/** Four clients send; 1,000 messages may be on their way. The limit for a single fast client is lifted. */
const load = { senders: 4, window: 1000, stalled: 0 };
const unlimited = { linesPerSecond: Number.POSITIVE_INFINITY };

const parts: Readonly<Record<string, () => Promise<void>>> = {
  "fan-out": fanOut,
  class: aClass,
  stalled: oneStopsReading,
  attacker,
  "log-in": logIn,
  files,
};
const chosen = process.argv.slice(2).filter((part) => part in parts);
for (const part of chosen.length > 0 ? chosen : Object.keys(parts)) await parts[part]!();

console.log(`Load average of this machine, with ${availableParallelism()} cores: ${loadavg()[0]!.toFixed(1)}`);
console.log(failures.length === 0 ? "All bars are met." : `Missed:\n${failures.join("\n")}`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function fanOut(): Promise<void> {
  console.log("Fan-out: lines of 26 bytes; 4 clients talk, up to 1,000 messages on their way; every byte is checked.");
  console.log("clients  mode   server   deliveries   seconds   million/s   MiB/s   times naive");
  for (const { clients, messages, bar } of bars) {
    for (const mode of ["plain", "tls"] as const) {
      const naive = await measure("naive", mode, { ...load, clients, messages: Math.round(500_000 / clients) });
      const real = await measure("real", mode, { ...load, clients, messages });
      row(clients, mode, "naive", naive.load);
      row(clients, mode, "ours", real.load, rate(real.load) / rate(naive.load));
      if (rate(real.load) < bar) failures.push(`${clients} clients, ${mode}: below ${bar / million} million a second`);
    }
  }
}

/** What an attacker in the middle adds to the time of a line. */
async function attacker(): Promise<void> {
  console.log("An attacker: one line at a time, straight to the server and through lab mitm, which changes it.");
  for (const mode of ["plain", "tls"] as const) {
    const { straight, attacked } = await measureAttacker(mode);
    const [added, ratio] = [attacked.median - straight.median, attacked.median / straight.median];
    console.log(
      `${mode.padEnd(6)} straight ${straight.median.toFixed(2)} ms, attacked ${attacked.median.toFixed(2)} ms: ${added.toFixed(2)} ms more, ${ratio.toFixed(1)} times; p99 ${straight.p99.toFixed(2)} and ${attacked.p99.toFixed(2)} ms`,
    );
    if (added > maxAddedMilliseconds) failures.push(`an attacker, ${mode}: adds more than ${maxAddedMilliseconds} ms`);
  }
}

/** A file of 1 MiB and one of 1 GiB, uploaded and downloaded over TLS. */
async function files(): Promise<void> {
  console.log(
    "Files, with whole processes over TLS; the peaks hold scrypt, 256 MiB in the client and 128 MiB in the server.",
  );
  const found = await measureFiles([1024 ** 2, 1024 ** 3]);
  for (const { what, seconds, clientMebibytes, serverMebibytes } of found)
    console.log(
      `${what.padEnd(12)} ${seconds.toFixed(1)} s, client ${clientMebibytes.toFixed(0)} MiB, server ${serverMebibytes.toFixed(0)} MiB`,
    );
  const [smallPut, smallGet, put, get] = found as [FileTransfer, FileTransfer, FileTransfer, FileTransfer];
  const more = [
    put.clientMebibytes - smallPut.clientMebibytes,
    get.clientMebibytes - smallGet.clientMebibytes,
    get.serverMebibytes - smallGet.serverMebibytes,
  ];
  if (Math.max(...more) > maxFileMebibytes)
    failures.push(`files: 1 GiB costs over ${maxFileMebibytes} MiB more than 1 MiB`);
}

/** Many wrong log-ins, and whether an unknown name takes another time. */
async function logIn(): Promise<void> {
  console.log("1,000 wrong log-ins a minute, each from its own address, while two people chat.");
  const { quiet, storm, perMinute, known, unknown } = await measureLogIn();
  const shown = ({ median, p99 }: typeof quiet) => `median ${median.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
  console.log(`a line:         quiet ${shown(quiet)}; storm ${shown(storm)} (${perMinute.toFixed(0)} a minute)`);
  console.log(
    `a wrong log-in: known name least ${known.least.toFixed(0)} ms, ${shown(known)}; unknown name least ${unknown.least.toFixed(0)} ms, ${shown(unknown)}`,
  );
  if (storm.p99 >= maxStormMilliseconds) failures.push(`a storm of log-ins: p99 not below ${maxStormMilliseconds} ms`);
  // The least of each: on a busy machine the others only show how busy it is.
  if (Math.abs(known.least / unknown.least - 1) > maxDifference)
    failures.push("a wrong log-in: known and unknown names differ in time");
}

async function aClass(): Promise<void> {
  console.log("A class: 30 clients, one message a second each, 20 seconds.");
  for (const mode of ["plain", "tls"] as const) {
    const order = { task: "pace", senders: 30, clients: 30, messages: 600, window: 0, stalled: 0 } as const;
    const { latencies } = (await measure("real", mode, order)).load;
    const sorted = latencies.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
    console.log(
      `${mode.padEnd(6)} median ${at(0.5).toFixed(2)} ms, p99 ${at(0.99).toFixed(2)} ms, most ${sorted.at(-1)!.toFixed(2)} ms (${sorted.length} deliveries)`,
    );
    if (at(0.99) >= 5) failures.push(`a class, ${mode}: p99 not below 5 ms`);
  }
}

async function oneStopsReading(): Promise<void> {
  console.log("One client of 1,000 stops reading.");
  for (const mode of ["plain", "tls"] as const) {
    const order = { ...load, clients: 1000, messages: 250_000 };
    const all = await measure("real", mode, order);
    const one = await measure("real", mode, { ...order, stalled: 1 });
    const { resident, evicted } = one.server;
    console.log(
      `${mode.padEnd(6)} the others: ${(rate(one.load) / million).toFixed(1)} million/s (all reading: ${(rate(all.load) / million).toFixed(1)}); ` +
        `dropped: ${evicted}; server memory ${mib(resident)} MiB (all reading: ${mib(all.server.resident)})`,
    );
    if (evicted !== 1) failures.push(`a client that stops reading, ${mode}: ${evicted} dropped`);
  }
}

type Order = Omit<LoadOrder, "task" | "mode" | "port" | "ca"> & { readonly task?: LoadOrder["task"] };

/** One run: a new server process, a new load process. */
async function measure(
  kind: ServerOrder["kind"],
  mode: ServerOrder["mode"],
  order: Order,
  rules: Partial<ServerRules> = unlimited,
): Promise<{ load: LoadReport; server: ServerReport }> {
  const server = start("./server-process.bench.js");
  const generator = start("./load.bench.js");
  try {
    const { port } = await ask<{ port: number }>(server, {
      kind,
      mode,
      tls: { cert, key },
      rules,
    } satisfies ServerOrder);
    const report = await ask<LoadReport>(generator, { task: "fan-out", mode, port, ca, ...order } satisfies LoadOrder);
    failures.push(...report.wrong);
    return { load: report, server: await ask<ServerReport>(server, "report") };
  } finally {
    server.kill();
    generator.kill();
  }
}

function start(file: string): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), { serialization: "advanced" });
}

function ask<Answer>(child: ChildProcess, question: string | object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    child.once("message", (answer) => resolve(answer as Answer));
    child.once("exit", (code) => reject(new Error(`a process of the benchmark ended with ${code}`)));
    child.send(question);
  });
}

function rate({ deliveries, elapsed }: LoadReport): number {
  return deliveries / (elapsed / 1000);
}

function row(clients: number, mode: string, server: string, report: LoadReport, ratio?: number): void {
  const { deliveries, elapsed, bytes } = report;
  console.log(
    [
      String(clients).padStart(7),
      mode.padEnd(5),
      server.padEnd(6),
      deliveries.toLocaleString("en").padStart(12),
      (elapsed / 1000).toFixed(2).padStart(8),
      (rate(report) / million).toFixed(2).padStart(10),
      mib(bytes / (elapsed / 1000)).padStart(8),
      ratio === undefined ? "" : ratio.toFixed(0).padStart(12),
    ].join("  "),
  );
}

function mib(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(0);
}
