import type { FieldWords } from "../decode/field-texts.ts";

const tls13 = (section: string) => `RFC 8446 section ${section}`;

/** What single extensions are for, by their IANA name. */
export const extensionWords: Readonly<Record<string, FieldWords>> = {
  server_name: {
    what: "The name of the server that the client wants (SNI).",
    why: "It is readable: an eavesdropper knows whom you visit.",
    source: "RFC 6066 section 3",
  },
  supported_versions: { what: "Where TLS 1.3 is really offered and chosen.", source: tls13("4.2.1") },
  key_share: { what: "Halves of the key exchange.", source: tls13("4.2.8") },
  supported_groups: { what: "Curves and groups for the key exchange.", source: tls13("4.2.7") },
  signature_algorithms: { what: "Signatures that the sender can check.", source: tls13("4.2.3") },
  application_layer_protocol_negotiation: {
    what: "What will be spoken inside TLS (ALPN).",
    source: "RFC 7301 section 3.1",
  },
  pre_shared_key: { what: "A key from an earlier visit.", source: tls13("4.2.11") },
  psk_key_exchange_modes: { what: "How an earlier key may be used again.", source: tls13("4.2.9") },
  session_ticket: { what: "A ticket with which to return faster.", source: "RFC 5077 section 3.2" },
  extended_master_secret: { what: "Ties the keys to this very handshake.", source: "RFC 7627 section 5.1" },
  encrypt_then_mac: { what: "Encrypt first, then add the proof.", source: "RFC 7366" },
  renegotiation_info: { what: "Ties a new handshake to the old one.", source: "RFC 5746 section 3.2" },
  status_request: { what: "Asks for a statement that the certificate was not revoked.", source: "RFC 6066 section 8" },
  ec_point_formats: { what: "How points of a curve are written.", source: "RFC 8422 section 5.1.2" },
  early_data: { what: "Data before the handshake ends.", source: tls13("4.2.10") },
  cookie: { what: "Bytes of the server to send back.", source: tls13("4.2.2") },
  padding: { what: "Filling, to hide how long the hello is.", source: "RFC 7685" },
  encrypted_client_hello: { what: "Hides the true hello, with the server's name.", source: "RFC 9849" },
  GREASE: {
    what: "Means nothing on purpose.",
    why: "Clients send such values so that servers learn to skip what they do not know.",
    source: "RFC 8701 section 2",
  },
};

/** What has no words of its own. */
export const otherWords = {
  extension: (name: string): FieldWords => ({
    what: `An extension of the hello: ${name}.`,
    source: 'IANA "TLS ExtensionType Values"',
  }),
  message: {
    what: "A handshake message that this lab does not take apart.",
    source: 'IANA "TLS HandshakeType"',
  } satisfies FieldWords,
  length: (part: string): FieldWords => ({
    what: `How many bytes the field "${part}" has, which follows.`,
    why: "It tells where the next field begins.",
  }),
} as const;
