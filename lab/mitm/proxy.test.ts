import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { makeLookAlike } from "../../certs/look-alike.ts";
import { CertificateRefused, NotTls } from "../../chat/client/client-errors.ts";
import { type RunningServer, startServer } from "../../chat/server/server.ts";
import { startPeer, until } from "../../testing/chat/peer.ts";
import { testCertificates } from "../../testing/chat/test-certificates.ts";
import { joinAs, type TestClient } from "../../testing/chat/test-client.ts";
import { changeWords, parseChange } from "./changes.ts";
import type { MitmEvent } from "./events.ts";
import { type AttackerOptions, MAX_CONNECTIONS, openProxy } from "./proxy.ts";

const certificates = testCertificates();
let server: RunningServer;
let luis: TestClient;
let identity: AttackerOptions["identity"];

beforeAll(async () => {
  const { cert, key } = certificates;
  server = await startServer({ hosts: ["127.0.0.1"], port: 0, mode: "both", tls: { cert, key } });
  luis = await joinAs("luis", { port: server.port });
  identity = await makeLookAlike(new X509Certificate(cert).raw, { kind: "self-signed" });
});
afterAll(() => server.close());

/** An attacker before the chat server, or before another server. */
async function attack(options: Partial<AttackerOptions> = {}, serverPort = server.port) {
  const events: MitmEvent[] = [];
  const listeners = new Set<() => void>();
  const proxy = await openProxy({
    hosts: ["127.0.0.1"],
    port: 0,
    target: { host: "localhost", address: "127.0.0.1", port: serverPort, isHere: true },
    identity,
    strip: false,
    change: changeWords([parseChange("ocho=nueve")]),
    onEvent: (event) => {
      events.push(event);
      for (const listener of listeners) listener();
    },
    ...options,
  });
  onTestFinished(proxy.close);
  const happens = <Kind extends MitmEvent["kind"]>(kind: Kind) =>
    until(
      () => events.find((event): event is Extract<MitmEvent, { kind: Kind }> => event.kind === kind),
      listeners,
      () => `${kind}, got ${JSON.stringify(events)}`,
    );
  return { port: proxy.port, events, happens };
}

let count = 0;
/** A client with a new name, and a way to send lines that luis reads. */
async function join(port: number, tls?: Parameters<typeof joinAs>[1]["tls"]) {
  count += 1;
  const name = `ana${count}`;
  const client = await joinAs(name, { host: "127.0.0.1", port, tls: tls && { servername: "localhost", ...tls } });
  onTestFinished(() => client.close());
  return { name, client };
}

describe("the attacker in the middle", () => {
  test("reads and changes a conversation in the clear, both ways", async () => {
    const { port, events } = await attack();
    const { name, client } = await join(port);
    client.say("nos vemos a las ocho");
    await luis.hears(`${name} > nos vemos a las nueve`);
    luis.say("a las ocho, sí");
    await client.hears("luis > a las nueve, sí");
    const lines = events.filter((event) => event.kind === "line");
    expect(lines).toContainEqual(
      expect.objectContaining({ name, direction: "to-server", changedTo: "nos vemos a las nueve" }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ direction: "to-client", text: "luis > a las ocho, sí" }));
  });

  test("does the same over TLS to a client that does not verify: two handshakes, two keys", async () => {
    const keys: Record<"left" | "right", string> = { left: "", right: "" };
    const { port, happens } = await attack({
      onLeftKeys: (line) => {
        keys.left += line;
      },
      onRightKeys: (line) => {
        keys.right += line;
      },
    });
    const { name, client } = await join(port, { insecure: true });
    client.say("a las ocho");
    await luis.hears(`${name} > a las nueve`);
    expect(await happens("connected")).toMatchObject({ withClient: { kind: "tls" }, withServer: { kind: "tls" } });
    const secretsOf = (log: string) => [...log.matchAll(/TRAFFIC_SECRET_0 \w+ (\w+)/gu)].map(([, secret]) => secret);
    expect(secretsOf(keys.left)).toHaveLength(2);
    expect(secretsOf(keys.right)).toHaveLength(2);
    expect(secretsOf(keys.left)).not.toEqual(secretsOf(keys.right));
  });

  test("is left by a client that verifies, and by one with a pin, before they say anything", async () => {
    const { port, events, happens } = await attack();
    const pin = `sha256:${new X509Certificate(certificates.cert).fingerprint256}`;
    for (const tls of [{ ca: certificates.ca }, { pin, ca: certificates.ca }])
      await expect(join(port, tls)).rejects.toBeInstanceOf(CertificateRefused);
    await happens("left");
    await expect
      .poll(() => events.flatMap((event) => (event.kind === "left" ? [event.alert] : [])))
      .toEqual(["unknown_ca", "bad_certificate"]);
    expect(events.filter(({ kind }) => kind === "line")).toEqual([]);
  });

  test("reads the alert of a client that sends one", async () => {
    const { port, happens } = await attack();
    const openssl = startPeer("openssl", [
      ...["s_client", "-connect", `127.0.0.1:${port}`, "-CAfile", certificates.caFile],
      ...["-verify_return_error", "-verify_hostname", "localhost"],
    ]);
    onTestFinished(openssl.stop);
    expect(await happens("left")).toEqual({ kind: "left", client: 1, alert: "unknown_ca" });
  });

  test("takes TLS away: the client speaks in the clear, the server hears TLS", async () => {
    const { port, happens } = await attack({ strip: true });
    await expect(join(port, { ca: certificates.ca })).rejects.toBeInstanceOf(NotTls);
    const { name, client } = await join(port);
    client.say("a las ocho");
    await luis.hears(`${name} > a las nueve`);
    expect(await happens("connected")).toMatchObject({ withClient: { kind: "plain" }, withServer: { kind: "tls" } });
  });

  test("passes a line above the bound of the protocol as it is", async () => {
    const { port, events } = await attack();
    const { client } = await join(port);
    client.say(`ocho ${"x".repeat(4200)}`);
    await expect.poll(() => client.lines.some((line) => line.startsWith("! line-too-long"))).toBe(true);
    client.say("todavía estoy aquí");
    await expect.poll(() => events.at(-1)).toMatchObject({ text: "todavía estoy aquí" });
    expect(events.filter(({ kind }) => kind === "too-long")).toHaveLength(1);
  });

  test("changes words that come in several segments, and lets a program wait that ends no line", async () => {
    const { port, events } = await attack();
    const socket = connect(port, "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    socket.setNoDelay();
    for (const part of ["programa1", "\nveo", " la oc", "ho y la se", Buffer.from([0xc3]), Buffer.from([0xb1]), "al\n"])
      await new Promise((resolve) => socket.write(part, () => setTimeout(resolve, 15)));
    await luis.hears("programa1 > veo la nueve y la señal");
    const other = connect(port, "127.0.0.1");
    onTestFinished(() => void other.destroy());
    other.write("programa2");
    await luis.hears("* programa2 joined");
    other.write("programa2 > sin final ocho");
    await luis.hears("programa2 > sin final nueve");
    expect(events).toContainEqual(expect.objectContaining({ text: "programa2 > sin final ocho" }));
  });
});

