import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, connect, createServer as createPlain, type Server, type Socket } from "node:net";
import { createServer } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AuditCertificates, auditCertificates } from "../../../testing/audit/audited-server.ts";
import { judge } from "../judge.ts";
import { probeServer } from "./probe-server.ts";

let certificates: AuditCertificates;
const servers: Server[] = [];
beforeAll(async () => {
  certificates = await auditCertificates();
});
afterAll(() => {
  for (const server of servers) server.close();
});

/** Probes this server, and judges the facts. */
async function audited(server: Server, patience = 30_000) {
  servers.push(server);
  server.on("connection", (socket: Socket) => socket.on("error", () => socket.destroy()));
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const seen = await probeServer({ host: "127.0.0.1", port, patience }, "localhost");
  const { findings, conforms, missing } = await judge(seen, [certificates.ca]);
  return { conforms, missing, codes: findings.map(({ code }) => code) };
}

/** A server with one thing outside Mozilla's list: a CBC suite. */
function usual(answer: (socket: Socket) => void = () => {}): Server {
  const [cert, key] = [readFileSync(certificates.ec.cert), readFileSync(certificates.ec.key)];
  const ciphers = "ECDHE+AESGCM:ECDHE-ECDSA-AES128-SHA256";
  return createServer({ cert, key, ciphers, ecdhCurve: "X25519:P-256" }, (socket) => {
    socket.on("error", () => socket.destroy());
    answer(socket);
  });
}

/** The same with a relay before it that lets only some connections in. */
function behind(lets: (socket: Socket, number: number) => boolean): Server {
  const inner = usual().on("tlsClientError", (_error, socket) => socket.destroy());
  let connections = 0;
  return createPlain((socket) => {
    connections += 1;
    if (lets(socket, connections)) inner.emit("connection", socket);
  });
}

test("a server that sends much at once, behind its handshake, is audited like any other", async () => {
  const flood = (socket: Socket) => void socket.write(Buffer.alloc(256 * 1024, "a"));
  // It never answers a renegotiation, which is waited for half of this time.
  expect(await audited(usual(flood), 10_000)).toMatchObject({ missing: undefined, codes: ["cbc"] });
});

test("where each third connection is closed without a word, the hello is sent again", async () => {
  const closing = behind((socket, number) => {
    if (number % 3 === 0) socket.destroy();
    return number % 3 !== 0;
  });
  const { codes, conforms, missing } = await audited(closing);
  expect(codes.includes("cbc") || missing === "answers").toBe(true);
  expect(conforms).toBeUndefined();
});

test("a server that takes connections and no longer answers is not called good", async () => {
  const stuck = behind((_socket, number) => number <= 20);
  expect(await audited(stuck, 3_000)).toMatchObject({ conforms: undefined, missing: "answers" });
});

test("a server that stalls after its first connection is not called good, and does speak TLS", async () => {
  const stalling = behind((_socket, number) => number === 1);
  expect(await audited(stalling, 3_000)).toMatchObject({ conforms: undefined, missing: "answers" });
});

test("where each 30th connection gets no answer, the hello is sent again", async () => {
  const stalling = behind((_socket, number) => number % 30 !== 0);
  expect(await audited(stalling, 10_000)).toMatchObject({ missing: undefined, codes: ["cbc"] });
});

/** The same; `first` takes the first bytes of each connection, and says whether the rest goes through. */
async function through(first: (bytes: Buffer, front: Server) => boolean): Promise<Server> {
  const inner = usual();
  servers.push(inner);
  await once(inner.listen(0, "127.0.0.1"), "listening");
  const front = createPlain((socket) => {
    const behind = connect((inner.address() as AddressInfo).port, "127.0.0.1");
    behind.on("error", () => socket.destroy());
    socket.on("close", () => behind.destroy());
    socket.once("data", (bytes) => {
      behind.write(bytes);
      if (first(bytes, front)) socket.pipe(behind);
    });
    behind.pipe(socket);
  });
  return front;
}

test("a server that never finishes a handshake is not called good", async () => {
  expect(await audited(await through(() => false), 3_000)).toMatchObject({ conforms: undefined, missing: "answers" });
});

test("a server that ends over a line in the clear has stopped", async () => {
  const ending = await through(([type], front) => {
    if (type !== 22) front.close();
    return true;
  });
  expect((await audited(ending)).codes).toEqual(["stops", "cbc"]);
});

/** A HelloRetryRequest (RFC 8446 section 4.1.4) for TLS_AES_128_GCM_SHA256 and secp256r1, with this session id. */
function retryRequest(sessionId: Buffer): Buffer {
  const random = Buffer.from("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c", "hex");
  const rest = Buffer.from("130100000c002b00020304003300020017", "hex");
  const body = Buffer.concat([Buffer.from([3, 3]), random, Buffer.from([sessionId.length]), sessionId, rest]);
  return Buffer.concat([Buffer.from([22, 3, 3, 0, body.length + 4, 2, 0, 0, body.length]), body]);
}

test("a server that never shows a certificate is not called good", async () => {
  const asking = createPlain((socket) =>
    socket.on("data", (hello) => {
      if (hello[0] === 22) socket.write(retryRequest(hello.subarray(44, 44 + hello[43]!)));
      else socket.destroy();
    }),
  );
  expect(await audited(asking)).toMatchObject({ conforms: undefined, missing: "certificate" });
});

test("what is no TLS, or longer than any handshake, is said to be that", async () => {
  const long = (record: string) =>
    createPlain((socket) => void socket.write(Buffer.from(record.repeat(100_000), "hex")));
  await expect(audited(long("140303000101"), 60_000)).rejects.toThrow("longer than any handshake");
  await expect(audited(long("686f6c61"), 60_000)).rejects.toThrow("not TLS");
});
