import type { DecodeError } from "../../decode/reader.ts";

/**
 * One extension of a hello or another message, RFC 8446 section 4.2: its type, its bytes, and their meaning if it is
 * known.
 */
export type Extension = { readonly type: number; readonly data: Uint8Array } & ExtensionContents;

/** Numbers are as on the wire. */
export type ExtensionContents =
  /** RFC 6066 section 3. A server answers with an empty one. */
  | { readonly kind: "server_name"; readonly names: readonly ServerName[] }
  /** RFC 6066 section 8. A server answers with an empty one. */
  | { readonly kind: "status_request"; readonly statusType: number }
  /** RFC 8446 section 4.2.7. */
  | { readonly kind: "supported_groups"; readonly groups: readonly number[] }
  /** RFC 8446 section 4.2.3. */
  | { readonly kind: "signature_algorithms"; readonly schemes: readonly number[] }
  /** RFC 7301 section 3.1: the protocols offered, or the one chosen. */
  | { readonly kind: "application_layer_protocol_negotiation"; readonly protocols: readonly string[] }
  /** RFC 8449 section 4. */
  | { readonly kind: "record_size_limit"; readonly limit: number }
  /** RFC 5077 section 3.2. */
  | { readonly kind: "session_ticket"; readonly ticket: Uint8Array }
  /** RFC 8446 section 4.2.11: the client's offers, or the index of the one that the server took, from 0. */
  | {
      readonly kind: "pre_shared_key";
      readonly identities: readonly PskIdentity[];
      readonly binders: readonly Uint8Array[];
    }
  | { readonly kind: "selected_identity"; readonly index: number }
  /** RFC 8446 section 4.2.10: in a ticket, how many bytes may be sent early. */
  | { readonly kind: "early_data"; readonly maxSize: number | undefined }
  /** RFC 8446 section 4.2.1: a list from a client, one version from a server. */
  | { readonly kind: "supported_versions"; readonly versions: readonly number[] }
  /** RFC 8446 section 4.2.2. */
  | { readonly kind: "cookie"; readonly cookie: Uint8Array }
  /** RFC 8446 section 4.2.9. */
  | { readonly kind: "psk_key_exchange_modes"; readonly modes: readonly number[] }
  /** RFC 8446 section 4.2.8: shares from a client, one from a server; a HelloRetryRequest names only a group. */
  | { readonly kind: "key_share"; readonly shares: readonly KeyShare[] }
  | { readonly kind: "selected_group"; readonly group: number }
  /** RFC 9849 section 5: 0 is the outer hello, which hides the inner one. */
  | { readonly kind: "encrypted_client_hello"; readonly helloType: number }
  /** RFC 5746 section 3.2: empty in a first handshake. */
  | { readonly kind: "renegotiation_info"; readonly renegotiatedConnection: Uint8Array }
  /** An extension from which this lab takes no facts. */
  | { readonly kind: "other" }
  /** An extension whose contents do not have the form of its type. */
  | { readonly kind: "malformed"; readonly error: DecodeError };

export interface ServerName {
  readonly type: number;
  readonly name: string;
}

export interface PskIdentity {
  readonly identity: Uint8Array;
  readonly obfuscatedTicketAge: number;
}

export interface KeyShare {
  readonly group: number;
  readonly keyExchange: Uint8Array;
}

/** The first extension of this kind. */
export function extensionOf<Kind extends ExtensionContents["kind"]>(
  extensions: readonly Extension[] | undefined,
  kind: Kind,
): Extract<Extension, { kind: Kind }> | undefined {
  return extensions?.find((one): one is Extract<Extension, { kind: Kind }> => one.kind === kind);
}
