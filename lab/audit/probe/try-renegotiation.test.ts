import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, connect, createServer as createPlain, type Server, type Socket } from "node:net";
import { createServer } from "node:tls";
import { afterAll, beforeAll, test } from "vitest";
import { contentType } from "../../../sniffer/wire/tls/names.ts";
import { auditCertificates } from "../../../testing/audit/audited-server.ts";
import { Prober } from "./prober.ts";
import { tryRenegotiation } from "./try-renegotiation.ts";

/** Milliseconds for one answer; all renegotiations have half of it. */
const patience = 8_000;
const servers: Server[] = [];
/** Node's own server: it allows three, then breaks off. */
let nodeServer: Server;
beforeAll(async () => {
  const { ec } = await auditCertificates();
  const options = { cert: readFileSync(ec.cert), key: readFileSync(ec.key), maxVersion: "TLSv1.2" } as const;
  nodeServer = createServer(options, (socket) => socket.on("error", () => socket.destroy()));
  await listening(nodeServer.on("tlsClientError", (_error, socket) => socket.destroy()));
});
afterAll(() => {
  for (const server of servers) server.close();
});

async function listening(server: Server): Promise<void> {
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
}

/** The probe's result for Node's server with a relay before it that delays or stops the client's bytes. */
async function tried(handOn: (bytes: Buffer, pass: () => void) => void) {
  const front = createPlain((socket) => {
    const behind = connect((nodeServer.address() as AddressInfo).port, "127.0.0.1");
    const both: readonly Socket[] = [socket, behind];
    for (const one of both) {
      one.on("error", () => {});
      one.on("close", () => both.map((other) => other.destroy()));
    }
    socket.on("data", (bytes) => handOn(bytes, () => behind.writable && behind.write(bytes)));
    behind.pipe(socket);
  });
  await listening(front);
  const { port } = front.address() as AddressInfo;
  return tryRenegotiation(new Prober({ host: "127.0.0.1", port, patience }, "localhost"));
}

/** Relays until the client has finished this many handshakes. Each of its writes begins with a record. */
function until(handshakes: number) {
  let finished = 0;
  return (bytes: Buffer, pass: () => void) => {
    if (finished >= handshakes) return;
    for (let at = 0; at + 5 <= bytes.length; at += 5 + bytes.readUInt16BE(at + 3)) {
      if (bytes[at] === contentType.change_cipher_spec) finished += 1;
    }
    pass();
  };
}

test.concurrent("a server that allows three and then breaks off is not open to it", async ({ expect }) => {
  const seen = await tried((_bytes, pass) => pass());
  expect(seen).toMatchObject({ isAccepted: false, times: 3, isRefused: true });
});

test.concurrent("so is a slow one, although three take longer than there is time", async ({ expect }) => {
  // Two answers per handshake: three renegotiations take 4.5 seconds.
  const seen = await tried((_bytes, pass) => void setTimeout(pass, 750));
  expect(seen).toMatchObject({ isAccepted: false, times: 3, isRefused: true });
});

test.concurrent("a server that sleeps after two that it made is open to it", async ({ expect }) => {
  const seen = await tried(until(3));
  expect(seen).toMatchObject({ isAccepted: true, times: 2, isRefused: false });
  expect(seen!.spent).toBeDefined();
});

test.concurrent("a server that makes one, or none, and then says nothing is not", async ({ expect }) => {
  const [one, none] = await Promise.all([tried(until(2)), tried(until(1))]);
  expect(one).toMatchObject({ isAccepted: false, times: 1, isRefused: false });
  expect(none).toMatchObject({ isAccepted: false, times: 0 });
});
