import type { Reader } from "../../decode/reader.ts";
import { type Names, registry } from "../../decode/registry.ts";
import { extensionName, groupName, isGrease, schemeName, versionName } from "../names.ts";
import { extensionType } from "../registry/iana-names.ts";
import { statusType } from "./certificate.ts";
import { type MessageFacts, noteDetail } from "./message-facts.ts";

/** The message an extension stands in: some extensions have another form in each. */
export type ExtensionContext = "client_hello" | "server_hello" | "hello_retry_request" | "other";

type ReadExtension = (reader: Reader, facts: MessageFacts, context: ExtensionContext) => void;

/**
 * The extensions of a hello or another message, RFC 8446 section 4.2: type, length and contents each. What is read of them goes
 * into `facts` at once, so that it is kept where a later one is malformed. Extensions without a reader are named and skipped.
 */
export function readExtensions(reader: Reader, facts: MessageFacts, context: ExtensionContext): void {
  if (reader.left === 0) return; // Before RFC 3546 there were none, and they may still be left out.
  reader.block("Extensions", reader.uint16("Extensions length"), (extensions) =>
    extensions.many(() => {
      const type = (extensions.bytes[extensions.offset]! << 8) | (extensions.bytes[extensions.offset + 1] ?? 0);
      extensions.group(isGrease(type) ? "GREASE" : extensionName(type), () =>
        readExtension(extensions, facts, context),
      );
    }),
  );
}

function readExtension(reader: Reader, facts: MessageFacts, context: ExtensionContext): void {
  const type = reader.uint16("Extension type", extensionName);
  facts.extensions ??= [];
  facts.extensions.push(extensionName(type));
  const read = readers[type] ?? skipContents;
  reader.block("Extension data", reader.uint16("Extension length"), (data) => read(data, facts, context));
}

const readers: Readonly<Record<number, ReadExtension>> = {
  [extensionType.server_name]: readServerName,
  [extensionType.max_fragment_length]: (reader) =>
    reader.uint8("Maximum fragment length", (code) => `${2 ** (8 + code)} bytes`),
  [extensionType.status_request]: readStatusRequest,
  [extensionType.supported_groups]: (reader, facts) => {
    facts.groups = readList16(reader, "Supported groups", "Group", groupName);
  },
  [extensionType.ec_point_formats]: (reader) => readList8(reader, "EC point formats", "Format", pointFormat),
  [extensionType.signature_algorithms]: (reader, facts) => {
    facts.signatureAlgorithms = readList16(reader, "Signature algorithms", "Signature scheme", schemeName);
  },
  [extensionType.application_layer_protocol_negotiation]: readAlpn,
  [extensionType.record_size_limit]: (reader, facts) =>
    noteDetail(facts, "recordSizeLimit", reader.uint16("Record size limit")),
  [extensionType.session_ticket]: (reader, facts) => {
    noteDetail(facts, "sessionTicketLength", reader.left);
    reader.rest("Session ticket");
  },
  [extensionType.key_share_old]: readKeyShare, // Its number until draft 22 of TLS 1.3.
  [extensionType.pre_shared_key]: readPreSharedKey,
  [extensionType.early_data]: (reader, facts) => {
    if (reader.left > 0) noteDetail(facts, "maxEarlyDataSize", reader.uint32("Maximum early data size"));
    else noteDetail(facts, "earlyData", true);
  },
  [extensionType.supported_versions]: readSupportedVersions,
  [extensionType.cookie]: (reader, facts) => {
    noteDetail(facts, "cookieLength", reader.take("Cookie", reader.uint16("Cookie length")).length);
  },
  [extensionType.psk_key_exchange_modes]: (reader, facts) => {
    facts.pskModes = readList8(reader, "PSK key exchange modes", "Mode", pskMode);
  },
  [extensionType.signature_algorithms_cert]: (reader) =>
    readList16(reader, "Signature algorithms for certificates", "Signature scheme", schemeName),
  [extensionType.key_share]: readKeyShare,
  [extensionType.encrypted_client_hello]: readEncryptedClientHello,
  [extensionType.renegotiation_info]: (reader, facts) => {
    const verifyData = reader.take("Renegotiated connection", reader.uint8("Renegotiated connection length"));
    noteDetail(facts, "renegotiationInfo", verifyData.length === 0 ? "initial" : "renegotiation");
  },
};

const skipContents: ReadExtension = (reader) => {
  reader.rest("Contents");
};

/** RFC 6066 section 3. A server answers with an empty one. */
function readServerName(reader: Reader, facts: MessageFacts): void {
  if (reader.left === 0) return;
  reader.block("Server name list", reader.uint16("Server name list length"), (list) =>
    list.many(() => {
      const type = list.uint8("Name type", nameType);
      const name = list.text("Server name", list.uint16("Server name length"));
      if (type === 0) facts.serverName ??= name;
    }),
  );
}

