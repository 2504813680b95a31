import { createPublicKey, type KeyObject } from "node:crypto";
import { LabError } from "../terminal/lab-error.ts";
import { isRequest, readPemFile } from "./files/pem.ts";
import { texts } from "./files/texts.ts";
import { parseSubjectAltName, type SubjectAltName } from "./names.ts";
import * as x509 from "./x509.ts";

/** A certificate signing request (PKCS #10, RFC 2986). */
export interface CertificateRequest {
  readonly parsed: x509.Pkcs10CertificateRequest;
  readonly publicKey: KeyObject;
  /** The names in the request, as the X.509 library reads them. Untrusted. */
  readonly altNames: readonly { readonly type: string; readonly value: string }[];
  /** Whether the sender has the private key: the request's own signature is right. */
  readonly proven: boolean;
}

/** Reads the request in a PEM file. Throws LabError with the command that fixes it. */
export async function readRequest(path: string): Promise<CertificateRequest> {
  const blocks = readPemFile(path, "request");
  const block = blocks.find(isRequest);
  if (block === undefined) throw new LabError(...texts.notARequest(path, blocks[0]?.label ?? ""));
  try {
    return await parseRequest(block.der);
  } catch {
    throw new LabError(...texts.requestDamaged(path));
  }
}

/** Reads a request from DER. If it is malformed, throws an error with the library's message. */
export async function parseRequest(der: Uint8Array): Promise<CertificateRequest> {
  const parsed = new x509.Pkcs10CertificateRequest(new Uint8Array(der));
  const altNames = parsed.extensions.find((extension) => extension instanceof x509.SubjectAlternativeNameExtension);
  const spki = Buffer.from(parsed.publicKey.rawData);
  return {
    parsed,
    publicKey: createPublicKey({ key: spki, format: "der", type: "spki" }),
    altNames: altNames === undefined ? [] : altNames.names.items.map(({ type, value }) => ({ type, value })),
    proven: await parsed.verify().catch(() => false),
  };
}

/** The names that a CA may put into a certificate: well-formed host names and addresses. Throws LabError for others. */
export function namesToSign({ altNames }: CertificateRequest): readonly SubjectAltName[] {
  return altNames
    .filter(({ type }) => type === "dns" || type === "ip")
    .map(({ type, value }) => parseSubjectAltName(`${type}:${value}`));
}
