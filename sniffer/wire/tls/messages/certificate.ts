import type { Reader } from "../../decode/reader.ts";
import { registry } from "../../decode/registry.ts";
import type { Writable } from "../../decode/writable.ts";
import { certificateFacts } from "../certificate-facts.ts";
import { isTls13, protocolVersion, schemeName } from "../names.ts";
import type { Extension } from "./extension.ts";
import { readExtensions, readInto, statusType } from "./extensions.ts";
import type {
  Certificate,
  CertificateEntry,
  CertificateRequest,
  CertificateStatus,
  CertificateVerify,
  MessageContext,
} from "./message.ts";

/** Certificate, RFC 5246 section 7.4.2; in TLS 1.3, RFC 8446 section 4.4.2. */
export function readCertificate(reader: Reader, message: Writable<Certificate>, { version }: MessageContext): void {
  const hasExtensions = isTls13(version);
  const entries: CertificateEntry[] = [];
  if (hasExtensions) message.requestContext = reader.vector("Certificate request context", 8);
  message.entries = entries;
  reader.list("Certificate list", 24, (list) => {
    const certificate = list.vector("Certificate", 24, (der) => certificateFacts(der).subject);
    if (!hasExtensions) entries.push({ certificate });
    else {
      const extensions: Extension[] = [];
      entries.push({ certificate, extensions });
      readExtensions(list, extensions, "certificate");
    }
  });
}

/** CertificateStatus, RFC 6066 section 8. */
export function readCertificateStatus(reader: Reader, message: Writable<CertificateStatus>): void {
  message.statusType = reader.uint8("Status type", statusType);
  message.response =
    message.statusType === statusType.ocsp ? reader.vector("OCSP response", 24) : reader.rest("Response");
}

/** CertificateRequest, RFC 5246 section 7.4.4; in TLS 1.3, RFC 8446 section 4.3.2. */
export function readCertificateRequest(
  reader: Reader,
  message: Writable<CertificateRequest>,
  context: MessageContext,
): void {
  if (isTls13(context.version)) {
    message.requestContext = reader.vector("Certificate request context", 8);
    readInto(reader, message);
    return;
  }
  message.certificateTypes = reader.list("Certificate types", 8, (list) =>
    list.uint8("Certificate type", certificateType),
  );
  if (namesSchemes(context)) {
    message.signatureSchemes = reader.list("Signature algorithms", 16, (list) =>
      list.uint16("Signature scheme", schemeName),
    );
  }
  message.authorities = reader.list("Certificate authorities", 16, (list) => list.vector("Distinguished name", 16));
}

/** CertificateVerify, RFC 8446 section 4.4.3, RFC 5246 section 7.4.8. */
export function readCertificateVerify(
  reader: Reader,
  message: Writable<CertificateVerify>,
  context: MessageContext,
): void {
  readSignature(reader, message, context);
}

/** A signature, with its algorithm before it from TLS 1.2 on: RFC 5246 section 4.7. */
export function readSignature(
  reader: Reader,
  message: { signatureScheme?: number; signature?: Uint8Array },
  context: MessageContext,
): void {
  if (namesSchemes(context)) message.signatureScheme = reader.uint16("Signature scheme", schemeName);
  message.signature = reader.vector("Signature", 16);
}

function namesSchemes({ version }: MessageContext): boolean {
  return version === undefined || version >= protocolVersion["TLS 1.2"];
}

/** IANA "TLS ClientCertificateType Identifiers". */
const certificateType = registry(1, {
  rsa_sign: 0x01,
  dss_sign: 0x02,
  rsa_fixed_dh: 0x03,
  dss_fixed_dh: 0x04,
  ecdsa_sign: 0x40,
  rsa_fixed_ecdh: 0x41,
  ecdsa_fixed_ecdh: 0x42,
});
