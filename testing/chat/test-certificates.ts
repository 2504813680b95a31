import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A CA and a server certificate for localhost, made by this machine's openssl. PEM texts; `caFile` for programs that
 * need a file.
 */
export interface TestCertificates {
  readonly ca: string;
  readonly caFile: string;
  readonly cert: string;
  readonly key: string;
}

let made: TestCertificates | undefined;

/** Makes them once per test file, in a folder that is removed when the process ends. */
export function testCertificates(): TestCertificates {
  made ??= makeCertificates();
  return made;
}

/** Makes another CA with the same name, and its own certificate. */
export function makeCertificates(): TestCertificates {
  const folder = mkdtempSync(join(tmpdir(), "chat-certs-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  if (spawnSync("openssl", ["version"]).error)
    throw new Error("the chat's tests need openssl: apt-get install openssl");
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl("req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test CA", "-days", "2");
  openssl(
    ...["req", "-x509", ...key, "-keyout", "server.key", "-out", "server.pem", "-subj", "/CN=localhost", "-days", "2"],
    ...["-CA", "ca.pem", "-CAkey", "ca.key", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1"],
    ...["-addext", "basicConstraints=critical,CA:FALSE"],
  );
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  return { ca: read("ca.pem"), caFile: join(folder, "ca.pem"), cert: read("server.pem"), key: read("server.key") };
}
