import { type Names, registry } from "../decode/registry.ts";
import { cipherSuite, extensionType, signatureScheme, supportedGroup } from "./registry/iana-names.ts";
import { values } from "./texts.ts";
import { draftVersion, isDraft } from "./tls13-drafts.ts";

/** Record content types: IANA "TLS ContentType". */
export const contentType = registry(1, {
  change_cipher_spec: 0x14,
  alert: 0x15,
  handshake: 0x16,
  application_data: 0x17,
  heartbeat: 0x18,
  tls12_cid: 0x19,
  ACK: 0x1a,
});

/**
 * Handshake message types: IANA "TLS HandshakeType"; the names are from RFC 8446 section 4, RFC 5246 and related RFCs.
 */
export const handshakeType = registry(1, {
  hello_request: 0x00,
  client_hello: 0x01,
  server_hello: 0x02,
  hello_verify_request: 0x03,
  new_session_ticket: 0x04,
  end_of_early_data: 0x05,
  hello_retry_request: 0x06,
  encrypted_extensions: 0x08,
  request_connection_id: 0x09,
  new_connection_id: 0x0a,
  certificate: 0x0b,
  server_key_exchange: 0x0c,
  certificate_request: 0x0d,
  server_hello_done: 0x0e,
  certificate_verify: 0x0f,
  client_key_exchange: 0x10,
  client_certificate_request: 0x11,
  finished: 0x14,
  certificate_url: 0x15,
  certificate_status: 0x16,
  supplemental_data: 0x17,
  key_update: 0x18,
  compressed_certificate: 0x19,
  ekt_key: 0x1a,
  next_protocol: 0x43,
  encrypted_extensions_npn: 0xcb,
  message_hash: 0xfe,
});

/** Versions as in records and hellos: RFC 8446 section 4.1.2, RFC 5246 appendix E. */
export const protocolVersion = registry(2, {
  "SSL 2.0": 0x0002,
  "SSL 3.0": 0x0300,
  "TLS 1.0": 0x0301,
  "TLS 1.1": 0x0302,
  "TLS 1.2": 0x0303,
  "TLS 1.3": 0x0304,
});

/** "TLS 1.2", "TLS 1.3 draft 28", or the number in hexadecimal. */
export function versionName(version: number): string {
  return draftVersion.isKnown(version) ? draftVersion.nameOf(version) : nameIn(protocolVersion, version);
}

/** The number of a version, by the name that `versionName` gives; undefined for other names. */
export function versionNumber(name: string | undefined): number | undefined {
  return name === undefined ? undefined : (protocolVersion.numberOf(name) ?? draftVersion.numberOf(name));
}

/** Whether this is TLS 1.3 or one of its drafts. */
export function isTls13(version: number | undefined): boolean {
  return version !== undefined && (version === protocolVersion["TLS 1.3"] || isDraft(version));
}

/** The IANA name of a cipher suite, "GREASE …" for a GREASE value, or hexadecimal for an unknown number. */
export const suiteName = (suite: number): string => nameIn(cipherSuite, suite);
/** The number of a cipher suite, by the name that `suiteName` gives; undefined for other names. */
export function suiteNumber(name: string | undefined): number | undefined {
  return name === undefined ? undefined : cipherSuite.numberOf(name);
}

/** The IANA name of a supported group. */
export const groupName = (group: number): string => nameIn(supportedGroup, group);
/** The IANA name of a hello extension. */
export const extensionName = (type: number): string => nameIn(extensionType, type);

/** The IANA name of a signature scheme, or the hash and signature of an older pair of TLS 1.2 ("sha224_dsa"). */
export function schemeName(scheme: number): string {
  const [hash, signature] = [scheme >> 8, scheme & 0xff];
  if (!signatureScheme.isKnown(scheme) && hashAlgorithm.isKnown(hash) && signatureAlgorithm.isKnown(signature)) {
    return `${hashAlgorithm.nameOf(hash)}_${signatureAlgorithm.nameOf(signature)}`;
  }
  return nameIn(signatureScheme, scheme);
}

/** RFC 5246 section 7.4.1.4.1. */
const hashAlgorithm = registry(1, { md5: 0x01, sha1: 0x02, sha224: 0x03, sha256: 0x04, sha384: 0x05, sha512: 0x06 });
const signatureAlgorithm = registry(1, { anonymous: 0x00, rsa: 0x01, dsa: 0x02, ecdsa: 0x03 });

/**
 * RFC 8701: values 0x0a0a, 0x1a1a … 0xfafa mean nothing. Clients send them, so that servers that do not ignore unknown
 * values are noticed early.
 */
export function isGrease(value: number): boolean {
  return (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);
}

function nameIn(table: Names, value: number): string {
  return isGrease(value) ? values.grease(table.nameOf(value)) : table.nameOf(value);
}
