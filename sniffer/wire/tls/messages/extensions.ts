import type { Reader } from "../../decode/reader.ts";
import { type Names, registry } from "../../decode/registry.ts";
import { values } from "../../decode/texts.ts";
import { extensionName, groupName, isGrease, schemeName, versionName } from "../names.ts";
import { extensionType } from "../registry/iana-names.ts";
import { type Extension, type ExtensionContents, extensionOf, type KeyShare } from "./extension.ts";
import type { TlsMessage } from "./message.ts";

/** The message around an extension: some extensions have a different form in each message. */
export type ExtensionContext = TlsMessage["kind"];

/** Reads the extensions of a message. Keeps those before an error. */
export function readInto(
  reader: Reader,
  message: { readonly kind: ExtensionContext; extensions?: readonly Extension[] },
): void {
  if (reader.left === 0) return;
  const extensions: Extension[] = [];
  message.extensions = extensions;
  readExtensions(reader, extensions, message.kind);
}

/**
 * The extensions of a hello or another message, RFC 8446 section 4.2: type, length and contents each. They are added to
 * `extensions` as they are read. A malformed one does not end the list: its length shows where the next one begins.
 */
export function readExtensions(reader: Reader, extensions: Extension[], context: ExtensionContext): void {
  if (reader.left === 0) return; // Before RFC 3546 there were none, and a hello may still end here.
  reader.list("Extensions", 16, (list) => {
    const type = (list.bytes[list.offset]! << 8) | (list.bytes[list.offset + 1] ?? 0);
    list.group(isGrease(type) ? "GREASE" : extensionName(type), () => readExtension(list, extensions, context));
  });
}

function readExtension(reader: Reader, extensions: Extension[], context: ExtensionContext): void {
  const type = reader.uint16("Extension type", extensionName);
  const at = extensions.push({ kind: "other", type, data: noBytes }) - 1;
  const read = readers[type] ?? readOther;
  const length = reader.uint16("Extension length");
  const data = reader.bytes.subarray(reader.offset, Math.min(reader.offset + length, reader.end));
  const error = reader.attempt("Extension data", length, (inner) => {
    extensions[at] = { type, data, ...read(inner, context) };
  });
  if (error !== undefined) extensions[at] = { kind: "malformed", type, data, error };
}

type ReadContents = (reader: Reader, context: ExtensionContext) => ExtensionContents;

const readers: Readonly<Record<number, ReadContents>> = {
  [extensionType.server_name]: readServerName,
  [extensionType.max_fragment_length](reader) {
    reader.uint8("Maximum fragment length", (code) => values.bytes(2 ** (8 + code)));
    return { kind: "other" };
  },
  [extensionType.status_request]: readStatusRequest,
  [extensionType.supported_groups]: (reader) => ({
    kind: "supported_groups",
    groups: readList16(reader, "Supported groups", "Group", groupName),
  }),
  [extensionType.ec_point_formats](reader) {
    readList8(reader, "EC point formats", "Format", pointFormat);
    return { kind: "other" };
  },
  [extensionType.signature_algorithms]: (reader) => ({
    kind: "signature_algorithms",
    schemes: readList16(reader, "Signature algorithms", "Signature scheme", schemeName),
  }),
  [extensionType.signature_algorithms_cert](reader) {
    readList16(reader, "Signature algorithms for certificates", "Signature scheme", schemeName);
    return { kind: "other" };
  },
  [extensionType.application_layer_protocol_negotiation]: (reader) => ({
    kind: "application_layer_protocol_negotiation",
    protocols: reader.list("Protocol list", 16, (list) => list.textVector("Protocol", 8)),
  }),
  [extensionType.record_size_limit]: (reader) => ({
    kind: "record_size_limit",
    limit: reader.uint16("Record size limit"),
  }),
  [extensionType.session_ticket]: (reader) => ({ kind: "session_ticket", ticket: reader.rest("Session ticket") }),
  [extensionType.key_share_old]: readKeyShare, // Its number up to draft 22 of TLS 1.3.
  [extensionType.key_share]: readKeyShare,
  [extensionType.pre_shared_key]: readPreSharedKey,
  [extensionType.early_data]: (reader) => ({
    kind: "early_data",
    maxSize: reader.left > 0 ? reader.uint32("Maximum early data size") : undefined,
  }),
  [extensionType.supported_versions]: readSupportedVersions,
  [extensionType.cookie]: (reader) => ({ kind: "cookie", cookie: reader.vector("Cookie", 16) }),
  [extensionType.psk_key_exchange_modes]: (reader) => ({
    kind: "psk_key_exchange_modes",
    modes: readList8(reader, "PSK key exchange modes", "Mode", pskMode),
  }),
  [extensionType.encrypted_client_hello]: readEncryptedClientHello,
  [extensionType.renegotiation_info]: (reader) => ({
    kind: "renegotiation_info",
    renegotiatedConnection: reader.vector("Renegotiated connection", 8),
  }),
};

