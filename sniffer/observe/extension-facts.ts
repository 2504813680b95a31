import type { CertificateFacts } from "../wire/tls/certificate-facts.ts";
import type { Extension } from "../wire/tls/messages/extension.ts";
import { clientHelloType, hostName, pskMode, statusType } from "../wire/tls/messages/extensions.ts";
import type { TlsMessage } from "../wire/tls/messages/message.ts";
import { extensionName, groupName, schemeName, versionName } from "../wire/tls/names.ts";

type Detail = string | number | boolean | readonly string[];

/**
 * The facts of a message, under the keys of docs/observations.md, with names instead of numbers. Texts are untrusted.
 */
export interface MessageFacts {
  serverName?: string;
  alpn?: readonly string[];
  /** A client's legacy_version, or a server's choice. */
  version?: string;
  versions?: readonly string[];
  suites?: readonly string[];
  suite?: string;
  random?: string;
  sessionId?: string;
  compression?: readonly string[];
  extensions?: readonly string[];
  ja4?: string;
  ja4AsPrinted?: string;
  groups?: readonly string[];
  group?: string;
  keyShares?: readonly string[];
  signatureAlgorithms?: readonly string[];
  pskModes?: readonly string[];
  certificates?: readonly CertificateFacts[];
  /** Facts without a key of their own. */
  details?: Record<string, Detail>;
}

/** Adds the facts of a message's extensions. */
export function extensionFacts(
  { kind, extensions }: { readonly kind: TlsMessage["kind"]; readonly extensions?: readonly Extension[] },
  facts: MessageFacts,
): void {
  if (extensions === undefined) return;
  facts.extensions = extensions.map(({ type }) => extensionName(type));
  for (const extension of extensions) {
    const read = readers[extension.kind] as ReadExtension<Extension> | undefined;
    read?.(extension, facts, kind === "client_hello");
  }
}

/** `isOffer`: true for a client, which offers many; a server chooses one. */
type ReadExtension<Of> = (extension: Of, facts: MessageFacts, isOffer: boolean) => void;

const readers: {
  readonly [Kind in Extension["kind"]]?: ReadExtension<Extract<Extension, { readonly kind: Kind }>>;
} = {
  server_name(extension, facts) {
    const name = hostName([extension]);
    if (name !== undefined) facts.serverName ??= name;
  },
  supported_groups({ groups }, facts) {
    facts.groups = groups.map(groupName);
  },
  signature_algorithms({ schemes }, facts) {
    facts.signatureAlgorithms = schemes.map(schemeName);
  },
  application_layer_protocol_negotiation({ protocols }, facts) {
    facts.alpn = protocols;
  },
  psk_key_exchange_modes({ modes }, facts) {
    facts.pskModes = modes.map(pskMode.nameOf);
  },
  supported_versions({ versions }, facts, isOffer) {
    if (isOffer) facts.versions = versions.map(versionName);
  },
  key_share({ shares }, facts, isOffer) {
    const groups = shares.map(({ group }) => groupName(group));
    if (isOffer) facts.keyShares = groups;
    else facts.group = groups[0]!;
  },
  selected_group({ group }, facts) {
    facts.group = groupName(group);
  },
  status_request: ({ statusType: type }, facts) => addDetail(facts, "statusRequest", statusType.nameOf(type)),
  record_size_limit: ({ limit }, facts) => addDetail(facts, "recordSizeLimit", limit),
  session_ticket: ({ ticket }, facts) => addDetail(facts, "sessionTicketLength", ticket.length),
  pre_shared_key: ({ identities }, facts) => addDetail(facts, "pskIdentities", identities.length),
  selected_identity: ({ index }, facts) => addDetail(facts, "pskSelected", index),
  early_data({ maxSize }, facts) {
    if (maxSize === undefined) addDetail(facts, "earlyData", true);
    else addDetail(facts, "maxEarlyDataSize", maxSize);
  },
  cookie: ({ cookie }, facts) => addDetail(facts, "cookieLength", cookie.length),
  encrypted_client_hello: ({ helloType }, facts) =>
    addDetail(facts, "encryptedClientHello", clientHelloType.nameOf(helloType)),
  renegotiation_info({ renegotiatedConnection }, facts) {
    addDetail(facts, "renegotiationInfo", renegotiatedConnection.length === 0 ? "initial" : "renegotiation");
  },
};

/** Adds a fact without a key of its own. */
export function addDetail(facts: MessageFacts, name: string, value: Detail | undefined): void {
  if (value === undefined) return;
  facts.details ??= {};
  facts.details[name] = value;
}
