import type { Writable } from "../wire/decode/writable.ts";
import type { Extension } from "../wire/tls/messages/extension.ts";
import { clientHelloType, hostName, pskMode, statusType } from "../wire/tls/messages/extensions.ts";
import type { TlsMessage } from "../wire/tls/messages/message.ts";
import { extensionName, groupName, schemeName, versionName } from "../wire/tls/names.ts";
import type { MessageFacts } from "./observation.ts";

export type WritableFacts = Writable<MessageFacts>;

/** Adds the facts of a message's extensions. */
export function extensionFacts(
  { kind, extensions }: { readonly kind: TlsMessage["kind"]; readonly extensions?: readonly Extension[] },
  facts: WritableFacts,
): void {
  if (extensions === undefined) return;
  facts.extensions = extensions.map(({ type }) => extensionName(type));
  for (const extension of extensions) {
    const read = readers[extension.kind] as ReadExtension<Extension> | undefined;
    read?.(extension, facts, kind === "client_hello");
  }
}

/** `isOffer`: true for a client, which offers many; a server chooses one. */
type ReadExtension<Of> = (extension: Of, facts: WritableFacts, isOffer: boolean) => void;

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
export function addDetail(
  facts: WritableFacts,
  name: string,
  value: NonNullable<MessageFacts["details"]>[string] | undefined,
): void {
  if (value === undefined) return;
  facts.details = { ...facts.details, [name]: value };
}
