import { counted, grouped } from "../../../terminal/grouped.ts";

const bytes = (length: number) => counted(length, "byte");

/** Texts of `lab decode`, and of the explanation of an opened record. */
export const texts = {
  opening: {
    bytes,
    line: (line: number, source: string, label: string) => `line ${line} of ${source}, ${label}`,
    privateKey: (source: string) => `the private key ${source} decrypted the premaster secret`,
    psk: "computed from the pre-shared key",
    resumed: (from: string) => `from an earlier session that this one continues: ${from}`,
    named: (name: string, from: string) => `${name}, ${from}`,
    secret: (from: string, updates: number) =>
      `${from}${updates === 0 ? "" : `, after ${updates} KeyUpdate${updates === 1 ? "" : "s"}`}`,
    hkdf: (hash: string) => `HKDF-Expand-Label of the secret, ${hash.toUpperCase()}`,
    prf: "the PRF of the master secret and both randoms",
    xor: (sequence: number) => `IV xor sequence number ${sequence}`,
    carriedNonce: "IV, then the 8 bytes that the record carries",
    chain: "mixed with the first block",
    keystream: (position: number) => `after ${bytes(position)} of it`,
    noKeystream: "none: the suite does not encrypt",
    tagFits: (suite: string) => `${suite}: the tag fits`,
    macFits: (suite: string, isEncryptThenMac: boolean) =>
      `${suite}: the MAC ${isEncryptThenMac ? "of the ciphertext " : ""}fits`,
    content: (type: string, length: number) => `${type}, ${bytes(length)}`,
  },
  kinds: {
    frame: "a whole frame, from the link layer on",
    packet: "an IP packet",
    segment: "probably a TCP segment",
    record: "a TLS record",
    message: "a TLS handshake message",
    text: "text in the clear",
    unknown: "bytes of an unknown kind",
  },
  bytes: (start: number, end: number) => `bytes ${start} to ${end - 1}`,
  noBytes: "there are no bytes to decode",
  notHex: (character: string, line: number) => `this is not hexadecimal: "${character}" in line ${line}`,
  oddDigits: (digits: number) =>
    `${digits} hexadecimal ${digits === 1 ? "digit is" : "digits are"} not a whole number of bytes`,
  oddDigitsHint: "A byte is two digits. Is the first or the last digit missing?",
  hexHint: "For example: lab decode 15:03:03:00:02:02:30\nThe bytes of a file: xxd FILE | lab decode",
  tooMany: (most: number) => `more than ${grouped(most)} bytes: too many for lab decode`,
  tooManyHint: "For a capture file: lab sniff -r FILE",
  notKind: (kind: string, kinds: string) => `there is no kind "${kind}". The kinds are: ${kinds}`,
  inputIsTerminal: "paste the bytes, press Enter, then press Ctrl-D",
  problem: (message: string) => `The lab cannot decode all of it: ${message}.`,
  unknown: "Nothing shows what these bytes are.",
  probablySegment:
    "Nothing marks the beginning of a TCP header. These bytes are probably one, because the numbers fit.",
  incomplete: (said: number, there: number) =>
    `The header says that ${bytes(said)} must follow, but there ${there === 1 ? "is" : "are"} only ${bytes(there)}. The record is incomplete, or this is not a record.`,
  ciphertext: (length: number) =>
    `application_data: ${bytes(length)} of ciphertext. Without the keys they look like random bytes: you know only their number.`,
  entropy: (bits: number, random: number, most: number, length: number) =>
    `Entropy: ${bits.toFixed(2)} bits per byte. ${length} random bytes have ${random.toFixed(2)} on average, and never more than ${most.toFixed(2)}.`,
  tooFew: "So few bytes prove nothing.",
  likeRandom: "Ciphertext looks like this, but compressed data does, too. So this proves nothing.",
  notRandom: "That is clearly less. Some bytes repeat often, as in text. In ciphertext they do not.",
  mayHold: (tls13: number, tls12: number) =>
    `It contains at most ${tls13} bytes with TLS 1.3 (fewer with padding), or exactly ${tls12} with TLS 1.2 and AES-GCM. The record does not say which version it is.`,
} as const;
