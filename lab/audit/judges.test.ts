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

/** LAB_AUDIT_JUDGES=all asks sslscan and testssl.sh about every server, which takes an hour; without it, sslscan about a few. */
const asksAll = process.env.LAB_AUDIT_JUDGES === "all";
const few = [
  "openssl, its defaults",
  "openssl, TLS 1.0 too",
  "openssl modern",
  "node, its defaults",
  "gallery, weak-key",
];
const asked = misconfigured.filter(({ name }) => asksAll || few.includes(name));
const programs = asksAll ? ["sslscan", "testssl", "openssl", "gnutls-serv"] : ["sslscan", "openssl"];
const whyNot = whyNotWith(...programs);

/** Where a judge is wrong, or asks something else: server and check, with the reason. */
const reasons: readonly (readonly [server: RegExp, check: RegExp, reason: string])[] = [
  [
    /no secure renegotiation/,
    /suites|renegotiation/,
    "sslscan's OpenSSL refuses such a server, and sees nothing of it",
  ],
  [
    /expired/,
    /cert_chain_of_trust/,
    "testssl.sh counts the date as part of the chain; here it is a finding of its own",
  ],
];

describe.skipIf(whyNot !== undefined).each(asked)("$name", { concurrent: !asksAll }, ({ name, start }) => {
  test(`other audits agree${whyNot ? ` (${whyNot})` : ""}`, { timeout: 600_000 }, async ({ expect }) => {
    const server = await start(certificates);
    try {
      const ca = server.ca ?? certificates.ca;
      const seen = await probeServer({ host: "127.0.0.1", port: server.port, patience: 3_000 }, "localhost");
      const rows = [
        ...(await sslscanAgreement(server, seen)),
        ...(asksAll ? await testsslAgreement(server, seen, await judge(seen, [ca]), ca) : []),
      ];
      const isExplained = (check: string) =>
        reasons.some(([servers, checks]) => servers.test(name) && checks.test(check));
      const others = rows.filter(({ check, lab, judge: said }) => lab !== said && !isExplained(check));
      expect(others).toEqual([]);
      expect(rows.length).toBeGreaterThan(1);
    } finally {
      server.close();
    }
  });
});
