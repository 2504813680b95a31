import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { connect } from "node:tls";
import { beforeAll, expect, test } from "vitest";
import { type AuditCertificates, auditCertificates } from "../../../testing/audit/audited-server.ts";
import { misconfigured } from "../../../testing/audit/misconfigured.ts";
import { whyNotWith } from "../../../testing/chat/needs.ts";
import { mayCapture } from "../../../testing/sniffer/capture-rights.ts";
import { fixturesFolder } from "../../../testing/sniffer/corpus.ts";
import { lastingFolder } from "../../../testing/test-folders.ts";
import { auditServer } from "../audit-server.ts";
import { auditCapture } from "./audit-capture.ts";

const folder = lastingFolder();
let certificates: AuditCertificates;
beforeAll(async () => {
  certificates = await auditCertificates();
});

const whyNot = mayCapture ? whyNotWith("tcpdump", "openssl") : "needs root to capture";

/** An ordinary client: a handshake in each of its versions, and then the end. */
async function visit(port: number): Promise<void> {
  for (const maxVersion of ["TLSv1.1", "TLSv1.2", "TLSv1.3"] as const) {
    const options = { port, host: "127.0.0.1", servername: "localhost", rejectUnauthorized: false } as const;
    const socket = connect({ ...options, minVersion: "TLSv1", maxVersion, ciphers: "ALL:@SECLEVEL=0" });
    socket.on("error", () => {});
    await Promise.race([once(socket, "secureConnect"), once(socket, "close")]).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
  }
}

const asked = ["openssl, TLS 1.0 too", "openssl, no forward secrecy", "gallery, weak-key"];

test.skipIf(whyNot !== undefined).each(misconfigured.filter(({ name }) => asked.includes(name)))(
  `what a capture shows of "$name" is among what an audit by connecting finds${whyNot ? ` (${whyNot})` : ""}`,
  async ({ start }) => {
    const server = await start(certificates);
    const file = join(folder, `${server.port}.pcap`);
    const tcpdump = spawn("tcpdump", [
      "-i",
      "lo",
      "-U",
      "--immediate-mode",
      "-w",
      file,
      "-s",
      "0",
      "port",
      `${server.port}`,
    ]);
    try {
      await once(tcpdump.stderr, "data");
      await visit(server.port);
      await new Promise((resolve) => setTimeout(resolve, 500));
      tcpdump.kill("SIGINT");
      await once(tcpdump, "close");
      const anchorsPem = [server.ca ?? certificates.ca];
      const active = await auditServer({
        host: "localhost",
        port: server.port,
        name: "localhost",
        anchorsPem,
        patience: 30_000,
      });
      const passive = await auditCapture(file, anchorsPem, undefined);
      expect(passive.length).toBe(1);
      const codes = passive[0]!.findings.map(({ code }) => code);
      expect(active.findings.map(({ code }) => code)).toEqual(expect.arrayContaining([...codes]));
      for (const { seen } of passive[0]!.findings) for (const { packet } of seen) expect(packet).toBeGreaterThan(0);
      if (active.findings.some(({ code }) => code === "tls-1.1")) expect(codes).toContain("tls-1.1");
    } finally {
      tcpdump.kill("SIGKILL");
      server.close();
    }
  },
);

test("a capture without a handshake is called so, and one of TLS 1.3 tells what it can", async () => {
  await expect(auditCapture(join(fixturesFolder, "compare-plain.pcap"), [], undefined)).rejects.toThrow(
    "no TLS server",
  );
  const [report] = await auditCapture(join(fixturesFolder, "compare-tls13.pcap"), [], undefined);
  expect(report?.facts.length).toBeGreaterThan(3);
  expect(report?.conforms).toBeUndefined();
});
