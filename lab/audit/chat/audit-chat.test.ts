import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer } from "../../../chat/server/server.ts";
import {
  type AuditCertificates,
  type AuditedServer,
  auditCertificates,
  startProgram,
} from "../../../testing/audit/audited-server.ts";
import { whyNotWith } from "../../../testing/chat/needs.ts";
import { labMain } from "../../../testing/chat/terminal.ts";
import { KeptPackets } from "../kept/kept-packets.ts";
import { auditChat, openRoom } from "./audit-chat.ts";
import { chatExplanations } from "./explanation-texts.ts";
import { chatTexts } from "./texts.ts";

let certificates: AuditCertificates;
const open: AuditedServer[] = [];
beforeAll(async () => {
  certificates = await auditCertificates();
});
afterAll(() => {
  for (const server of open) server.close();
});

const programs = fileURLToPath(new URL("../../../testing/audit/", import.meta.url));

async function python(name: string): Promise<AuditedServer> {
  const { cert, key } = certificates.ec;
  const server = await startProgram("python3", (port) => [`${programs}${name}`, `${port}`, cert, key]);
  open.push(server);
  return server;
}

const reasonToSkip = whyNotWith("python3");

test("every finding has its five parts, and the line that fixes it for each system", () => {
  for (const [code, { title, means, attacker, fix, source }] of Object.entries(chatExplanations)) {
    for (const part of [title, means, attacker, fix.lab, fix.node, fix.python, fix.nginx])
      expect(part.length, code).toBeGreaterThan(10);
    expect(source, code).toMatch(/RFC \d+/);
  }
});

test("a chat server elsewhere is not attacked, and what is no chat is called so", async () => {
  await expect(auditChat("192.168.1.1", 12345, "plain")).rejects.toThrow("not this machine");
  await expect(auditChat("127.0.0.1", 1, "plain")).rejects.toThrow("does not behave like a chat");
});

test("a chat is found at the second address of a host, where none is at the first", async () => {
  const server = await startServer({ hosts: ["127.0.0.1"], port: 0, mode: "plain" });
  open.push(server);
  const at = { port: server.port, packets: new KeptPackets() };
  const room = await openRoom(["127.0.0.2", "127.0.0.1"], at, "plain");
  expect(room?.place.host).toBe("127.0.0.1");
  await room!.leaveAll();
});

test("a server that never stops sending is no chat, and keeps nobody waiting", { timeout: 60_000 }, async () => {
  const server = createServer((socket) => {
    const line = Buffer.alloc(65_536, "x");
    const send = () => void (socket.destroyed || socket.write(line, () => setImmediate(send)));
    socket.on("error", () => {}).once("data", send);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await expect(auditChat("127.0.0.1", port, "plain")).rejects.toThrow("does not behave like a chat");
  server.close();
});

/** The trials take long because they wait, so they run at the same time. */
describe.skipIf(reasonToSkip !== undefined)(
  `chat servers${reasonToSkip ? ` (${reasonToSkip})` : ""}`,
  { concurrent: true },
  () => {
    test("the class's server gets the findings that it deserves", { timeout: 90_000 }, async ({ expect }) => {
      const { findings, target } = await auditChat("localhost", (await python("class-server.py")).port, undefined);
      expect(target).toContain("localhost");
      // Which of its threads meet is chance: "crowd" and "stalled-reader" may be found, or not tried.
      expect(findings.map(({ code }) => code)).toEqual(
        expect.arrayContaining([
          ...["silent-handshake", "text-to-tls", "foreign-name", "terminal-escapes"],
          ...["endless-line", "invented-notice", "cut-character"],
        ]),
      );
      for (const { details } of findings) expect(details).not.toEqual([]);
    });

    test("the same server, fixed, has no finding", { timeout: 90_000 }, async ({ expect }) => {
      const { findings } = await auditChat("localhost", (await python("fixed-server.py")).port, "tls");
      expect(findings).toEqual([]);
    });

    test("a server that goes away between two trials is not called good", { timeout: 90_000 }, async ({ expect }) => {
      const { port } = await python("fixed-server.py");
      const sockets: Socket[] = [];
      // It relays to a real server; after some clients it is gone, as after a crash.
      const relay = createServer((client) => {
        if (
          sockets.push(
            client,
            connect(port, "127.0.0.1").on("error", () => {}),
          ) > 16
        ) {
          relay.close();
          for (const socket of sockets) socket.destroy();
        } else client.pipe(sockets.at(-1)!).pipe(client.on("error", () => {}));
      });
      await once(relay.listen(0, "127.0.0.1"), "listening");
      const report = await auditChat("localhost", (relay.address() as AddressInfo).port, "tls");
      const values = report.facts.map(({ value }) => value);
      expect(values).toContain(chatTexts.outcomes["not tried"]);
      expect(report.summary).not.toContain(chatTexts.good);
      // The last trial needs a connection, too.
      expect(values.at(-1)).not.toBe(chatTexts.outcomes.good);
    });

    test("the lab's own server has no finding", { timeout: 90_000 }, async ({ expect }) => {
      const server = await startProgram(process.execPath, (port) => [
        labMain,
        "server",
        "--plain",
        "--port",
        `${port}`,
      ]);
      open.push(server);
      const { findings } = await auditChat("localhost", server.port, undefined);
      expect(findings).toEqual([]);
    });
  },
);
