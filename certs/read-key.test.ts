import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { LabError } from "../terminal/lab-error.ts";
import { lastingFolder } from "../testing/test-folders.ts";
import { readPrivateKey } from "./read-key.ts";
import { readServerIdentity } from "./server-identity.ts";

const folder = lastingFolder();
const file = (name: string) => join(folder, name);

function openssl(...args: string[]): void {
  execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
}

function write(name: string, content: string | Uint8Array): void {
  writeFileSync(file(name), content);
}

beforeAll(() => {
  openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "plain.pem");
  openssl("req", "-x509", "-key", "plain.pem", "-subj", "/CN=localhost", "-out", "certificate.pem");
  openssl("req", "-new", "-key", "plain.pem", "-subj", "/CN=localhost", "-out", "request.pem");
  openssl("genpkey", "-algorithm", "RSA", "-aes256", "-pass", "pass:secreto", "-out", "locked.pem");
  openssl("rsa", "-in", "locked.pem", "-passin", "pass:secreto", "-traditional", "-out", "traditional.pem");
  openssl(
    "rsa",
    "-in",
    "locked.pem",
    "-passin",
    "pass:secreto",
    "-traditional",
    "-aes256",
    "-passout",
    "pass:secreto",
    "-out",
    "old-locked.pem",
  );
  openssl("ecparam", "-name", "secp384r1", "-genkey", "-out", "with-parameters.pem");
  openssl("genpkey", "-algorithm", "ED25519", "-out", "ed25519.pem");
  openssl("pkey", "-in", "plain.pem", "-outform", "DER", "-out", "key.der");
  const plain = readFileSync(file("plain.pem"), "utf8");
  write("windows.pem", plain.replaceAll("\n", "\r\n"));
  write("two.pem", plain + readFileSync(file("ed25519.pem"), "utf8"));
  write("cut.pem", plain.slice(0, 120));
  write("cut-inside.pem", plain.replace(/\n.*\n-----END/, "\n-----END"));
  write("odd.pem", plain.replace(/M/, "*"));
  write("utf16.pem", Buffer.from(`\ufeff${plain}`, "utf16le"));
  write("nothing.pem", "hola\n");
  write("empty.pem", "");
  write("spaces before.pem", `Bag Attributes\n    localKeyID: 01\n${plain}`);
});

const secret = async () => "secreto";

test.each([
  ["a PKCS#8 key", "plain.pem", "ec"],
  ["an RSA key in OpenSSL's older form", "traditional.pem", "rsa"],
  ["an RSA key in OpenSSL's older form, locked", "old-locked.pem", "rsa"],
  ["a locked PKCS#8 key", "locked.pem", "rsa"],
  ["an EC key with its parameters before it", "with-parameters.pem", "ec"],
  ["an Ed25519 key", "ed25519.pem", "ed25519"],
  ["a key with Windows line ends", "windows.pem", "ec"],
  ["a key with text before it, as pkcs12 writes it", "spaces before.pem", "ec"],
])("reads %s", async (_, name, type) => {
  expect((await readPrivateKey(file(name), secret)).asymmetricKeyType).toBe(type);
});

test.each([
  ["a file that is not there", "missing.pem", /There is no file/, /lab certs key --out .*missing\.pem/],
  ["a folder", ".", /is a folder/, /ls -l/],
  ["DER", "key.der", /is DER .*needs PEM/, /openssl pkey -inform DER -in .*key\.der -out/],
  ["two keys in one file", "two.pem", /two private keys/, /one key in one file/],
  ["a key that is cut short", "cut.pem", /is cut/, /-----END PRIVATE KEY-----/],
  ["a key whose last line is missing", "cut-inside.pem", /is cut/, /Copy the whole file again/],
  ["a key with a strange character", "odd.pem", /not base64/, /Copy the whole file again/],
  ["UTF-16 text", "utf16.pem", /is UTF-16 text/, /iconv -f UTF-16/],
  ["a certificate", "certificate.pem", /a certificate, .* needs a private key/, /lab certs key --out FILE/],
  ["a request", "request.pem", /a certificate request, .* needs a private key/, /key file/],
  ["some other text", "nothing.pem", /is not PEM/, /head -n 3/],
  ["nothing at all", "empty.pem", /is not PEM/, /head -n 3/],
])("refuses %s in one line, with what fixes it", async (_, name, message, hint) => {
  const error = await readPrivateKey(file(name)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LabError);
  expect((error as LabError).message).toMatch(message);
  expect((error as LabError).message).not.toContain("\n");
  expect((error as LabError).hint).toMatch(hint);
});

test.each(["locked.pem", "old-locked.pem"])(
  "a wrong passphrase for %s is reported as one, whatever OpenSSL makes of it",
  async (name) => {
    for (const wrong of ["Secreto", "secreto ", "", "ñ", "x".repeat(300)]) {
      await expect(readPrivateKey(file(name), async () => wrong)).rejects.toThrow(
        /passphrase does not open the private key/,
      );
    }
  },
);

test("a locked key without a passphrase says so, and is not asked for one when it has none", async () => {
  await expect(readPrivateKey(file("locked.pem"))).rejects.toThrow(/is encrypted with a passphrase/);
  let asked = 0;
  await readPrivateKey(file("plain.pem"), async () => String(asked++));
  expect(asked).toBe(0);
});

test("a key and a certificate that do not belong together are refused", async () => {
  expect((await readServerIdentity(file("certificate.pem"), file("plain.pem"))).key).toContain("BEGIN PRIVATE KEY");
  await expect(readServerIdentity(file("certificate.pem"), file("ed25519.pem"))).rejects.toThrow(
    /is not the key of the certificate/,
  );
  await expect(readServerIdentity(file("plain.pem"), file("plain.pem"))).rejects.toThrow(
    /a private key, .* needs a certificate/,
  );
});
