import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../testing/test-folders.ts";
import { ensureClassCertificates } from "./class-certificates.ts";
import { keyAsPem, makeKey } from "./keys.ts";

const day = 24 * 60 * 60 * 1000;

function openssl(...args: string[]): string {
  return execFileSync("openssl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

test("OpenSSL accepts the server's certificate for each of its names, and its private key", async () => {
  const { caFile, certFile, keyFile } = await ensureClassCertificates(join(temporaryFolder(), "certs"));
  const verify = ["verify", "-CAfile", caFile, "-x509_strict", "-purpose", "sslserver"];
  expect(openssl(...verify, "-verify_hostname", "localhost", certFile)).toContain("OK");
  expect(openssl(...verify, "-verify_ip", "127.0.0.1", certFile)).toContain("OK");
  expect(openssl(...verify, "-verify_ip", "::1", certFile)).toContain("OK");
  expect(() => openssl(...verify, "-verify_hostname", "example.org", certFile)).toThrow(/hostname mismatch/i);
  expect(openssl("pkey", "-in", keyFile, "-check", "-noout")).toContain("valid");
});

test("keys are readable by their owner alone, and so is the folder", async () => {
  const folder = join(temporaryFolder(), "certs");
  const { caKeyFile, keyFile } = await ensureClassCertificates(folder);
  expect([folder, caKeyFile, keyFile].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600, 0o600]);
});

test("a folder that others could enter is closed to them", async () => {
  const folder = join(temporaryFolder(), "certs");
  mkdirSync(folder, { mode: 0o755 });
  await ensureClassCertificates(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test("the CA lasts a year, the server 90 days, and serial numbers are 128 random bits", async () => {
  const now = new Date();
  const { caFile, certFile } = await ensureClassCertificates(temporaryFolder(), { now });
  const ca = new X509Certificate(readFileSync(caFile));
  const server = new X509Certificate(readFileSync(certFile));
  const days = (certificate: X509Certificate) => Math.round((Date.parse(certificate.validTo) - now.getTime()) / day);
  expect([days(ca), days(server)]).toEqual([365, 90]);
  expect(ca.serialNumber).not.toBe(server.serialNumber);
  for (const { serialNumber } of [ca, server]) expect(BigInt(`0x${serialNumber}`)).toBeGreaterThan(2n ** 96n);
});

test("a second call changes nothing", async () => {
  const folder = temporaryFolder();
  const first = await ensureClassCertificates(folder);
  const before = readFileSync(first.certFile, "utf8");
  const second = await ensureClassCertificates(folder);
  expect([first.created, second.created, second.notes]).toEqual([true, false, []]);
  expect(readFileSync(first.certFile, "utf8")).toBe(before);
});

test("calls at the same time agree on one set", async () => {
  const folder = temporaryFolder();
  const all = await Promise.all(Array.from({ length: 8 }, () => ensureClassCertificates(folder)));
  const { caFile, certFile } = all[0]!;
  expect(openssl("verify", "-CAfile", caFile, certFile)).toContain("OK");
  expect((await ensureClassCertificates(folder)).created).toBe(false);
});

test("from 14 days before the end it warns and offers to renew; not a day earlier", async () => {
  const folder = temporaryFolder();
  const now = Date.now();
  await ensureClassCertificates(folder, { now: new Date(now) });
  const at = async (days: number) => (await ensureClassCertificates(folder, { now: new Date(now + days * day) })).notes;
  expect(await at(74)).toEqual([]);
  expect(await at(80)).toEqual([expect.stringMatching(/server\.pem expires in \d+ days.*lab certs init --renew/)]);
});

test("a server certificate that has ended is renewed for the same key", async () => {
  const folder = temporaryFolder();
  const before = await ensureClassCertificates(folder, { now: new Date(Date.now() - 100 * day) });
  const key = readFileSync(before.keyFile, "utf8");
  const after = await ensureClassCertificates(folder);
  expect(after.created).toBe(true);
  expect(after.notes).toEqual([expect.stringContaining("new one for the same key")]);
  expect(readFileSync(after.keyFile, "utf8")).toBe(key);
  expect(openssl("verify", "-CAfile", after.caFile, after.certFile)).toContain("OK");
});

test("a class CA that has ended is never replaced silently, only when asked", async () => {
  const folder = temporaryFolder();
  await ensureClassCertificates(folder, { now: new Date(Date.now() - 400 * day) });
  await expect(ensureClassCertificates(folder)).rejects.toThrow(/class CA .* expired on/);
  const renewed = await ensureClassCertificates(folder, { make: "renew" });
  expect(openssl("verify", "-CAfile", renewed.caFile, renewed.certFile)).toContain("OK");
});

test("files that do not belong together are refused", async () => {
  const [one, other] = [temporaryFolder(), temporaryFolder()];
  const files = await ensureClassCertificates(one);
  const strangers = await ensureClassCertificates(other);
  writeFileSync(files.keyFile, keyAsPem(await makeKey("p-256")));
  await expect(ensureClassCertificates(one)).rejects.toThrow("is not the certificate of the private key beside it");
  copyFileSync(strangers.keyFile, files.keyFile);
  copyFileSync(strangers.certFile, files.certFile);
  await expect(ensureClassCertificates(one)).rejects.toThrow("did not sign");
  expect((await ensureClassCertificates(one, { make: "replace" })).created).toBe(true);
});

test("a certificate that is not for all names is made again, for the same key, and once", async () => {
  const folder = temporaryFolder();
  const first = await ensureClassCertificates(folder);
  const key = new X509Certificate(readFileSync(first.certFile)).publicKey;
  const names = [
    { type: "ip", value: "192.0.2.10" },
    { type: "dns", value: "aula-pc" },
  ] as const;
  const second = await ensureClassCertificates(folder, { names });
  expect(second.notes).toMatchObject([expect.stringContaining("192.0.2.10, aula-pc")]);
  const { certFile, caFile } = second;
  expect(new X509Certificate(readFileSync(certFile)).publicKey.equals(key)).toBe(true);
  const verify = ["verify", "-CAfile", caFile, "-x509_strict", "-purpose", "sslserver"];
  for (const wanted of [
    ["-verify_ip", "192.0.2.10"],
    ["-verify_hostname", "aula-pc"],
    ["-verify_hostname", "localhost"],
  ])
    expect(openssl(...verify, ...wanted, certFile)).toContain("OK");
  for (const again of [await ensureClassCertificates(folder, { names }), await ensureClassCertificates(folder)])
    expect([again.created, again.notes]).toEqual([false, []]);
});