describe("other sides that do what they should not", () => {
  test("of a burst of 1,000 connections it takes 100; two lines say so, and then it goes on", async () => {
    const { port, events, happens } = await attack();
    const sockets = Array.from({ length: 1000 }, () => connect(port, "127.0.0.1").on("error", () => {}));
    onTestFinished(() => sockets.forEach((socket) => void socket.destroy()));
    await Promise.all(sockets.map((socket) => once(socket, "connect")));
    const { count: refused } = await happens("refused");
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => events.filter(({ kind }) => kind === "failed")).toHaveLength(MAX_CONNECTIONS);
    expect(refused).toBeLessThanOrEqual(1000 - MAX_CONNECTIONS);
    const { name, client } = await join(port);
    client.say("sigo aquí");
    await luis.hears(`${name} > sigo aquí`);
    expect(events.filter(({ kind }) => kind === "refused").length).toBeLessThanOrEqual(2);
  });

  test("garbage, a TLS record that is none, and a reset cost one connection each", async () => {
    const { port, events } = await attack();
    const wrongs = [
      Buffer.from([0, 255, 0, 255, 10]),
      Buffer.from("160301ffff00", "hex"),
      Buffer.from("16030100050100000100", "hex"),
    ];
    for (const wrong of wrongs) {
      const socket = connect(port, "127.0.0.1").on("error", () => {});
      socket.write(wrong);
      socket.resume();
      setTimeout(() => socket.resetAndDestroy(), 100);
      await once(socket, "close");
    }
    await expect.poll(() => events.filter(({ kind }) => kind === "failed" || kind === "closed").length).toBe(3);
    const { name, client } = await join(port, { insecure: true });
    client.say("sigo");
    await luis.hears(`${name} > sigo`);
  });

  test("a client that says nothing, and one that stops in its handshake, are closed, and the next one is served", async () => {
    const { port, events } = await attack({ deadlines: { firstByte: 1_000, handshake: 1_000 } });
    for (const begun of ["", "1603010200010001fc0303"]) {
      const socket = connect(port, "127.0.0.1", () => socket.write(Buffer.from(begun, "hex"))).on("error", () => {});
      socket.resume();
      await once(socket, "close");
    }
    const failed = events.flatMap((event) => (event.kind === "failed" ? [event.why] : []));
    expect(failed).toEqual(["silent", "silent"]);
    const { name, client } = await join(port, { insecure: true });
    client.say("sigo");
    await luis.hears(`${name} > sigo`);
  });

  test("a client that does not read stops the server's leg, and memory stays small", async () => {
    const { port: flooding, server: flood } = await serveFlood();
    onTestFinished(() => void flood.close());
    const { port, happens } = await attack({}, flooding);
    const socket = connect(port, "127.0.0.1").pause();
    onTestFinished(() => void socket.destroy());
    socket.write("ana\n");
    await happens("connected");
    const before = process.memoryUsage().arrayBuffers;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
  });

  test("a server that hangs up, or is gone, is one event, and the client's connection ends", async () => {
    const hangingUp = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await once(hangingUp, "listening");
    const port = portOf(hangingUp);
    const { port: attacker, events } = await attack({}, port);
    const come = async (secure: boolean) => {
      const socket = secure
        ? connectTls({ port: attacker, host: "127.0.0.1", rejectUnauthorized: false })
        : connect(attacker, "127.0.0.1");
      socket.on("error", () => {}).write("ana\n");
      socket.resume();
      await once(socket, "close");
    };
    await come(false);
    await come(true);
    hangingUp.close();
    await once(hangingUp, "close");
    await come(false);
    expect(events.filter(({ kind }) => kind !== "connected" && kind !== "line").map(({ kind }) => kind)).toEqual([
      "closed",
      "server-lost",
      "server-lost",
    ]);
  });
});

/** A server that sends without end. */
async function serveFlood() {
  const line = Buffer.from(`${"x".repeat(1000)}\n`.repeat(60));
  const flood = createServer((socket: Socket) => {
    socket.on("error", () => {});
    const send = () => {
      while (socket.writable && socket.write(line));
    };
    socket.on("drain", send);
    send();
  }).listen(0, "127.0.0.1");
  await once(flood, "listening");
  return { port: portOf(flood), server: flood };
}

function portOf(open: Server): number {
  return (open.address() as { readonly port: number }).port;
}
