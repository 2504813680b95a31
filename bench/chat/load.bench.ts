// The load generator of the benchmark, in its own process: many clients that send, and check every byte they get.
import { connect } from "../../chat/transport/connect.ts";
import type { Connection } from "../../chat/transport/connection.ts";

/** The parent's order: how many clients, of which the first `senders` send. */
export interface LoadOrder {
  readonly task: "fan-out" | "pace";
  readonly mode: "plain" | "tls";
  readonly port: number;
  readonly ca: string;
  readonly clients: number;
  readonly senders: number;
  readonly messages: number;
  /** Most messages on their way at a time. */
  readonly window: number;
  /** How many of the other clients stop reading at once. */
  readonly stalled: number;
}

/** The result for the parent. Times in milliseconds; `wrong`: what was lost or out of order. */
export interface LoadReport {
  readonly deliveries: number;
  readonly bytes: number;
  readonly elapsed: number;
  readonly latencies: readonly number[];
  readonly wrong: readonly string[];
}

/** Lines sent in one write by one sender. */
const linesAWrite = 64;

process.on("message", async (order: LoadOrder) => {
  process.send!(await (order.task === "fan-out" ? fanOut(order) : pace(order)));
});
process.on("disconnect", () => process.exit(0));

async function joinAll({ mode, port, ca, clients }: LoadOrder): Promise<Connection[]> {
  const connections: Connection[] = [];
  const tls = mode === "tls" ? { ca, servername: "localhost" } : undefined;
  for (let index = 0; index < clients; index += 1) {
    const connection = await connect({ host: "127.0.0.1", port, deadline: 20_000, tls });
    if (connection.chainProblem !== undefined) throw new Error(connection.chainProblem);
    connections.push(connection);
    const welcome = new Promise<void>((resolve) => {
      connection.onData = (bytes) => {
        if (bytes.includes("# welcome")) resolve();
      };
    });
    connection.write(Buffer.from(`${nameOf(index)}\n`));
    await welcome;
  }
  // The notices about the last clients that joined.
  await new Promise((resolve) => setTimeout(resolve, 500));
  return connections;
}

function nameOf(index: number): string {
  return `u${index}`;
}

/**
 * Every listener must get exactly the same bytes. The fastest one writes the reference, and all others are compared
 * with it. At the end the reference itself is checked: each sender's messages, complete and in order.
 */
async function fanOut(order: LoadOrder): Promise<LoadReport> {
  const { senders, messages, window, stalled } = order;
  const connections = await joinAll(order);
  const lineBytes = line(0, 0).length;
  let reference = Buffer.alloc(1024 * 1024);
  let known = 0;
  const wrong = new Set<string>();
  const offsets = connections.map(() => 0);
  const ownStreams: Buffer[][] = connections.slice(0, senders).map(() => []);
  const listeners = connections.length - stalled - senders;
  const wanted = messages * lineBytes;
  let finished = 0;
  let tell = () => {};
  const done = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const hasFinished = new Set<number>();
  const finish = (index: number) => {
    if (hasFinished.has(index)) return;
    hasFinished.add(index);
    finished += 1;
    if (finished === listeners + senders) tell();
  };

  connections.forEach((connection, index) => {
    if (index >= connections.length - stalled) {
      connection.pause();
      return;
    }
    if (index < senders) {
      const all = wanted - count(index, senders, messages) * lineBytes;
      connection.onData = (bytes) => {
        ownStreams[index]!.push(bytes);
        offsets[index]! += bytes.length;
        if (offsets[index]! >= all) finish(index);
      };
      return;
    }
    connection.onData = (bytes) => {
      const from = offsets[index]!;
      const to = from + bytes.length;
      offsets[index] = to;
      if (to > reference.length) reference = Buffer.concat([reference, Buffer.alloc(reference.length)]);
      const both = Math.min(to, known) - from;
      if (both > 0 && reference.compare(bytes, 0, both, from, from + both) !== 0) wrong.add(`client ${index} differs`);
      if (to > known) {
        bytes.copy(reference, known, Math.max(0, both));
        known = to;
      }
      if (to >= wanted) finish(index);
      if (index === connections.length - stalled - 1) feed();
    };
  });

  let sent = 0;
  const next = Array.from({ length: senders }, () => 0);
  const feed = () => {
    // The last listener's progress opens the window: the server writes to it last.
    const arrived = offsets[connections.length - stalled - 1]! / lineBytes;
    while (sent < messages && sent + linesAWrite - arrived <= window) {
      const sender = (sent / linesAWrite) % senders;
      const upTo = Math.min(linesAWrite, messages - sent);
      let text = "";
      for (let index = 0; index < upTo; index += 1) text += textOf(next[sender]!++);
      connections[sender]!.write(Buffer.from(text));
      sent += upTo;
    }
  };
  const began = performance.now();
  feed();
  await done;
  const elapsed = performance.now() - began;

  // A notice about a dropped client may be among the messages: then the last messages are still on their way.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const lines = reference.subarray(0, known).toString().split("\n").slice(0, -1);
  checkOrder(lines, next, wrong);
  ownStreams.forEach((stream, sender) => {
    const others = lines.filter((said) => !said.startsWith(`${nameOf(sender)} > `));
    if (Buffer.concat(stream).toString() !== others.map((said) => `${said}\n`).join(""))
      wrong.add(`sender ${sender} differs`);
  });
  const bytes = offsets.reduce((sum, offset) => sum + Math.min(offset, wanted), 0);
  for (const connection of connections) connection.destroy();
  return { deliveries: bytes / lineBytes, bytes, elapsed, latencies: [], wrong: [...wrong] };
}

