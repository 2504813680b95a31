import { X509Certificate } from "node:crypto";
import { makeLookAlike } from "../../certs/look-alike.ts";
import { connectClient } from "../../chat/client/client.ts";
import { startServer } from "../../chat/server/server.ts";
import { changeWords, parseChange } from "../../lab/mitm/changes.ts";
import { openProxy } from "../../lab/mitm/proxy.ts";
import { testCertificates } from "../../testing/chat/test-certificates.ts";

/** The time of one line from its sender to a reader, in milliseconds: the median and the 99th of a hundred. */
interface Way {
  readonly median: number;
  readonly p99: number;
}

/** The same lines sent directly to the server, and through `lab mitm`, which changes each of them. */
export interface AttackerReport {
  readonly mode: "plain" | "tls";
  readonly straight: Way;
  readonly attacked: Way;
}

const LINES = 1000;
const WARM_UP = 200;

/** Measures both ways in one process, alternately, so that both run under the same conditions. */
export async function measureAttacker(mode: "plain" | "tls"): Promise<AttackerReport> {
  const { ca, cert, key } = testCertificates();
  const unlimited = { linesPerSecond: Number.POSITIVE_INFINITY };
  const server = await startServer({
    hosts: ["127.0.0.1"],
    port: 0,
    mode: "both",
    tls: { cert, key },
    rules: unlimited,
  });
  const proxy = await openProxy({
    ...{ hosts: ["127.0.0.1"], port: 0, strip: false, onEvent: () => {} },
    target: { host: "localhost", address: "127.0.0.1", port: server.port, isHere: true },
    identity: await makeLookAlike(new X509Certificate(cert).raw, { kind: "self-signed" }),
    change: changeWords([parseChange("ocho=nueve")]),
  });
  let heard = (_: string) => {};
  const join = (name: string, port: number, onDelivery?: (delivery: unknown, line: string) => void) =>
    connectClient({
      ...{ host: "127.0.0.1", port, name, onDelivery },
      tls: mode === "plain" ? undefined : { ca, servername: "localhost", insecure: true },
    });
  const luis = await join("luis", server.port, (_, line) => heard(line));
  const senders = { straight: await join("ana", server.port), attacked: await join("eva", proxy.port) };
  const times = { straight: [] as number[], attacked: [] as number[] };
  for (let at = 0; at < LINES + WARM_UP; at++) {
    for (const way of ["straight", "attacked"] as const) {
      const hour = way === "attacked" ? "nueve" : "ocho";
      const arrived = new Promise<void>((resolve) => {
        heard = (line) => line.endsWith(`${hour}, ${at}`) && resolve();
      });
      const start = performance.now();
      senders[way].say(`nos vemos a las ocho, ${at}`);
      await arrived;
      if (at >= WARM_UP) times[way].push(performance.now() - start);
    }
  }
  for (const client of [senders.straight, senders.attacked, luis]) await client.close();
  proxy.close();
  await server.close();
  return { mode, straight: wayOf(times.straight), attacked: wayOf(times.attacked) };
}

function wayOf(times: readonly number[]): Way {
  const sorted = times.toSorted((a, b) => a - b);
  return { median: sorted[sorted.length >> 1]!, p99: sorted[Math.floor(sorted.length * 0.99)]! };
}
