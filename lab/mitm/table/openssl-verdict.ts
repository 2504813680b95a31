import { spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import type { Cell, ClientKind } from "./cell.ts";
import type { Trust } from "./clients.ts";

/** How long OpenSSL may take, in milliseconds. */
const TIMEOUT = 10_000;

/**
 * Lets `openssl s_client` try what a client of this kind tries: undefined where OpenSSL is not installed. It knows no
 * pins: for one, it takes the certificate and its fingerprint is compared.
 */
export async function opensslVerdict(
  kind: ClientKind,
  port: number,
  caFile: string,
  { pin }: Trust,
): Promise<Cell["openssl"]> {
  const verifies = kind === "verifying" || kind === "prefers-tls";
  const { code, output } = await run([
    ...["s_client", "-connect", `127.0.0.1:${port}`, "-servername", "localhost", "-CAfile", caFile],
    ...(verifies ? ["-verify_return_error", "-verify_hostname", "localhost"] : []),
  ]);
  if (code === undefined) return undefined;
  const isTrusted = kind !== "pinned" || fingerprintIn(output) === pin;
  return code === 0 && isTrusted ? "accepted" : "refused";
}

function fingerprintIn(output: string): string | undefined {
  const pem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(output)?.[0];
  return pem === undefined ? undefined : `sha256:${new X509Certificate(pem).fingerprint256.toLowerCase()}`;
}

function run(args: readonly string[]): Promise<{ readonly code: number | null | undefined; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn("openssl", args, { stdio: ["ignore", "pipe", "ignore"], timeout: TIMEOUT });
    let output = "";
    child.stdout.setEncoding("latin1").on("data", (text: string) => {
      output += text;
    });
    child.once("error", () => resolve({ code: undefined, output }));
    child.once("close", (code) => resolve({ code, output }));
  });
}
