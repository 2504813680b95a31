import { expect, test } from "vitest";
import { testCertificates } from "../../testing/chat/test-certificates.ts";
import { joinAs } from "../../testing/chat/test-client.ts";
import { startServer } from "../server/server.ts";

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
