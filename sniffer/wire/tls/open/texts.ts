import type { FieldWords } from "../../decode/field-texts.ts";

const tls13 = (section: string) => `RFC 8446 section ${section}`;
const tls12 = (section: string) => `RFC 5246 section ${section}`;

/** The steps of opening a record with a key, by the label of the field. */
export const openingWords: Readonly<Record<string, FieldWords>> = {
  "1 Secret": {
    what: "One of the two ends wrote this secret into a key log. Nobody else on the path has it.",
    why: "Everything below is computed from it. TLS was not broken: without this line the record stays closed.",
    source: "RFC 9850 section 2",
  },
  Secret: { what: "The traffic secret of one direction.", source: tls13("7.1") },
  "2 Key and IV": {
    what: "HKDF makes the key and the IV of this direction from the secret, with the labels key and iv.",
    why: "One secret gives several keys. None of the keys reveals anything about the secret.",
    source: tls13("7.3"),
  },
  "1 Master secret": {
    what: "The one secret of the whole session, for both directions.",
    why: "It comes from a key log, or is computed from the premaster secret.",
    source: tls12("8.1"),
  },
  "Master secret": { what: "48 bytes that both ends know.", source: tls12("8.1") },
  "2 Key block": {
    what: "The PRF expands the master secret and both randoms. The result is cut into the keys of both directions.",
    source: tls12("6.3"),
  },
  Key: { what: "The cipher's key for this direction.", source: tls13("7.3") },
  "MAC key": { what: "The key with which records of this direction are authenticated.", source: tls12("6.3") },
  IV: { what: "Made with the key. Each record's nonce begins with it or is mixed with it.", source: tls13("5.3") },
  "3 Nonce": {
    what: "A number that is different for every record under one key.",
    why: "If a nonce were used twice, the cipher would reveal what both records have in common.",
    source: tls13("5.3"),
  },
  "Sequence number": {
    what: "Records are counted from 0, for each direction and key. The number itself is not sent.",
    why: "If someone repeats, removes or moves a record, the number is different and the tag does not match.",
    source: tls13("5.3"),
  },
  Nonce: { what: "The nonce that the cipher gets for this record.", source: tls13("5.3") },
  "3 IV": {
    what: "The first block is mixed with it. Each later block is mixed with the block of ciphertext before it (CBC).",
    source: tls12("6.2.3.2"),
  },
  "Record IV": {
    what: "Since TLS 1.1 the record contains it. In TLS 1.0 it is the last block of the previous record.",
    source: tls12("6.2.3.2"),
  },
  "3 Keystream": {
    what: "A stream cipher continues from record to record. Its position is the number of bytes before this record.",
    source: tls12("6.2.3.1"),
  },
  "4 Open": {
    what: "The cipher decrypts, and checks that nobody changed the record. The lab shows the content only after this check.",
    why: "If one bit of the record, the key or the number is wrong, the check fails and the cipher gives no text.",
    source: tls13("5.2"),
  },
  "Additional data": {
    what: "It is not encrypted, but the tag protects it, too: the header of the record.",
    why: "TLS 1.2 takes the sequence number, type, version and length instead.",
    source: tls13("5.2"),
  },
  Ciphertext: { what: "The encrypted bytes, which everyone on the path sees.", source: tls13("5.2") },
  Tag: {
    what: "The authentication tag of the ciphertext and the additional data, made with the key.",
    why: "Only someone with the key can make a tag that matches.",
    source: tls13("5.2"),
  },
  "MAC header": {
    what: "Sequence number, type, version and length: the MAC protects them together with the content.",
    source: tls12("6.2.3.1"),
  },
  MAC: { what: "The proof that nobody changed the record, made with the MAC key.", source: tls12("6.2.3.1") },
  "5 Content": {
    what: "What the sender put into the record.",
    why: "TLS 1.3 hides the true content type and padding inside. This step removes both.",
    source: tls13("5.4"),
  },
  "Inner content type": {
    what: "The true content type. Outside, the record says application_data.",
    source: tls13("5.2"),
  },
  "5 Content/Padding": {
    what: "Zeros after the content type. They hide the length of the content.",
    source: tls13("5.4"),
  },
  "Block padding": {
    what: "Bytes that fill the last block. The last byte is the number of bytes before it, and all of them have this value.",
    source: tls12("6.2.3.2"),
  },
  "Compression algorithm": { what: "How the Certificate message is compressed.", source: "RFC 8879 section 3" },
  "Uncompressed length": {
    what: "The length of the message after decompression.",
    why: "The receiver stops there. Without this limit, a hostile message could grow without end.",
    source: "RFC 8879 section 4",
  },
  "Compressed certificate message": {
    what: "The compressed Certificate message. Chains are long, and many of their bytes repeat.",
    source: "RFC 8879 section 4",
  },
  "Application data": { what: "Bytes of the application, which are not text.", source: tls13("5.2") },
};
