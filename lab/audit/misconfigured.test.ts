import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type AuditCertificates, auditCertificates } from "../../testing/audit/audited-server.ts";
import { misconfigured } from "../../testing/audit/misconfigured.ts";
import { whyNotWith } from "../../testing/chat/needs.ts";
import { lastingFolder } from "../../testing/test-folders.ts";
import { auditServer } from "./audit-server.ts";
import { auditCapture } from "./passive/audit-capture.ts";

const folder = lastingFolder();
let certificates: AuditCertificates;
beforeAll(async () => {
  certificates = await auditCertificates();
});

test("there are at least 24 servers with something wrong, of four programs", () => {
  expect(misconfigured.filter(({ codes }) => codes.length > 0).length).toBeGreaterThanOrEqual(24);
  expect(new Set(misconfigured.map(({ program }) => program)).size).toBe(4);
});

describe.each(misconfigured)("$name", { concurrent: true }, ({ program, start, codes }) => {
  const isProgram = program === "openssl" || program === "gnutls-serv";
  const whyNot = isProgram ? whyNotWith(program) : undefined;
  test.skipIf(whyNot !== undefined)(
    `has just the findings that it deserves${whyNot ? ` (${whyNot})` : ""}`,
    async ({ expect }) => {
      const server = await start(certificates);
      try {
        const anchorsPem = [server.ca ?? certificates.ca];
        const keepIn = join(folder, `${server.port}.pcapng`);
        const report = await auditServer({
          host: "localhost",
          port: server.port,
          name: "localhost",
          anchorsPem,
          keepIn,
          patience: 30_000, // On a busy machine too, every answer is in time.
        });
        const found = report.findings.map(({ code }) => code).sort();
        expect(found).toEqual([...codes].sort());
        expect(report.findings.flatMap(({ seen }) => seen).filter(({ packet }) => packet === undefined)).toEqual([]);
        // It includes what the packets show to others.
        const [passive] = await auditCapture(keepIn, anchorsPem, "localhost");
        expect(passive!.findings.map(({ code }) => code).filter((code) => !found.includes(code))).toEqual([]);
      } finally {
        server.close();
      }
    },
  );
});
