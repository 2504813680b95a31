import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { AccountStore } from "../../chat/accounts/account-store.ts";
import { Accounts } from "../../chat/accounts/accounts.ts";
import { openDatabase } from "../../chat/accounts/database.ts";
import { usualCost } from "../../chat/accounts/password-record.ts";
import { startServer } from "../../chat/server.ts";

/**
 * 1,000 wrong log-ins a minute, each from an address of its own, while two people chat: how long a line takes then and before; and how long a
 * wrong log-in takes for a known and an unknown name. Run: npm run bench:chat, then node dist/bench/chat/log-in.bench.js
 */
const [logins, lines, seconds] = [1000, 400, 20];
const password = "caballo correcto";
const folder = mkdtempSync(join(tmpdir(), "lab-bench-"));
const accounts = new Accounts(new AccountStore(await openDatabase(folder)), {
  ...{ login: "words", storage: "scrypt", recovery: "strong", cost: usualCost, allowsClear: true },
  send: async () => {},
});
const server = await startServer({ hosts: ["127.0.0.1"], port: 0, mode: "plain", accounts });

for (const name of ["ana", "luis"])
  await accounts.register(name, "a@b.example", Buffer.from(password), { address: "127.0.0.1" });
const [ana, luis] = [await enter("ana"), await enter("luis")];
const before = await delays();
let [sent, host] = [0, 0];
const storm = setInterval(() => {
  host += 1;
  const socket = net.connect({
    port: server.port,
    host: "127.0.0.1",
    localAddress: `127.1.${host >> 8}.${host & 255}`,
  });
  socket.on("error", () => {}).end(`eva${host}\nuna clave equivocada\n`);
  sent += 1;
}, 60_000 / logins);
const during = await delays();
clearInterval(storm);
console.log(`a line, quiet:  p50 ${at(before, 0.5)} ms, p99 ${at(before, 0.99)} ms`);
console.log(
  `a line, storm:  p50 ${at(during, 0.5)} ms, p99 ${at(during, 0.99)} ms (${sent} wrong log-ins in ${seconds} s)`,
);
await pause(20_000); // Until the queue is empty.
for (const name of ["ana", "nobody"]) {
  const times = [];
  for (let time = 0; time < 5; time += 1) {
    const start = performance.now();
    await accounts.logIn(name, Buffer.from("una clave equivocada"), { address: `127.2.0.${name.length + time * 10}` });
    times.push(performance.now() - start);
  }
  console.log(`a wrong log-in, ${name.padEnd(6)}: median ${at(times, 0.5)} ms`);
}
ana.destroy();
luis.destroy();
await server.close();
rmSync(folder, { recursive: true });

async function enter(name: string): Promise<net.Socket> {
  const socket = net.connect({ port: server.port, host: "127.0.0.1", noDelay: true });
  socket.write(`${name}\n${password}\n`);
  for (let said = ""; !said.includes("# welcome"); ) said += await new Promise((tell) => socket.once("data", tell));
  return socket;
}

/** How long lines of ana take to luis, in milliseconds. */
async function delays(): Promise<number[]> {
  const found: number[] = [];
  for (let line = 0; line < lines; line += 1) {
    const start = performance.now();
    const heard = new Promise((tell) => luis.once("data", tell));
    ana.write(`${line}\n`);
    await heard;
    found.push(performance.now() - start);
    await pause((seconds * 1000) / lines - found.at(-1)!);
  }
  return found;
}

function at(times: readonly number[], part: number): string {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length * part)]!.toFixed(1);
}
