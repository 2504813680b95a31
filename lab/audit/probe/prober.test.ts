import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { protocolVersion } from "../../../sniffer/wire/tls/names.ts";
import { fullOffer } from "./list-choices.ts";
import { Prober } from "./prober.ts";

const [handshake, serverHello, certificate, serverHelloDone] = [22, 2, 11, 14];
const version = protocolVersion["TLS 1.2"];
const suite = 0xc02f;

function message(type: number, body: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(type * 2 ** 24 + body.length);
  return Buffer.concat([head, body]);
}

function records(bytes: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 16_000) {
    const piece = bytes.subarray(at, at + 16_000);
    pieces.push(Buffer.from([handshake, 3, 3, piece.length >> 8, piece.length & 0xff]), piece);
  }
  return Buffer.concat(pieces);
}

/** A server's first messages with 40,000 certificates, the longest allowed answer. */
function longFlight(): Buffer {
  const hello = Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(33), Buffer.from([suite >> 8, suite & 0xff, 0])]);
  const list = Buffer.alloc(440_003);
  list.writeUIntBE(440_000, 0, 3);
  for (let at = 3; at < list.length; at += 11) list.writeUIntBE(8, at, 3);
  return records(
    Buffer.concat([message(serverHello, hello), message(certificate, list), message(serverHelloDone, Buffer.alloc(0))]),
  );
}

const flight = longFlight();
const server = createServer((socket) => {
  socket.on("error", () => {});
  socket.once("data", () => socket.end(flight));
});
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => void server.close());

test("a server that sends 40,000 certificates on each connection is not asked for ever", async () => {
  const { port } = server.address() as AddressInfo;
  const prober = new Prober({ host: "127.0.0.1", port, patience: 60_000 }, undefined);
  for (let asked = 0; asked < 300 && !prober.isCutShort; asked++) {
    const answer = await prober.offer(fullOffer(version, [suite]));
    expect("hello" in answer || prober.isCutShort).toBe(true);
  }
  expect(prober.isCutShort).toBe(true);
  const { connections } = prober;
  expect(connections).toBeLessThan(100);
  expect(await prober.offer(fullOffer(version, [suite]))).toMatchObject({ kind: "unreachable" });
  expect(prober.connections).toBe(connections);
  expect(prober.packets.file().length).toBeLessThan(34 * 1024 * 1024);
});
