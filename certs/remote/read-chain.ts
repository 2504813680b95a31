import { readCertificates } from "../read-certificate.ts";
import { fetchPeer } from "./peer.ts";
import type { Target } from "./target.ts";

/** The certificates of a file or of a server in DER; the first one is to be checked. Throws LabError. */
export async function readChain(target: Target): Promise<readonly Uint8Array[]> {
  if (target.kind === "file") return readCertificates(target.path).map(({ raw }) => raw);
  return (await fetchPeer(target.host, target.port)).chain;
}