function readOther(reader: Reader): ExtensionContents {
  reader.rest("Contents");
  return { kind: "other" };
}

function readServerName(reader: Reader): ExtensionContents {
  if (reader.left === 0) return { kind: "server_name", names: [] };
  const names = reader.list("Server name list", 16, (list) => ({
    type: list.uint8("Name type", nameType),
    name: list.textVector("Server name", 16),
  }));
  return { kind: "server_name", names };
}

/** The name of the server that a client asks for: the first host_name. Untrusted text. */
export function hostName(extensions: readonly Extension[] | undefined): string | undefined {
  return extensionOf(extensions, "server_name")?.names.find(({ type }) => type === nameType.host_name)?.name;
}

function readStatusRequest(reader: Reader, context: ExtensionContext): ExtensionContents {
  if (context !== "client_hello" || reader.left === 0) return readOther(reader);
  const type = reader.uint8("Status type", statusType);
  if (type !== statusType.ocsp) reader.rest("Request");
  else {
    reader.vector("Responder ids", 16);
    reader.vector("Request extensions", 16);
  }
  return { kind: "status_request", statusType: type };
}

function readPreSharedKey(reader: Reader, context: ExtensionContext): ExtensionContents {
  if (context !== "client_hello") return { kind: "selected_identity", index: reader.uint16("Selected identity") };
  const identities = reader.list("Identities", 16, (list) => ({
    identity: list.vector("Identity", 16),
    obfuscatedTicketAge: list.uint32("Obfuscated ticket age"),
  }));
  const binders = reader.list("Binders", 16, (list) => list.vector("Binder", 8));
  return { kind: "pre_shared_key", identities, binders };
}

function readSupportedVersions(reader: Reader, context: ExtensionContext): ExtensionContents {
  const versions =
    context === "client_hello"
      ? reader.list("Versions", 8, (list) => list.uint16("Version", versionName))
      : [reader.uint16("Selected version", versionName)];
  return { kind: "supported_versions", versions };
}

function readKeyShare(reader: Reader, context: ExtensionContext): ExtensionContents {
  if (context === "hello_retry_request") {
    return { kind: "selected_group", group: reader.uint16("Selected group", groupName) };
  }
  const readShare = (share: Reader): KeyShare => ({
    group: share.uint16("Group", groupName),
    keyExchange: share.vector("Key exchange", 16),
  });
  const shares = context === "client_hello" ? reader.list("Client shares", 16, readShare) : [readShare(reader)];
  return { kind: "key_share", shares };
}

function readEncryptedClientHello(reader: Reader, context: ExtensionContext): ExtensionContents {
  if (context !== "client_hello") return readOther(reader);
  const helloType = reader.uint8("Client hello type", clientHelloType);
  if (helloType === clientHelloType.outer) {
    reader.uint16("KDF");
    reader.uint16("AEAD");
    reader.uint8("Configuration id");
    reader.vector("Encapsulated key", 16);
    reader.vector("Encrypted inner hello", 16);
  }
  return { kind: "encrypted_client_hello", helloType };
}

function readList16(reader: Reader, label: string, item: string, name: (value: number) => string): number[] {
  if (reader.left === 0) return []; // Some servers answer a list with an empty extension.
  return reader.list(label, 16, (list) => list.uint16(item, name));
}

function readList8(reader: Reader, label: string, item: string, names: Names): number[] {
  return reader.list(label, 8, (list) => list.uint8(item, names));
}

/** RFC 6066 sections 3 and 8. */
const nameType = registry(1, { host_name: 0x00 });
export const statusType = registry(1, { ocsp: 0x01 });
/** RFC 8422 section 5.1.2. */
const pointFormat = registry(1, {
  uncompressed: 0x00,
  ansiX962_compressed_prime: 0x01,
  ansiX962_compressed_char2: 0x02,
});
/** RFC 8446 section 4.2.9. */
export const pskMode = registry(1, { psk_ke: 0x00, psk_dhe_ke: 0x01 });
/** RFC 9849 section 5. */
export const clientHelloType = registry(1, { outer: 0x00, inner: 0x01 });

const noBytes = new Uint8Array(0);
