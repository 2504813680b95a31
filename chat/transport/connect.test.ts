import { once } from "node:events";
import net from "node:net";
import { expect, test } from "vitest";
import { testCertificates } from "../../testing/chat/test-certificates.ts";
import { joinAs } from "../../testing/chat/test-client.ts";
import { startServer } from "../server/server.ts";
import { connect } from "./connect.ts";

test("a client that looks at its own wire hears the last word of a server that refuses and closes at once", async () => {
  const { ca, cert, key } = testCertificates();
  const server = await startServer({
    ...{ hosts: ["127.0.0.1", "::1"], port: 0, mode: "tls", tls: { cert, key } },
    rules: { maxClients: 0 },
  });
  for (let round = 0; round < 20; round += 1) {
    const joining = joinAs("ana", { port: server.port, tls: { ca, servername: "localhost" }, onWire: () => {} });
    await expect(joining).rejects.toMatchObject({ code: "server-full" });
  }
  await server.close();
});

test("a connection that is over already leaves no timer when it is ended, which would keep the program alive", async () => {
  const server = net.createServer((socket) => socket.end()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  const connection = await connect({ host: "127.0.0.1", port, deadline: 10_000, tls: undefined });
  await new Promise<void>((resolve) => {
    connection.onClose = () => resolve();
    connection.onEnd = () => connection.end();
    connection.resume();
  });
  const timers = () => process.getActiveResourcesInfo().filter((what) => what === "Timeout").length;
  const before = timers();
  connection.end();
  expect(timers()).toBe(before);
  server.close();
});
