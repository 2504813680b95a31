import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import { basename } from "node:path";
import { type Certificate, readCertificate, unreadableReason } from "../certificate.ts";
import { isCertificate, isRequest, looksLikeDer, type PemBlock, parsePem, readBytes } from "../files/pem.ts";
import { type CertificateRequest, parseRequest } from "../read-request.ts";
import { texts } from "./texts.ts";

/** Something that can be shown. `der` has its bytes. A private key has no `der`, so it is never shown by accident. */
export type Item =
  | { readonly kind: "certificate"; readonly certificate: Certificate; readonly der: Uint8Array }
  | { readonly kind: "request"; readonly request: CertificateRequest; readonly der: Uint8Array }
  | { readonly kind: "private key"; readonly key: KeyObject }
  | { readonly kind: "locked key" }
  | { readonly kind: "public key"; readonly key: KeyObject; readonly der: Uint8Array }
  | { readonly kind: "unreadable"; readonly what: string; readonly message: string; readonly der: Uint8Array }
  | { readonly kind: "unknown"; readonly what: string; readonly der: Uint8Array };

/**
 * The contents of a file in order, and what is unusual about the file itself. Throws LabError if there is nothing to
 * show.
 */
export async function readItems(
  path: string,
): Promise<{ readonly items: readonly Item[]; readonly notes: readonly string[] }> {
  const bytes = readBytes(path);
  if (looksLikeDer(bytes)) return { items: [await itemOfDer(bytes)], notes: [texts.wasDer(basename(path))] };
  const blocks = parsePem(bytes, path, "certificate");
  const items = await Promise.all(blocks.map(itemOfBlock));
  return { items, notes: bytes.includes(0x0d) ? [texts.hadWindowsLineEnds(path)] : [] };
}

/** A certificate by its bytes, readable or not. */
export function certificateItem(der: Uint8Array): Item {
  try {
    return { kind: "certificate", certificate: readCertificate(der), der };
  } catch (error) {
    return { kind: "unreadable", what: "certificate", message: unreadableReason(error), der };
  }
}

async function itemOfBlock(block: PemBlock): Promise<Item> {
  const { label, text, der, encrypted } = block;
  if (isCertificate(block)) return certificateItem(der);
  try {
    if (isRequest(block)) return { kind: "request", request: await parseRequest(der), der };
    if (encrypted) return { kind: "locked key" };
    if (label.endsWith("PRIVATE KEY")) return { kind: "private key", key: createPrivateKey(text) };
    if (label.endsWith("PUBLIC KEY")) return { kind: "public key", key: createPublicKey(text), der };
  } catch (error) {
    const shown = label.endsWith("PRIVATE KEY") ? new Uint8Array() : der;
    return { kind: "unreadable", what: label.toLowerCase(), message: (error as Error).message, der: shown };
  }
  return { kind: "unknown", what: label.toLowerCase(), der };
}

/** Without a label, tries one after the other: a certificate, a request, a private key, a public key. */
async function itemOfDer(der: Uint8Array): Promise<Item> {
  const bytes = Buffer.from(der);
  const attempts: readonly (() => Item | Promise<Item>)[] = [
    () => ({ kind: "certificate", certificate: readCertificate(new X509Certificate(bytes).raw), der }),
    async () => ({ kind: "request", request: await parseRequest(der), der }),
    () => ({ kind: "private key", key: createPrivateKey({ key: bytes, format: "der", type: "pkcs8" }) }),
    () => ({ kind: "private key", key: createPrivateKey({ key: bytes, format: "der", type: "pkcs1" }) }),
    () => ({ kind: "private key", key: createPrivateKey({ key: bytes, format: "der", type: "sec1" }) }),
    () => ({ kind: "public key", key: createPublicKey({ key: bytes, format: "der", type: "spki" }), der }),
  ];
  for (const attempt of attempts) {
    try {
      return await attempt();
    } catch {
      // It is something else; the next try decides.
    }
  }
  return { kind: "unknown", what: "DER", der };
}