/** How many of the messages this sender sends. */
function count(sender: number, senders: number, messages: number): number {
  let own = 0;
  for (let sent = 0; sent < messages; sent += linesAWrite) {
    if ((sent / linesAWrite) % senders === sender) own += Math.min(linesAWrite, messages - sent);
  }
  return own;
}

/** A message of a sender, always of the same length. */
function textOf(number: number): string {
  return `${String(number).padStart(7, "0")} hola a todos\n`;
}

/** The same message as it is delivered. */
function line(sender: number, number: number): string {
  return `${nameOf(sender)} > ${textOf(number)}`;
}

function checkOrder(lines: readonly string[], sentBySender: readonly number[], wrong: Set<string>): void {
  const heard = sentBySender.map(() => 0);
  for (const said of lines) {
    if (said.startsWith("* ")) continue;
    const sender = Number(said.slice(1, said.indexOf(" ")));
    if (`${said}\n` !== line(sender, heard[sender]!))
      wrong.add(`after ${heard[sender]} of sender ${sender} came: ${said}`);
    heard[sender]! += 1;
  }
  heard.forEach((number, sender) => {
    if (number !== sentBySender[sender]) wrong.add(`sender ${sender} said ${sentBySender[sender]}, heard ${number}`);
  });
}

/**
 * Each client sends one line per second, at different times; measures the time from each line's write to each arrival.
 */
async function pace(order: LoadOrder): Promise<LoadReport> {
  const connections = await joinAll(order);
  const seconds = order.messages / order.clients;
  const latencies: number[] = [];
  let bytes = 0;
  const wanted = order.messages * (order.clients - 1);
  const began = performance.now();
  await new Promise<void>((resolve) => {
    for (const connection of connections) {
      connection.onData = (data) => {
        const now = performance.now();
        bytes += data.length;
        for (const [, time] of data.toString().matchAll(/ > (\S+)\n/g)) latencies.push(now - Number(time));
        if (latencies.length === wanted) resolve();
      };
    }
    connections.forEach((connection, index) => {
      let said = 0;
      setTimeout(
        function say() {
          connection.write(Buffer.from(`${performance.now()}\n`));
          said += 1;
          if (said < seconds) setTimeout(say, 1000);
        },
        (1000 * index) / connections.length,
      );
    });
  });
  const elapsed = performance.now() - began;
  for (const connection of connections) connection.destroy();
  return { deliveries: latencies.length, bytes, elapsed, latencies, wrong: [] };
}
