import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../testing/test-folders.ts";
import { galleryCases } from "./gallery/cases.ts";
import { parseCertificates } from "./read-certificate.ts";
import { verifyChain } from "./verify.ts";

/** For each case with a fault in the certificates: the check that must fail, and the code of OpenSSL's error. */
const expected: Readonly<Record<string, readonly [failing: readonly string[], openssl: number]>> = {
  good: [[], 0],
  expired: [["dates"], 10],
  "not-yet-valid": [["dates"], 9],
  "wrong-name": [["name"], 62],
  "self-signed": [["issuer"], 18],
  "unknown-ca": [["issuer"], 19],
  "incomplete-chain": [["signature", "issuer"], 20],
  "issuer-no-ca": [["CA flag"], 79],
  "weak-key": [["key strength"], 66],
  "sha1-signature": [["algorithm"], 68],
};

test.each(Object.entries(expected))(
  "the verdict on %s, and its reason, agree with OpenSSL's",
  async (name, [failing, code]) => {
    const { certificates, ca } = await galleryCases.find((one) => one.name === name)!.make();
    const chain = parseCertificates(Buffer.from(certificates), name).map(({ raw }) => raw);
    const checks = await verifyChain(chain, { anchorsPem: ca, name: "localhost" });
    expect(checks.filter(({ ok }) => !ok).map(({ check }) => check)).toEqual(failing);
    expect(opensslCode(certificates, ca)).toBe(code);
  },
);

/** The number of OpenSSL's first error, 0 if it accepts. */
function opensslCode(certificates: string, ca: string): number {
  const folder = temporaryFolder();
  const [caFile, file] = [join(folder, "ca.pem"), join(folder, "server.pem")];
  writeFileSync(caFile, ca);
  writeFileSync(file, certificates);
  const options = ["-purpose", "sslserver", "-auth_level", "2", "-verify_hostname", "localhost"];
  const { stdout, stderr } = spawnSync("openssl", ["verify", "-CAfile", caFile, "-untrusted", file, ...options, file], {
    encoding: "utf8",
  });
  if (stdout.includes("OK")) return 0;
  return Number(/error (\d+) at/.exec(stdout + stderr)?.[1]);
}

test("a common name is not looked at, although OpenSSL's default still does", async () => {
  const { certificates, ca } = await galleryCases.find((one) => one.name === "no-san")!.make();
  const [certificate] = parseCertificates(Buffer.from(certificates), "no-san");
  const checks = await verifyChain([certificate!.raw], { anchorsPem: ca, name: "localhost" });
  expect(checks.filter(({ ok }) => !ok)).toEqual([
    {
      check: "name",
      ok: false,
      reason: expect.stringMatching(/CN\) "localhost".*must not use it/),
      fix: "lab certs self-sign --new --san localhost",
    },
  ]);
  expect(certificate!.checkHost("localhost", { subject: "never" })).toBeUndefined();
  expect(opensslCode(certificates, ca)).toBe(0);
});

test("where the issuer is missing, the report names no CA, and no certificate that signed itself", async () => {
  const { certificates, ca } = await galleryCases.find((one) => one.name === "incomplete-chain")!.make();
  const chain = parseCertificates(Buffer.from(certificates), "chain").map(({ raw }) => raw);
  const checks = await verifyChain(chain, { anchorsPem: ca });
  expect(checks.map(({ check }) => check)).not.toContain("CA flag");
  expect(checks.map(({ reason }) => reason).join(" ")).not.toMatch(/signed itself|self-signed|own key/);
});

test("bytes that are no certificate fail the first check, and no other is attempted", async () => {
  const { ca } = await galleryCases[0]!.make();
  expect(await verifyChain([new Uint8Array([0x30, 3, 1, 2, 3])], { anchorsPem: ca })).toEqual([
    { check: "readable", ok: false, reason: expect.stringContaining("Certificate 1 cannot be read") },
  ]);
  expect(await verifyChain([], { anchorsPem: ca })).toEqual([
    expect.objectContaining({ check: "readable", ok: false }),
  ]);
});
