import { spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createServer } from "node:tls";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { chainOf } from "../testing/certs/verdicts/row.ts";
import { lastingFolder, temporaryFolder } from "../testing/test-folders.ts";
import { type ClassCertificates, ensureClassCertificates } from "./class-certificates.ts";
import { type KeyKind, keyAsPem, makeKey } from "./keys.ts";
import { type KnownCa, type LookAlike, type LookAlikeKind, makeLookAlike } from "./look-alike.ts";
import { vouchForItself } from "./make.ts";
import { parseSubject, parseSubjectAltName } from "./names.ts";
import { parseCertificates } from "./read-certificate.ts";
import { fetchPeer } from "./remote/peer.ts";
import { verifyChain } from "./verify.ts";

const folder = lastingFolder();
let files: ClassCertificates;
let original: X509Certificate;
let stolen: KnownCa;

beforeAll(async () => {
  files = await ensureClassCertificates(folder);
  original = new X509Certificate(readFileSync(files.certFile));
  stolen = { certificatePath: files.caFile, key: { path: files.caKeyFile, passphrase: undefined }, folder };
});

/** The results of the lab's client and of OpenSSL, if they trust the class CA and connect to localhost. */
async function verdicts({ cert }: LookAlike) {
  const chain = parseCertificates(Buffer.from(cert), "chain").map(({ raw }) => raw);
  const checks = await verifyChain(chain, { anchorsPem: readFileSync(files.caFile, "latin1"), name: "localhost" });
  const path = join(temporaryFolder(), "chain.pem");
  writeFileSync(path, cert);
  const options = ["-purpose", "sslserver", "-auth_level", "2", "-verify_hostname", "localhost"];
  const openssl = spawnSync("openssl", ["verify", "-CAfile", files.caFile, "-untrusted", path, ...options, path]);
  return { failing: checks.filter(({ ok }) => !ok).map(({ check }) => check), openssl: openssl.status === 0 };
}

const kinds: readonly [string, () => LookAlikeKind, failing: readonly string[]][] = [
  ["self-signed", () => ({ kind: "self-signed" }), ["issuer"]],
  ["of an own CA", () => ({ kind: "own-ca" }), ["issuer"]],
  ["of the stolen class CA", () => ({ kind: "known-ca", ca: stolen }), []],
  ["of the class CA for another name", () => ({ kind: "wrong-name", name: "mallory.example", ca: stolen }), ["name"]],
  ["of an own CA for another name", () => ({ kind: "wrong-name", name: "mallory.example" }), ["issuer", "name"]],
];

describe.each(kinds)("a look-alike %s", (_, how, failing) => {
  test("has the texts of the original, and another key; clients find out what can be found out", async () => {
    const made = await makeLookAlike(original.raw, how());
    const copy = new X509Certificate(made.cert);
    if (how().kind === "wrong-name")
      expect([copy.subject, copy.subjectAltName]).toEqual(["CN=mallory.example", "DNS:mallory.example"]);
    else expect([copy.subject, copy.subjectAltName]).toEqual([original.subject, original.subjectAltName]);
    expect([copy.validFrom, copy.validTo]).toEqual([original.validFrom, original.validTo]);
    expect(copy.issuer).toBe(how().kind === "self-signed" ? original.subject : original.issuer);
    expect(copy.publicKey.asymmetricKeyDetails).toEqual(original.publicKey.asymmetricKeyDetails);
    expect(copy.publicKey.equals(original.publicKey)).toBe(false);
    expect(copy.fingerprint256).not.toBe(original.fingerprint256);
    expect(await verdicts(made)).toEqual({ failing, openssl: failing.length === 0 });
  });

  test("is shown by a TLS server", async () => {
    const made = await makeLookAlike(original.raw, how());
    const server = createServer({ ...made }).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    const { chain } = await fetchPeer("127.0.0.1", (server.address() as AddressInfo).port, { name: "localhost" });
    expect(new X509Certificate(chain[0]!).fingerprint256).toBe(new X509Certificate(made.cert).fingerprint256);
  });
});

test.each(["rsa-2048", "p-384", "ed25519"] satisfies KeyKind[])(
  "the key is of the original's kind: %s",
  async (kind) => {
    const key = await makeKey(kind);
    const pem = await vouchForItself(key, parseSubject("/CN=ñ/O=Class"), [parseSubjectAltName("localhost")], 30);
    const copy = new X509Certificate((await makeLookAlike(new X509Certificate(pem).raw, { kind: "self-signed" })).cert);
    expect(copy.publicKey.asymmetricKeyType).toBe(key.asymmetricKeyType);
    expect(copy.publicKey.asymmetricKeyDetails).toEqual(key.asymmetricKeyDetails);
    expect(copy.subject).toBe(new X509Certificate(pem).subject);
  },
);

test("a certificate without names, or with dates that do not exist, is imitated too", async () => {
  const { leaf } = chainOf({
    leaf: { notAfter: Buffer.from("170d3330313330313030303030305a", "hex"), extensions: { altNames: undefined } },
  });
  const copy = new X509Certificate((await makeLookAlike(leaf, { kind: "own-ca" })).cert);
  expect([copy.subject, copy.subjectAltName]).toEqual(["CN=leaf", undefined]);
  expect(Date.parse(copy.validTo)).toBeGreaterThan(Date.now());
});

test("it signs only with keys of the lab's folder, and only with a key that is the CA's", async () => {
  const elsewhere = temporaryFolder();
  const outside = { ...stolen, folder: elsewhere };
  await expect(makeLookAlike(original.raw, { kind: "known-ca", ca: outside })).rejects.toThrow(/is not in/);
  const wrongKey = join(folder, "another-key.pem");
  writeFileSync(wrongKey, keyAsPem(await makeKey("p-256")));
  const ca = { ...stolen, key: { path: wrongKey, passphrase: undefined } };
  await expect(makeLookAlike(original.raw, { kind: "known-ca", ca })).rejects.toThrow(/is not the key of/);
});
