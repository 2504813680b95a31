import { existsSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { readFile } from "../terminal/files/read-file.ts";
import { certsFolder } from "./work-folder.ts";

/** The file of the class CA, if it was made in this folder. */
export function classCa(): string | undefined {
  const path = join(certsFolder, "ca.pem");
  return existsSync(path) ? path : undefined;
}

/**
 * How a client checks a server's certificate: with the CAs in this file, by default the class CA, or with the system's.
 */
export function trustIn(caFile = classCa()) {
  const ca = caFile === undefined ? undefined : String(readFile(caFile));
  const describePeer = async (chain: readonly Uint8Array[], name: string) => {
    const { verifyChain } = await import("../certs/verify.ts");
    return verifyChain(chain, { anchorsPem: ca ?? rootCertificates, name });
  };
  return { ca, describePeer };
}
