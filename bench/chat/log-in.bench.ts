import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { AccountStore } from "../../chat/accounts/account-store.ts";
import { Accounts } from "../../chat/accounts/accounts.ts";
import { usualCost } from "../../chat/accounts/password-record.ts";
import { openDatabase } from "../../chat/database/database.ts";
import { startServer } from "../../chat/server/server.ts";

/** Durations in milliseconds: the least, the median and the 99th of a hundred. */
interface Times {
  readonly least: number;
  readonly median: number;
  readonly p99: number;
}

/** What many wrong log-ins cost two people who chat, and what a wrong log-in reveals. */
export interface LogInReport {
  /** The time of a line from one to the other, before and during the log-ins. */
  readonly quiet: Times;
  readonly storm: Times;
  /** Wrong log-ins per minute. */
  readonly perMinute: number;
  /** A wrong log-in, with a known and with an unknown name. */
  readonly known: Times;
  readonly unknown: Times;
}

const loginsPerMinute = 1000;
const [lines, milliseconds] = [400, 20_000];
const known = Array.from({ length: 9 }, (_, number) => `known${number}`);
const password = "caballo correcto";

/** Measures with the usual cost of scrypt. Each wrong log-in comes from its own address, so that no limit stops it. */
export async function measureLogIn(): Promise<LogInReport> {
  const folder = mkdtempSync(join(tmpdir(), "lab-bench-"));
  const accounts = new Accounts(new AccountStore(await openDatabase(folder)), {
    ...{ login: "words", storage: "scrypt", recovery: "strong", cost: usualCost, allowsClear: true },
    send: async () => {},
  });
  const server = await startServer({ hosts: ["127.0.0.1"], port: 0, mode: "plain", accounts });
  for (const name of ["ana", "luis", ...known])
    await accounts.register({ name, email: "a@b.example" }, Buffer.from(password), { address: "127.0.0.1" });
  const [ana, luis] = [await enter(server.port, "ana"), await enter(server.port, "luis")];
  const quiet = await delays(ana, luis);
  const storm = startStorm(server.port);
  const during = await delays(ana, luis);
  const perMinute = storm.end();
  const [wrongKnown, wrongUnknown] = await wrongOnes(accounts);
  for (const socket of [ana, luis]) socket.destroy();
  await server.close();
  rmSync(folder, { recursive: true });
  return { quiet, storm: during, perMinute, known: wrongKnown, unknown: wrongUnknown };
}

async function enter(port: number, name: string): Promise<net.Socket> {
  const socket = net.connect({ port, host: "127.0.0.1", noDelay: true });
  socket.write(`${name}\n${password}\n`);
  for (let said = ""; !said.includes("# welcome"); ) said += await new Promise((tell) => socket.once("data", tell));
  return socket;
}

/** How long one person's lines take to the other. */
async function delays(from: net.Socket, to: net.Socket): Promise<Times> {
  const found: number[] = [];
  for (let line = 0; line < lines; line += 1) {
    const start = performance.now();
    const heard = new Promise((tell) => to.once("data", tell));
    from.write(`${line}\n`);
    await heard;
    found.push(performance.now() - start);
    await pause(milliseconds / lines - found.at(-1)!);
  }
  return timesOf(found);
}

function startStorm(port: number): { readonly end: () => number } {
  const begun = performance.now();
  let sent = 0;
  const one = () => {
    sent += 1;
    const localAddress = `127.1.${sent >> 8}.${sent & 255}`;
    const socket = net.connect({ port, host: "127.0.0.1", localAddress });
    socket.on("error", () => {}).end(`${sent % 2 === 0 ? "luis" : `eva${sent}`}\nuna clave equivocada\n`);
  };
  const timer = setInterval(() => {
    while (sent < ((performance.now() - begun) / 60_000) * loginsPerMinute) one();
  }, 60_000 / loginsPerMinute);
  return {
    end: () => {
      clearInterval(timer);
      return (sent * 60_000) / (performance.now() - begun);
    },
  };
}

/** One wrong log-in for each known name, and as many with unknown names, each from its own address. */
async function wrongOnes(accounts: Accounts): Promise<[known: Times, unknown: Times]> {
  const found: [number[], number[]] = [[], []];
  const tried = async (name: string, address: string) => {
    const start = performance.now();
    const why = await accounts.logIn(name, Buffer.from("una clave equivocada"), { address });
    return why?.code === "login-failed" ? performance.now() - start : Number.NaN;
  };
  while (Number.isNaN(await tried("nobody", "127.2.2.1"))) await pause(1000); // Until the waiting log-ins are done.
  for (const [index, name] of known.entries()) {
    found[0].push(await tried(name, `127.2.0.${index}`));
    found[1].push(await tried(`not-${name}`, `127.2.1.${index}`));
  }
  return [timesOf(found[0]), timesOf(found[1])];
}

function timesOf(found: readonly number[]): Times {
  const sorted = found.toSorted((a, b) => a - b);
  return { least: sorted[0]!, median: sorted[sorted.length >> 1]!, p99: sorted[Math.floor(sorted.length * 0.99)]! };
}
