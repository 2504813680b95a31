import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Authority, makeAuthority, makeServer } from "../../certs/gallery/case.ts";
import { keyAsPem, makeKey } from "../../certs/keys.ts";

/** A server to audit: on 127.0.0.1, with a certificate for `localhost`. */
export interface AuditedServer {
  readonly port: number;
  /** Undefined if the server is part of the test's own process. */
  readonly process?: ChildProcess;
  readonly close: () => void;
}

/** Certificates of a class, in files: an EC and an RSA key for localhost, and the CA. */
export interface AuditCertificates {
  readonly folder: string;
  readonly ca: string;
  readonly authority: Authority;
  readonly ec: { readonly cert: string; readonly key: string };
  readonly rsa: { readonly cert: string; readonly key: string };
}

/** Makes them in a folder that is removed when the process ends. */
export async function auditCertificates(): Promise<AuditCertificates> {
  const folder = mkdtempSync(join(tmpdir(), "lab-audit-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const authority = await makeAuthority("Class CA");
  const inFiles = async (name: string, algorithm: "p-256" | "rsa-2048") => {
    const { certificate, key } = await makeServer(authority, { key: await makeKey(algorithm) });
    const files = { cert: join(folder, `${name}.pem`), key: join(folder, `${name}-key.pem`) };
    writeFileSync(files.cert, certificate);
    writeFileSync(files.key, keyAsPem(key), { mode: 0o600 });
    return files;
  };
  writeFileSync(join(folder, "ca.pem"), authority.certificate);
  const [ec, rsa] = [await inFiles("ec", "p-256"), await inFiles("rsa", "rsa-2048")];
  return { folder, ca: authority.certificate, authority, ec, rsa };
}

/** Starts a program that listens on the port in its arguments, and waits until it does. */
export async function startProgram(
  program: string,
  argsOf: (port: number) => readonly string[],
): Promise<AuditedServer> {
  const port = await freePort();
  const child = spawn(program, argsOf(port), { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", (text) => (said += text));
  child.stderr.on("data", (text) => (said += text));
  await new Promise<void>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`${program} ended with ${code}:\n${said}`)));
    child.once("error", reject);
    const look = () => {
      if (/ACCEPT|\.\.\.done|ready|To join/.test(said)) resolve();
      else setTimeout(look, 20);
    };
    look();
  });
  return { port, process: child, close: () => void child.kill("SIGKILL") };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** `openssl s_server` with these options: as a web server, or with -crlf as on a terminal. */
export function opensslServer({ cert, key }: { cert: string; key: string }, ...options: readonly string[]) {
  return startProgram("openssl", (port) => [
    "s_server",
    ...["-accept", `127.0.0.1:${port}`, "-cert", cert, "-key", key],
    ...(options.includes("-crlf") ? [] : ["-www"]),
    ...options,
  ]);
}

/** `gnutls-serv` with these priorities. */
export function gnutlsServer({ cert, key }: { cert: string; key: string }, priority: string) {
  return startProgram("gnutls-serv", (port) => [
    ...["--port", `${port}`, "--http", "--x509certfile", cert, "--x509keyfile", key, "--priority", priority],
  ]);
}
