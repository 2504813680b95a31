// In its own process, so that sending does not disturb the measurement: many small TCP segments to itself over
// loopback, at a steady rate. Prints its port, waits for a line on standard input, sends, and prints the number of
// lines. After another line it closes the connection: the FIN comes without hurry, so it is captured even if the end of
// the flow was lost.
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

const [linesPerSecond, seconds] = process.argv.slice(2).map(Number) as [number, number];
const line = Buffer.from(`${"x".repeat(40)}\n`);

const server = createServer((socket) => socket.resume()).listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
const socket = connect(port, "127.0.0.1").setNoDelay(true);
await once(socket, "connect");
console.log(port);
await once(process.stdin, "data");

const start = performance.now();
let sent = 0;
for (let elapsed = 0; elapsed < seconds; elapsed = (performance.now() - start) / 1000) {
  const due = Math.min(elapsed, seconds) * linesPerSecond;
  // A write is one segment only if no other waits.
  while (sent < due && socket.writableLength === 0) {
    socket.write(line);
    sent += 1;
  }
  await wait(1);
}
console.log(sent);
await once(process.stdin, "data");
socket.end();
await once(socket, "close");
process.exit();
