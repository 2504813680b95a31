import type { FieldWords } from "../decode/texts.ts";

const tls13 = (section: string) => `RFC 8446 section ${section}`;
const tls12 = (section: string) => `RFC 5246 section ${section}`;

/** What the bytes of a field mean, where that is more than a name. */
export const values = {
  draft: (version: string, number: number) => `${version} draft ${number}`,
  grease: (number: string) => `GREASE (${number})`,
  ssl2Suite: (number: string) => `SSL2 ${number}`,
  ja4: (fingerprint: string) => `which program? JA4 ${fingerprint}`,
  unreadable: (bytes: string) => `${bytes}, unreadable without the key`,
} as const;

/** TLS, by the label of the field; "Parent/Label" where one label means two things. */
export const tlsWords: Readonly<Record<string, FieldWords>> = {
  "TLS record": {
    what: "The envelope in which TLS sends everything: five bytes that anyone can read, then the fragment.",
    why: "An eavesdropper sees how many records there are, when, and how long; with encryption, not what they say.",
    source: tls13("5.1"),
  },
  "Content type": {
    what: "What the record holds: 22 handshake, 23 application_data, 21 alert, 20 change_cipher_spec.",
    why: "In TLS 1.3 everything encrypted is called application_data, so that even the kind stays hidden.",
    source: tls13("5.1"),
  },
  "Record version": {
    what: "The version as the record says it.",
    why: "TLS 1.3 writes TLS 1.2 here, for old machines on the way. The real version is agreed on in the hellos.",
    source: tls13("5.1"),
  },
  "Record length": {
    what: "Bytes of the fragment that follows.",
    why: "It is always readable: it shows an eavesdropper about how long a message is.",
    source: tls13("5.1"),
  },
  Fragment: { what: "What the record carries, here in the clear.", source: tls13("5.1") },
  "Encrypted fragment": {
    what: "Ciphertext: the content, its true type and a proof that nobody changed it.",
    why: "Without the session's key these bytes look random. This is what TLS is for.",
    source: tls13("5.2"),
  },
  "Part of the fragment": {
    what: "The beginning of the fragment; the rest is in later packets.",
    source: tls13("5.1"),
  },
  "Part of a handshake message": {
    what: "A piece of a message that spans several records.",
    source: tls13("5.1"),
  },
  "Application data in the clear": {
    what: "Content that the suite chosen protects from change and does not encrypt: anyone can read it.",
    source: tls12("6.2.3.1"),
  },
  "Change cipher spec": {
    what: "One byte, 1: from here on this side encrypts.",
    why: "TLS 1.3 sends it only to look like TLS 1.2 to old machines on the way; there it means nothing.",
    source: `${tls12("7.1")}, ${tls13("D.4")}`,
  },
  Alert: {
    what: "A warning, an error, or the end of the connection.",
    source: tls13("6"),
  },
  Level: { what: "1 warning, 2 fatal: the connection ends.", source: tls13("6") },
  Description: { what: "What is wrong; close_notify only says goodbye.", source: tls13("6.2") },
  "Handshake message": {
    what: "One step of the handshake, in which both sides agree on keys.",
    source: tls13("4"),
  },
  "Message type": { what: "Which step of the handshake this is.", source: tls13("4") },
  "Handshake message/Length": { what: "Bytes of the message after these four.", source: tls13("4") },
  client_hello: {
    what: "The client begins: what it can do, and half of a key exchange.",
    why: "It is readable by everyone: no key exists yet. Which program is it? JA4 is a short name for what it offers; two hellos with the same one come from the same program, or from the same library.",
    source: `${tls13("4.1.2")}, JA4 by FoxIO`,
  },
  server_hello: {
    what: "The server answers: what it chose, and its half of the key exchange.",
    why: "After this one, TLS 1.3 encrypts everything.",
    source: tls13("4.1.3"),
  },
  hello_request: { what: "The server asks for a new handshake.", source: tls12("7.4.1.1") },
  hello_retry_request: { what: "The server asks for another hello.", source: tls13("4.1.4") },
  new_session_ticket: {
    what: "A ticket with which the client can return faster.",
    source: "RFC 5077 section 3.3",
  },
  certificate: {
    what: "The sender's certificate, then those of its issuers.",
    why: "Up to TLS 1.2 an eavesdropper reads them; TLS 1.3 hides them.",
    source: tls12("7.4.2"),
  },
  server_key_exchange: { what: "The server's half of the key exchange, signed.", source: tls12("7.4.3") },
  certificate_request: { what: "The server asks the client for a certificate.", source: tls12("7.4.4") },
  server_hello_done: { what: "The server has ended its part of the hello.", source: tls12("7.4.5") },
  certificate_verify: {
    what: "A signature that proves that the sender has the certificate's private key.",
    source: tls12("7.4.8"),
  },
  client_key_exchange: { what: "The client's half of the key exchange.", source: tls12("7.4.7") },
  finished: {
    what: "A check value over the whole handshake: it proves that nobody changed it on the way.",
    source: tls12("7.4.9"),
  },
  certificate_status: { what: "A fresh statement that the certificate was not revoked.", source: "RFC 6066 section 8" },
  "Legacy version": {
    what: "The version in the old place. TLS 1.3 writes 1.2 here and the truth in supported_versions.",
    why: "Old servers closed the connection when they saw a number that they did not know.",
    source: tls13("4.1.2"),
  },
  "Server version": { what: "The version the server chose.", source: tls13("4.1.4") },
  Random: {
    what: "32 random bytes, fresh for each connection.",
    why: "So that a recorded handshake cannot be played again.",
    source: tls13("4.1.2"),
  },
  "Session id": {
    what: "A name for a session to return to.",
    why: "TLS 1.3 fills it with random bytes, to look like TLS 1.2.",
    source: tls13("4.1.2"),
  },
  "Cipher suites": {
    what: "The ciphers the client can use, its favourite first.",
    why: "The list is a fingerprint: it tells which program speaks.",
    source: tls13("4.1.2"),
  },
  "Cipher suite": {
    what: "A cipher and a hash; up to TLS 1.2 also how keys are exchanged and signed.",
    source: `${tls13("B.4")}, IANA`,
  },
  "Compression methods": {
    what: "Ways of compressing. Only 0, none, is still allowed.",
    why: "Compression before encryption lets an attacker guess secrets by length.",
    source: tls13("4.1.2"),
  },
  "Compression method": { what: "0 means none.", source: tls13("4.1.2") },
  Extensions: { what: "Everything newer than the first versions of the hello.", source: tls13("4.2") },
  "Extension type": { what: "Which extension this is.", source: tls13("4.2") },
  "Extension length": { what: "Bytes of the extension's data.", source: tls13("4.2") },
  "Extension data": { what: "What the extension says.", source: tls13("4.2") },
  "Server name list": { what: "The names asked for; always one.", source: "RFC 6066 section 3" },
  "Name type": { what: "0: a host name.", source: "RFC 6066 section 3" },
  "Server name": {
    what: "The name of the server that the client wants (SNI).",
    why: "So that one address can serve many names. It is readable: an eavesdropper knows whom you visit.",
    source: "RFC 6066 section 3",
  },
  "Status type": { what: "1: OCSP.", source: "RFC 6066 section 8" },
  "Responder ids": { what: "Whose answer the client trusts; mostly empty.", source: "RFC 6066 section 8" },
  "Request extensions": { what: "Additions to the request; mostly empty.", source: "RFC 6066 section 8" },
  Request: { what: "A request of a kind unknown here.", source: "RFC 6066 section 8" },
  "OCSP response": { what: "The issuer's signed statement.", source: "RFC 6066 section 8" },
  "Response length": { what: "Bytes of the statement.", source: "RFC 6066 section 8" },
  Response: { what: "A statement of a kind unknown here.", source: "RFC 6066 section 8" },
  "Maximum fragment length": { what: "Smaller records, for small machines.", source: "RFC 6066 section 4" },
  "Supported groups": { what: "Curves and groups for the key exchange.", source: tls13("4.2.7") },
  Group: { what: "A curve or a group of numbers for the key exchange.", source: tls13("4.2.7") },
  "EC point formats": { what: "How points of a curve are written.", source: "RFC 8422 section 5.1.2" },
  Format: { what: "0: uncompressed.", source: "RFC 8422 section 5.1.2" },
  "Signature algorithms": { what: "Signatures that the sender can check.", source: tls13("4.2.3") },
  "Signature algorithms for certificates": {
    what: "Signatures that the sender can check in certificates.",
    source: tls13("4.2.3"),
  },
  "Signature scheme": { what: "A way to sign: key, padding, hash.", source: tls13("4.2.3") },
  "Protocol list": {
    what: "What will be spoken inside TLS (ALPN): a list from the client, one from the server.",
    why: "The client's list is readable; TLS 1.3 hides the server's choice.",
    source: "RFC 7301 section 3.1",
  },
  "Protocol list/Protocol": { what: "A protocol to be spoken inside TLS.", source: "RFC 7301 section 3.1" },
  "Record size limit": { what: "The longest record the sender takes.", source: "RFC 8449 section 4" },
  "Session ticket": { what: "A ticket from an earlier visit; empty asks for one.", source: "RFC 5077 section 3.2" },
  Identities: { what: "Keys from earlier visits that the client offers.", source: tls13("4.2.11") },
  Identity: { what: "The ticket that names such a key.", source: tls13("4.2.11") },
  "Obfuscated ticket age": {
    what: "How old the ticket is, with a secret number added.",
    why: "So that two visits cannot be linked by it.",
    source: tls13("4.2.11.1"),
  },
  Binders: { what: "Proofs that the client has those keys.", source: tls13("4.2.11.2") },
  Binder: { what: "One such proof.", source: tls13("4.2.11.2") },
  "Selected identity": { what: "Which of them the server took, counted from 0.", source: tls13("4.2.11") },
  "Maximum early data size": { what: "Bytes that may be sent before the handshake ends.", source: tls13("4.6.1") },
  Versions: {
    what: "The versions the client can speak, its favourite first.",
    why: "This is where TLS 1.3 is really offered.",
    source: tls13("4.2.1"),
  },
  "Versions/Version": { what: "A version the client can speak.", source: tls13("4.2.1") },
  "Selected version": { what: "The version the server chose: the true one.", source: tls13("4.2.1") },
  Cookie: { what: "Bytes of the server that the client must send back.", source: tls13("4.2.2") },
  "PSK key exchange modes": { what: "How an earlier key may be used again.", source: tls13("4.2.9") },
  Mode: { what: "psk_dhe_ke adds a fresh key exchange.", source: tls13("4.2.9") },
  "Client shares": {
    what: "The client's halves of the key exchange, one for each group it expects.",
    why: "Both halves are public. Only who made one of them can compute the key.",
    source: tls13("4.2.8"),
  },
  "Key exchange": {
    what: "One side's public half of the key exchange.",
    why: "An eavesdropper sees both halves and still cannot compute the key.",
    source: tls13("4.2.8"),
  },
  "Selected group": { what: "The group for which the server wants a share.", source: tls13("4.2.8") },
  "Client hello type": { what: "Outer: it hides the true hello inside.", source: "RFC 9849 section 5" },
  KDF: { what: "How the key is derived.", source: "RFC 9849 section 5" },
  AEAD: { what: "The cipher.", source: "RFC 9849 section 5" },
  "Configuration id": { what: "Which of the server's keys is used.", source: "RFC 9849 section 5" },
  "Encapsulated key": { what: "The client's half of the key exchange.", source: "RFC 9849 section 5" },
  "Encrypted inner hello": {
    what: "The true hello, with the true server name, encrypted.",
    source: "RFC 9849 section 5",
  },
  "Renegotiated connection": { what: "Empty in a first handshake.", source: "RFC 5746 section 3.2" },
  "Certificate list": { what: "The sender's certificate, then its issuers'.", source: tls12("7.4.2") },
  Certificate: {
    what: "An X.509 certificate: a name, a public key, and an issuer's signature over both.",
    source: "RFC 5280 section 4.1",
  },
  "PSK identity hint": { what: "A hint which shared key to use.", source: "RFC 4279 section 2" },
  "Curve type": { what: "3: a curve with a name.", source: "RFC 8422 section 5.4" },
  "Named curve": { what: "The curve of the key exchange.", source: "RFC 8422 section 5.4" },
  "Public key": { what: "The server's public half of the key exchange.", source: "RFC 8422 section 5.4" },
  "Prime p": { what: "The prime of the Diffie-Hellman group.", source: tls12("7.4.3") },
  "Generator g": { what: "The generator of the Diffie-Hellman group.", source: tls12("7.4.3") },
  Parameters: { what: "Parameters of a key exchange that this lab does not take apart.", source: tls12("7.4.3") },
  Signature: {
    what: "The signature, made with the certificate's private key.",
    why: "It proves that this half of the key exchange came from the certificate's owner, and not from someone in the middle.",
    source: tls12("7.4.3"),
  },
  "Key exchange data": { what: "The client's half; its form depends on the suite.", source: tls12("7.4.7") },
  "Certificate types": { what: "Kinds of certificates the server takes.", source: tls12("7.4.4") },
  "Certificate type": { what: "One such kind.", source: tls12("7.4.4") },
  "Certificate authorities": { what: "Issuers the server trusts.", source: tls12("7.4.4") },
  "Distinguished name": { what: "An issuer's name.", source: tls12("7.4.4") },
  "Lifetime hint": { what: "How long the ticket is of use.", source: "RFC 5077 section 3.3" },
  Ticket: { what: "The ticket: encrypted by the server for itself.", source: "RFC 5077 section 3.3" },
  "Verify data": { what: "The check value over the handshake.", source: tls12("7.4.9") },
  "SSL 2.0 record": {
    what: "The oldest form of a hello, sent by clients that could also speak SSL 2.0.",
    source: tls12("E.2"),
  },
  Version: { what: "The newest version the client can speak.", source: tls12("E.2") },
  "Cipher specs": { what: "The ciphers the client can use.", source: tls12("E.2") },
  "Cipher spec": { what: "A cipher, three bytes.", source: tls12("E.2") },
  Challenge: { what: "The client's random bytes.", source: tls12("E.2") },
  Line: {
    what: "One line that someone wrote. Everyone on the way can read it.",
    why: "Nothing encrypts it: this is the plain text of the lesson.",
  },
  Text: { what: "The words themselves.", why: "Anyone who sees this packet can read them." },
  "Line end": { what: "LF (0a), or CR LF (0d 0a): the line ends here." },
};

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
