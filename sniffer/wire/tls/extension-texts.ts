import type { FieldWords } from "../decode/field-texts.ts";

const tls13 = (section: string) => `RFC 8446 section ${section}`;

/** The purpose of extensions, by their IANA name. */
export const extensionWords: Readonly<Record<string, FieldWords>> = {
  server_name: {
    what: "The name of the server that the client wants (SNI).",
    why: "An eavesdropper can read it, and knows which server you visit.",
    source: "RFC 6066 section 3",
  },
  supported_versions: { what: "Here the client and the server really agree on TLS 1.3.", source: tls13("4.2.1") },
  key_share: { what: "Public halves of the key exchange.", source: tls13("4.2.8") },
  supported_groups: { what: "Curves and groups for the key exchange.", source: tls13("4.2.7") },
  signature_algorithms: { what: "Signatures that the sender can verify.", source: tls13("4.2.3") },
  application_layer_protocol_negotiation: {
    what: "The protocol inside TLS (ALPN).",
    source: "RFC 7301 section 3.1",
  },
  pre_shared_key: {
    what: "A key that both sides have already, mostly from an earlier connection.",
    source: tls13("4.2.11"),
  },
  psk_key_exchange_modes: { what: "How the client can use a pre-shared key.", source: tls13("4.2.9") },
  session_ticket: { what: "A ticket, to connect faster next time.", source: "RFC 5077 section 3.2" },
  extended_master_secret: { what: "Binds the keys to this handshake.", source: "RFC 7627 section 5.1" },
  encrypt_then_mac: { what: "Encrypt first, then compute the MAC.", source: "RFC 7366" },
  renegotiation_info: { what: "Binds a new handshake to the one before it.", source: "RFC 5746 section 3.2" },
  status_request: {
    what: "Asks for a statement about whether the certificate was revoked.",
    source: "RFC 6066 section 8",
  },
  ec_point_formats: { what: "How points of a curve are written.", source: "RFC 8422 section 5.1.2" },
  early_data: { what: "Data that the client sends before the handshake ends.", source: tls13("4.2.10") },
  cookie: { what: "Bytes from the server that the client must send back.", source: tls13("4.2.2") },
  padding: {
    what: "Zeros that make the hello longer, because some servers fail with certain lengths.",
    source: "RFC 7685",
  },
  encrypted_client_hello: { what: "The real hello, with the server's name, encrypted.", source: "RFC 9849" },
  GREASE: {
    what: "A value without a meaning, on purpose.",
    why: "Servers must ignore unknown values. Clients send such values to find servers that do not.",
    source: "RFC 8701 section 2",
  },
};

/** The text for all other extensions. */
export const otherWords = {
  extension: (name: string): FieldWords => ({
    what: `An extension of the hello: ${name}.`,
    source: 'IANA "TLS ExtensionType Values"',
  }),
  message: {
    what: "A handshake message that the lab does not decode.",
    source: 'IANA "TLS HandshakeType"',
  } satisfies FieldWords,
  length: (part: string): FieldWords => ({
    what: `The number of bytes of the next field, "${part}".`,
    why: "It shows where that field ends.",
  }),
} as const;
