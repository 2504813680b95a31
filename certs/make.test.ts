import { execFileSync } from "node:child_process";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../testing/test-folders.ts";
import { type KeyKind, keyAsPem, keyInWords, keyKinds, makeKey } from "./keys.ts";
import { makeCa, makeRequest, selfSign, signRequest, vouchForItself } from "./make.ts";
import { parseSubject, parseSubjectAltName } from "./names.ts";
import { opensslLines } from "./openssl-lines.ts";

const subject = parseSubject("/CN=localhost/O=Clase de ñandúes, S.A./C=ES");
const names = ["localhost", "127.0.0.1", "::1", "*.example.org"].map(parseSubjectAltName);

function openssl(folder: string, ...args: string[]): string {
  return execFileSync("openssl", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Writes a key, and gives it as the functions want it. */
async function keyFile(folder: string, name: string, kind: KeyKind) {
  const path = join(folder, name);
  writeFileSync(path, keyAsPem(await makeKey(kind)), { mode: 0o600 });
  return { path, passphrase: undefined };
}

describe.each(keyKinds)("with a key of the kind %s", (kind) => {
  test("OpenSSL accepts the key, plain and locked, the request, the self-signed certificate, and what a CA signs", async () => {
    const folder = temporaryFolder();
    const key = await keyFile(folder, "key.pem", kind);
    expect(openssl(folder, "pkey", "-in", "key.pem", "-check", "-noout")).toContain("valid");
    const locked = keyAsPem(createPrivateKey(readFileSync(key.path)), "la contraseña");
    writeFileSync(join(folder, "locked.pem"), locked);
    writeFileSync(join(folder, "passphrase"), "la contraseña\n");
    expect(locked).toContain("BEGIN ENCRYPTED PRIVATE KEY");
    expect(openssl(folder, "pkey", "-in", "locked.pem", "-passin", "file:passphrase", "-pubout")).toContain(
      "BEGIN PUBLIC KEY",
    );
    expect(openssl(folder, "asn1parse", "-in", "locked.pem")).toMatch(
      /PBKDF2.*INTEGER +:0927C0\n.*hmacWithSHA256.*aes-256-cbc/s, // 600,000 rounds
    );

    const request = join(folder, "request.pem");
    writeFileSync(request, await makeRequest(key, subject, names));
    const text = openssl(folder, "req", "-in", "request.pem", "-verify", "-noout", "-text", "-nameopt", "utf8");
    expect(text).toContain("DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:*.example.org");
    expect(text).toContain("ñandúes");

    writeFileSync(join(folder, "self.pem"), await selfSign(request, key, 30));
    expect(openssl(folder, "verify", "-x509_strict", "-CAfile", "self.pem", "self.pem")).toContain("OK");

    const ca = join(folder, "ca.pem"); // With the same key: RSA keys of 4096 bits take seconds.
    writeFileSync(ca, await makeCa(key, parseSubject("Class CA"), 365));
    const decision = { profile: "server", days: 30, names: [] } as const;
    const { pem } = await signRequest(request, { certificatePath: ca, key }, decision);
    writeFileSync(join(folder, "signed.pem"), pem);
    const verify = ["verify", "-x509_strict", "-auth_level", "2", "-CAfile", "ca.pem", "-purpose", "sslserver"];
    expect(openssl(folder, ...verify, "-verify_hostname", "a.example.org", "signed.pem")).toContain("OK");
  });
});

/** Both ways of making something: the lab's function, and the line that the lab prints. */
test("the openssl lines that the lab prints make the same names, key usages and dates", async () => {
  const folder = temporaryFolder();
  const lines = [
    ...opensslLines.key("p-256", "ca-key.pem", false),
    ...opensslLines.ca("ca-key.pem", parseSubject("/O=Encryption lab/CN=Class CA"), 365, "ca.pem"),
    ...opensslLines.key("rsa-2048", "key.pem", false),
    ...opensslLines.request("key.pem", subject, names, "request.pem"),
    ...opensslLines.sign("request.pem", "ca.pem", "ca-key.pem", "server", [], 90, "signed.pem"),
    ...opensslLines.selfSignNew("own-key.pem", false, subject, names, 90, "own.pem"),
  ];
  execFileSync("sh", ["-ec", lines.join("\n")], { cwd: folder, stdio: "ignore" });
  const key = { path: join(folder, "key.pem"), passphrase: undefined };
  const caKey = { path: join(folder, "ca-key.pem"), passphrase: undefined };
  const request = join(folder, "request-lab.pem");
  writeFileSync(request, await makeRequest(key, subject, names));
  const decision = { profile: "server", days: 90, names: [] } as const;
  const ca = { certificatePath: join(folder, "ca.pem"), key: caKey };
  writeFileSync(join(folder, "signed-lab.pem"), (await signRequest(request, ca, decision)).pem);
  writeFileSync(join(folder, "ca-lab.pem"), await makeCa(caKey, parseSubject("/O=Encryption lab/CN=Class CA"), 365));
  const ownKey = createPrivateKey(readFileSync(join(folder, "own-key.pem")));
  writeFileSync(join(folder, "own-lab.pem"), await vouchForItself(ownKey, subject, names, 90));
  const sorted = (text: string) =>
    text
      .split("\n")
      .map((line) => line.trim())
      .sort();
  for (const name of ["signed", "ca", "own"]) {
    const extensions = (file: string) =>
      openssl(
        folder,
        "x509",
        "-in",
        file,
        "-noout",
        "-subject",
        "-issuer",
        "-ext",
        "basicConstraints,keyUsage,extendedKeyUsage,subjectAltName",
      );
    expect(sorted(extensions(`${name}-lab.pem`))).toEqual(sorted(extensions(`${name}.pem`)));
  }
  const [theirs, ours] = ["signed.pem", "signed-lab.pem"].map(
    (file) => new X509Certificate(readFileSync(join(folder, file))),
  );
  expect(Math.abs(Date.parse(theirs!.validTo) - Date.parse(ours!.validTo))).toBeLessThan(60_000);
  expect(keyInWords(ours!.publicKey)).toBe("RSA 2048 bits");
});

test("a CA does not sign a changed request, nor one without names, nor for longer than it is valid itself", async () => {
  const folder = temporaryFolder();
  const key = await keyFile(folder, "key.pem", "p-256");
  const request = join(folder, "request.pem");
  const ca = { certificatePath: join(folder, "ca.pem"), key };
  writeFileSync(ca.certificatePath, await makeCa(key, parseSubject("Class CA"), 10));
  const decision = { profile: "server", days: 90, names: [] } as const;

  const honest = await makeRequest(key, parseSubject("localhost"), names);
  const der = Buffer.from(honest.replace(/-----.*-----/g, ""), "base64");
  der[der.indexOf("localhost")] = "L".charCodeAt(0);
  writeFileSync(
    request,
    `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString("base64")}\n-----END CERTIFICATE REQUEST-----\n`,
  );
  await expect(signRequest(request, ca, decision)).rejects.toThrow(/signature of the request .* does not match/);

  writeFileSync(request, await makeRequest(key, parseSubject("localhost"), []));
  await expect(signRequest(request, ca, decision)).rejects.toThrow(/work for any server/);

  writeFileSync(request, honest);
  const { end } = await signRequest(request, ca, decision);
  expect(end.getTime()).toBeLessThanOrEqual(Date.parse(new X509Certificate(readFileSync(ca.certificatePath)).validTo));
  await expect(signRequest(request, { ...ca, certificatePath: request }, decision)).rejects.toThrow(
    /needs a certificate/,
  );
});
