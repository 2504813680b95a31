import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type AuditCertificates,
  type AuditedServer,
  auditCertificates,
  opensslServer,
} from "../../testing/audit/audited-server.ts";
import { testWith } from "../../testing/chat/needs.ts";
import { auditServer } from "./audit-server.ts";
import { explanations } from "./explained/explanations.ts";

let certificates: AuditCertificates;
const open: AuditedServer[] = [];
beforeAll(async () => {
  certificates = await auditCertificates();
});
afterAll(() => {
  for (const server of open) server.close();
});

async function codesOf(server: AuditedServer): Promise<readonly string[]> {
  open.push(server);
  const anchorsPem = [certificates.ca];
  const report = await auditServer({ host: "localhost", port: server.port, name: "localhost", anchorsPem });
  return report.findings.map(({ code }) => code);
}

test("every finding has its five parts, and the line that fixes it for each system", () => {
  for (const [code, { title, means, attacker, fix, source }] of Object.entries(explanations)) {
    for (const part of [title, means, attacker, fix.lab, fix.node, fix.python, fix.nginx])
      expect(part.length, code).toBeGreaterThan(10);
    expect(source, code).toMatch(/RFC \d+|Mozilla 6\.0: (intermediate|modern)\.\w+/);
  }
});

testWith("openssl")("a server that follows Mozilla's configuration has no finding", async () => {
  const groups = ["-groups", "X25519:P-256:P-384"];
  const suites = ["-cipher", "ECDHE+AESGCM:ECDHE+CHACHA20"];
  expect(await codesOf(await opensslServer(certificates.ec, ...suites, ...groups))).toEqual([]);
});

testWith("openssl")("an old version is found by its own hello, which OpenSSL here would not offer", async () => {
  const codes = await codesOf(await opensslServer(certificates.rsa, "-cipher", "ALL:@SECLEVEL=0"));
  expect(codes).toContain("tls-1.0");
  expect(codes).toContain("tls-1.1");
  expect(codes).not.toContain("ssl-3.0");
});