/** RFC 6066 section 8: a client asks for the certificate's OCSP status. */
function readStatusRequest(reader: Reader, facts: MessageFacts, context: ExtensionContext): void {
  if (context !== "client_hello" || reader.left === 0) {
    reader.rest("Contents");
    return;
  }
  const type = reader.uint8("Status type", statusType);
  noteDetail(facts, "statusRequest", statusType.nameOf(type));
  if (type !== 1) {
    reader.rest("Request");
    return;
  }
  reader.take("Responder ids", reader.uint16("Responder ids length"));
  reader.take("Request extensions", reader.uint16("Request extensions length"));
}

/** RFC 7301 section 3.1: the protocols offered, or the one chosen. */
function readAlpn(reader: Reader, facts: MessageFacts): void {
  facts.alpn = reader.block("Protocol list", reader.uint16("Protocol list length"), (list) =>
    list.many(() => list.text("Protocol", list.uint8("Protocol length"))),
  );
}

/** RFC 8446 section 4.2.11: identities and binders from a client, the chosen index from a server. */
function readPreSharedKey(reader: Reader, facts: MessageFacts, context: ExtensionContext): void {
  if (context !== "client_hello") {
    noteDetail(facts, "pskSelected", reader.uint16("Selected identity"));
    return;
  }
  const identities = reader.block("Identities", reader.uint16("Identities length"), (list) =>
    list.many(() => {
      list.take("Identity", list.uint16("Identity length"));
      list.uint32("Obfuscated ticket age");
    }),
  );
  reader.block("Binders", reader.uint16("Binders length"), (list) =>
    list.many(() => list.take("Binder", list.uint8("Binder length"))),
  );
  noteDetail(facts, "pskIdentities", identities.length);
}

/** RFC 8446 section 4.2.1: a list from a client, one version from a server. */
function readSupportedVersions(reader: Reader, facts: MessageFacts, context: ExtensionContext): void {
  if (context !== "client_hello") {
    facts.version = versionName(reader.uint16("Selected version", versionName));
    return;
  }
  facts.versions = reader.block("Versions", reader.uint8("Versions length"), (list) =>
    list.many(() => versionName(list.uint16("Version", versionName))),
  );
}

/** RFC 8446 section 4.2.8: shares from a client, one from a server, only a group in a HelloRetryRequest. */
function readKeyShare(reader: Reader, facts: MessageFacts, context: ExtensionContext): void {
  if (context === "hello_retry_request") {
    facts.group = groupName(reader.uint16("Selected group", groupName));
    return;
  }
  const readShare = (share: Reader): string => {
    const group = groupName(share.uint16("Group", groupName));
    share.take("Key exchange", share.uint16("Key exchange length"));
    return group;
  };
  if (context === "server_hello") facts.group = readShare(reader);
  else {
    facts.keyShares = reader.block("Client shares", reader.uint16("Client shares length"), (list) =>
      list.many(readShare),
    );
  }
}

/** RFC 9849 section 5: the outer hello hides the inner one. */
function readEncryptedClientHello(reader: Reader, facts: MessageFacts, context: ExtensionContext): void {
  if (context !== "client_hello") {
    reader.rest("Contents");
    return;
  }
  const type = reader.uint8("Client hello type", clientHelloType);
  noteDetail(facts, "encryptedClientHello", type === 0 ? "outer" : "inner");
  if (type !== 0) return;
  reader.uint16("KDF");
  reader.uint16("AEAD");
  reader.uint8("Configuration id");
  reader.take("Encapsulated key", reader.uint16("Encapsulated key length"));
  reader.take("Encrypted inner hello", reader.uint16("Encrypted inner hello length"));
}

/** RFC 6066 section 3, RFC 8422 section 5.1.2, RFC 8446 section 4.2.9, RFC 9849 section 5. */
const nameType = registry(1, { host_name: 0x00 });
const pointFormat = registry(1, {
  uncompressed: 0x00,
  ansiX962_compressed_prime: 0x01,
  ansiX962_compressed_char2: 0x02,
});
const pskMode = registry(1, { psk_ke: 0x00, psk_dhe_ke: 0x01 });
const clientHelloType = registry(1, { outer: 0x00, inner: 0x01 });

function readList16(reader: Reader, label: string, item: string, name: (value: number) => string): string[] {
  if (reader.left === 0) return []; // Some servers answer a list with an empty extension.
  return reader.block(label, reader.uint16(`${label} length`), (list) =>
    list.many(() => name(list.uint16(item, name))),
  );
}

function readList8(reader: Reader, label: string, item: string, names: Names): string[] {
  return reader.block(label, reader.uint8(`${label} length`), (list) =>
    list.many(() => names.nameOf(list.uint8(item, names))),
  );
}
