import { beforeAll, describe, test } from "vitest";
import { type AuditCertificates, auditCertificates } from "../../testing/audit/audited-server.ts";
import { sslscanAgreement, testsslAgreement } from "../../testing/audit/judges.ts";
import { misconfigured } from "../../testing/audit/misconfigured.ts";
import { whyNotWith } from "../../testing/chat/needs.ts";
import { judge } from "./judge.ts";
import { probeServer } from "./probe/probe-server.ts";

let certificates: AuditCertificates;
beforeAll(async () => {
  certificates = await auditCertificates();
});

/**
 * LAB_AUDIT_JUDGES=all tests every server with sslscan and testssl.sh, which takes an hour; without it, sslscan tests a
 * few.
 */
const asksAll = process.env.LAB_AUDIT_JUDGES === "all";
const few = [
  "openssl, its defaults",
  "openssl, TLS 1.0 too",
  "openssl modern",
  "node, its defaults",
  "gallery, weak-key",
  "gnutls, no secure renegotiation",
];
const asked = misconfigured.filter(({ name }) => asksAll || few.includes(name));
const programs = asksAll ? ["sslscan", "testssl", "openssl", "gnutls-serv"] : ["sslscan", "openssl", "gnutls-serv"];
const whyNot = whyNotWith(...programs);

describe.skipIf(whyNot !== undefined).each(asked)("$name", { concurrent: !asksAll }, ({ start }) => {
  test(`other audits agree${whyNot ? ` (${whyNot})` : ""}`, { timeout: 600_000 }, async ({ expect }) => {
    const server = await start(certificates);
    try {
      const ca = server.ca ?? certificates.ca;
      const seen = await probeServer({ host: "127.0.0.1", port: server.port, patience: 30_000 }, "localhost");
      const rows = [
        ...(await sslscanAgreement(server, seen)),
        ...(asksAll ? await testsslAgreement(server, seen, await judge(seen, [ca]), ca) : []),
      ];
      expect(rows.filter(({ lab, judge: said }) => lab !== said)).toEqual([]);
      expect(rows.length).toBeGreaterThan(1);
    } finally {
      server.close();
    }
  });
});
