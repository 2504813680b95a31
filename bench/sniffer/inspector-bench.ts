import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { PseudoTerminal } from "../../testing/pseudo-terminal.ts";
import { makeChatCapture } from "./make-chat-capture.ts";

const lab = fileURLToPath(new URL("../../lab/main.js", import.meta.url));
const lines = 40;
const sender = fileURLToPath(new URL("run-burst.js", import.meta.url));
const burstPace = 50_000;
const burstSeconds = 5;

/** Measures the inspector in a pseudo-terminal. Needs `script` of util-linux and the right to capture on lo. */
export async function benchInspector(folder: string): Promise<void> {
  await lineToScreen();
  await burst(80, 24);
  await burst(200, 60);
  await million(folder);
}

/** The time from sending a line to writing it to the terminal; the same for the tools that print lines. */
async function lineToScreen(): Promise<void> {
  const { server, client, port } = await connection();
  const filter = `tcp port ${port}`;
  const inspector = new PseudoTerminal(`${process.execPath} ${lab} sniff lo --filter '${filter}'`, {
    columns: 80,
    rows: 24,
  });
  await inspector.until((text) => text.includes("No packets yet"));
  await wait(500);
  const ours = await times((text) => inspector.written(text), client);
  report("line sent to line on the inspector's screen", ours, 20);
  inspector.send("q");
  await inspector.ended;
  for (const command of [`tshark -l -i lo -x -f '${filter}'`, `tcpdump -l -A -n -i lo '${filter}'`]) {
    const other = new PseudoTerminal(command, { columns: 200, rows: 24 });
    await wait(3000);
    // They print bytes in rows: a short word is in one piece.
    try {
      report(`  the same, ${command.split(" ")[0]}`, await times((text) => other.written(text, 3000), client));
    } catch {
      console.log(`  ${command.split(" ")[0]}: not measured`);
    }
    other.close();
  }
  client.destroy();
  server.close();
}

async function times(written: (text: string) => Promise<number>, client: Socket): Promise<number[]> {
  const measured: number[] = [];
  for (let line = 0; line < lines; line++) {
    const text = `L${Math.random().toString(36).slice(2, 8)}`;
    const start = performance.now();
    client.write(`${text}\n`);
    measured.push((await written(text)) - start);
    await wait(60 + Math.random() * 60);
  }
  return measured;
}

/** A steady flow of small packets on loopback: are keys answered meanwhile, and are lost packets reported? */
async function burst(columns: number, rows: number): Promise<void> {
  const program = spawn(process.execPath, [sender, String(burstPace), String(burstSeconds)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let said = "";
  program.stdout.on("data", (text: Buffer) => {
    said += text;
  });
  await once(program.stdout, "data");
  const filter = `tcp port ${said.trim()}`;
  const inspector = new PseudoTerminal(`${process.execPath} ${lab} sniff lo --filter '${filter}'`, { columns, rows });
  await inspector.until((text) => text.includes("No packets yet"));
  program.stdin.write("go\n");
  await wait(1000);
  const answers: number[] = [];
  while (!said.trim().includes("\n")) {
    const isHelp = answers.length % 2 === 0;
    answers.push(await answered(inspector, isHelp ? "?" : "\x1b", isHelp ? "┌ Keys" : "explanation"));
    await wait(80);
  }
  program.stdin.end("end\n");
  await once(program, "exit");
  await wait(1000);
  const sent = Number(said.trim().split("\n").at(-1));
  console.log(
    `burst of ${(sent / burstSeconds).toLocaleString("en")} packets a second for ${burstSeconds} s, ${columns}x${rows}:`,
  );
  console.log(`  ${sent.toLocaleString("en")} packets sent; the inspector: ${inspector.lines()[0]}`);
  report("  key to redrawn screen meanwhile", answers, 50);
  // Over the help, q closes the help. Ctrl-C leaves from everywhere.
  inspector.send("\x03");
  await inspector.ended;
}

/** A capture of a million packets: first screen, whole, memory, keys. */
async function million(folder: string): Promise<void> {
  const path = join(folder, "million.pcap");
  const packets = makeChatCapture(path, { clients: 50, messages: 9300, tls: true, shortConnections: 5000 });
  const start = performance.now();
  const inspector = new PseudoTerminal(`${process.execPath} ${lab} sniff -r ${path}`, { columns: 80, rows: 24 });
  await inspector.until((text) => text.includes("SYN: asks"));
  console.log(
    `${packets.toLocaleString("en")} packets: first screen after ${Math.round(performance.now() - start)} ms (600 is wanted)`,
  );
  await inspector.until((text) => !/%|reading/.test(text.split("\n")[0]!), 120_000);
  console.log(
    `  read after ${((performance.now() - start) / 1000).toFixed(1)} s, peak ${peakMemory(path)} MB (400 is wanted)`,
  );
  const answers: number[] = [];
  for (const keys of ["G", "g", "\x1b[6~", "j", "G", "k", "\x1b[5~", "g"]) {
    for (let round = 0; round < 5; round++) {
      const before = inspector.output.length;
      const pressed = performance.now();
      inspector.send(keys);
      while (inspector.output.length === before && performance.now() - pressed < 300) await wait(1);
      if (inspector.output.length > before) answers.push(performance.now() - pressed);
      await wait(120);
    }
  }
  report("  key to redrawn screen anywhere in it", answers, 50);
  inspector.send("q");
  await inspector.ended;
}

async function answered(terminal: PseudoTerminal, key: string, expected: string): Promise<number> {
  const pressed = performance.now();
  terminal.send(key);
  return (await terminal.written(expected)) - pressed;
}

async function connection(): Promise<{ server: ReturnType<typeof createServer>; client: Socket; port: number }> {
  const server = createServer((socket) => socket.resume().on("error", () => {}));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const client = connect(port, "127.0.0.1");
  await once(client, "connect");
  return { server, client, port };
}

/** Peak resident memory of the lab that reads this file, in MB. */
function peakMemory(path: string): number {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const [program = "", ...words] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      if (!program.includes("node") || !words.includes(path)) continue;
      return Math.round(Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmHWM:\s+(\d+)/)![1]) / 1024);
    } catch {
      // It has ended meanwhile.
    }
  }
  return 0;
}

function report(what: string, milliseconds: readonly number[], wanted?: number): void {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const [median, worst] = [sorted[sorted.length >> 1] ?? 0, sorted.at(-1) ?? 0];
  const goal = wanted === undefined ? "" : ` (${wanted} is wanted)`;
  console.log(`${what}: median ${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms of ${sorted.length}${goal}`);
}
