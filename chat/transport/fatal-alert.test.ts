import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startPeer } from "../../testing/chat/peer.ts";
import { makeCertificates, testCertificates } from "../../testing/chat/test-certificates.ts";
import { connectClient } from "../client/client.ts";
import { CertificateRefused } from "../client/client-errors.ts";

const own = testCertificates();
const files = { cert: join(dirname(own.caFile), "shown.pem"), key: join(dirname(own.caFile), "shown-key.pem") };
writeFileSync(files.cert, own.cert);
writeFileSync(files.key, own.key);

/** OpenSSL's own server, which prints the alerts that it gets. */
async function opensslServer(...options: readonly string[]) {
  const server = startPeer("openssl", [
    "s_server",
    "-accept",
    "127.0.0.1:0",
    "-cert",
    files.cert,
    "-key",
    files.key,
    ...options,
  ]);
  onTestFinished(server.stop);
  await expect.poll(() => server.printed()).toMatch(/ACCEPT 127\.0\.0\.1:\d+/);
  return { server, port: Number(/ACCEPT 127\.0\.0\.1:(\d+)/.exec(server.printed())![1]) };
}

const refused = async (port: number, tls: Parameters<typeof connectClient>[0]["tls"]) =>
  expect(connectClient({ host: "127.0.0.1", port, name: "ana", tls })).rejects.toBeInstanceOf(CertificateRefused);

test.each(["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"])(
  "a client that refuses a certificate tells the server why, under %s",
  async (suite) => {
    const { server, port } = await opensslServer("-ciphersuites", suite);
    await refused(port, { ca: makeCertificates().ca, servername: "localhost" });
    await server.shows("SSL alert number 48");
  },
);

test("each failed check has the alert that OpenSSL's client sends for it", async () => {
  const { server, port } = await opensslServer();
  await refused(port, { ca: own.ca, servername: "another.example" });
  await server.shows("SSL alert number 42");
});

test("in TLS 1.2 the client hangs up without an alert: Node cannot send one before its Finished", async () => {
  const { server, port } = await opensslServer("-tls1_2");
  await refused(port, { ca: makeCertificates().ca, servername: "localhost" });
  await expect.poll(() => server.printed()).toMatch(/ERROR|shutting down|DONE|CONNECTION CLOSED/);
  expect(server.printed()).not.toContain("SSL alert number");
});
