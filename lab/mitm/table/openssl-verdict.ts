import { runProgram } from "../../../certs/gallery/run-program.ts";
import { certificatesIn, pinOf } from "../../../chat/transport/certificates.ts";
import type { Cell, ClientKind } from "./cell.ts";
import type { Trust } from "./clients.ts";

/**
 * Tests the same with `openssl s_client`; undefined if OpenSSL is not installed. It has no pins: for one, it accepts
 * the certificate, and its fingerprint is compared.
 */
export async function opensslVerdict(
  kind: ClientKind,
  port: number,
  caFile: string,
  { pin }: Trust,
): Promise<Cell["openssl"]> {
  const verifies = kind === "verifying" || kind === "prefers-tls";
  const { code, output } = await runProgram("openssl", [
    ...["s_client", "-connect", `127.0.0.1:${port}`, "-servername", "localhost", "-CAfile", caFile],
    ...(verifies ? ["-verify_return_error", "-verify_hostname", "localhost"] : []),
  ]);
  if (code === undefined) return undefined;
  const isTrusted = kind !== "pinned" || shownPin(output) === pin;
  return code === 0 && isTrusted ? "accepted" : "refused";
}

function shownPin(output: string): string | undefined {
  const [certificate] = certificatesIn(output);
  return certificate && pinOf(certificate);
}
