import { cipherSuites, extensionTypes, signatureSchemes, supportedGroups } from "./registry/iana-names.ts";

/** The IANA name of a cipher suite; GREASE values are called so, an unknown number is printed in hexadecimal. */
export const suiteName = (suite: number): string => nameOf(cipherSuites, suite);
/** The IANA name of a supported group. */
export const groupName = (group: number): string => nameOf(supportedGroups, group);
/** The IANA name of a hello extension. */
export const extensionName = (type: number): string => nameOf(extensionTypes, type);

/** The IANA name of a signature scheme; of the older pairs of TLS 1.2, hash and signature ("sha224_dsa"). */
export function schemeName(scheme: number): string {
  const hash = hashes[scheme >> 8];
  const signature = signatures[scheme & 0xff];
  if (signatureSchemes[scheme] === undefined && hash && signature) return `${hash}_${signature}`;
  return nameOf(signatureSchemes, scheme);
}

/** RFC 5246 section 7.4.1.4.1. */
const hashes: Readonly<Record<number, string>> = {
  1: "md5",
  2: "sha1",
  3: "sha224",
  4: "sha256",
  5: "sha384",
  6: "sha512",
};
const signatures: Readonly<Record<number, string>> = { 0: "anonymous", 1: "rsa", 2: "dsa", 3: "ecdsa" };

/** RFC 8701: values 0x0a0a, 0x1a1a … 0xfafa mean nothing; clients send them so that servers learn to ignore the unknown. */
export function isGrease(value: number): boolean {
  return (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);
}

function nameOf(table: Readonly<Record<number, string>>, value: number): string {
  const hexadecimal = `0x${value.toString(16).padStart(4, "0")}`;
  return isGrease(value) ? `GREASE (${hexadecimal})` : (table[value] ?? hexadecimal);
}

/** Handshake message types: IANA "TLS HandshakeType"; the names of RFC 8446 section 4, RFC 5246 and their companions. */
const messageNames: Readonly<Record<number, string>> = {
  0: "hello_request",
  1: "client_hello",
  2: "server_hello",
  3: "hello_verify_request",
  4: "new_session_ticket",
  5: "end_of_early_data",
  6: "hello_retry_request",
  8: "encrypted_extensions",
  9: "request_connection_id",
  10: "new_connection_id",
  11: "certificate",
  12: "server_key_exchange",
  13: "certificate_request",
  14: "server_hello_done",
  15: "certificate_verify",
  16: "client_key_exchange",
  17: "client_certificate_request",
  20: "finished",
  21: "certificate_url",
  22: "certificate_status",
  23: "supplemental_data",
  24: "key_update",
  25: "compressed_certificate",
  26: "ekt_key",
  67: "next_protocol",
  203: "encrypted_extensions_npn",
  254: "message_hash",
};

/** "client_hello" …, or "handshake type 77". */
export function messageName(type: number): string {
  return messageNames[type] ?? `handshake type ${type}`;
}

/** Whether `messageName` gives this; capital letters count as well. */
export function isMessageName(name: string): boolean {
  const wanted = name.toLowerCase();
  return /^handshake type \d{1,3}$/.test(wanted) || Object.values(messageNames).includes(wanted);
}

/** Whether a handshake message can have this type. */
export function isMessageType(type: number): boolean {
  return type in messageNames;
}
