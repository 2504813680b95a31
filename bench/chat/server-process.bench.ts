// The server side of the benchmark, in its own process: the real server, or a naive one that writes each message to
// each client.
import { LineSplitter } from "../../chat/protocol/lines.ts";
import type { ServerRules } from "../../chat/server/rules.ts";
import { startServer } from "../../chat/server/server.ts";
import type { Connection } from "../../chat/transport/connection.ts";
import { listen } from "../../chat/transport/listen.ts";
import type { ServerTls } from "../../chat/transport/tls-profile.ts";

/** The parent's first message. */
export interface ServerOrder {
  readonly kind: "real" | "naive";
  readonly mode: "plain" | "tls";
  readonly tls: ServerTls;
  readonly rules: Partial<ServerRules>;
}

/** The answer to the parent. Bytes and milliseconds. */
export interface ServerReport {
  readonly resident: number;
  readonly heap: number;
  readonly processor: number;
  readonly evicted: number;
}

let evicted = 0;

process.on("message", async (message: ServerOrder | "report" | "stop") => {
  if (message === "stop") process.exit(0);
  if (message === "report") {
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const report: ServerReport = { resident: rss, heap: heapUsed, processor: (user + system) / 1000, evicted };
    process.send!(report);
    return;
  }
  const open = message.kind === "real" ? openReal : openNaive;
  process.send!({ port: await open(message) });
});
process.on("disconnect", () => process.exit(0));

async function openReal({ mode, tls, rules }: ServerOrder): Promise<number> {
  const server = await startServer({
    hosts: ["127.0.0.1"],
    port: 0,
    mode,
    tls,
    rules: { maxClients: 2000, ...rules },
    onEvent: ({ kind }) => {
      if (kind === "evicted") evicted += 1;
    },
  });
  return server.port;
}

/** The chat in its usual first form: for each message, for each client, one write. */
async function openNaive({ mode, tls }: ServerOrder): Promise<number> {
  const clients = new Set<Connection>();
  const listener = await listen({
    hosts: ["127.0.0.1"],
    port: 0,
    mode,
    tls,
    firstByteDeadline: 60_000,
    handshakeDeadline: 60_000,
    silence: { after: 60_000, line: "" },
    accept: () => undefined,
    onFailure: () => {},
    wrongMode: () => "",
    onConnection: (connection) => {
      const splitter = new LineSplitter();
      let name: string | undefined;
      connection.onData = (bytes) => {
        splitter.push(bytes);
        for (let line = splitter.next(); line?.kind === "line"; line = splitter.next()) {
          if (name === undefined) {
            name = line.text;
            connection.write(Buffer.from(`# welcome ${name}\n`));
            clients.add(connection);
            continue;
          }
          for (const client of clients)
            if (client !== connection) client.write(Buffer.from(`${name} > ${line.text}\n`));
        }
      };
      connection.onClose = () => clients.delete(connection);
    },
  });
  return listener.port;
}
