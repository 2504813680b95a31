import { grouped } from "../../../terminal/grouped.ts";

const bytes = (length: number) => (length === 1 ? "1 byte" : `${grouped(length)} bytes`);

/** Texts of `lab decode`, and of the explanation of an opened record. */
export const texts = {
  opening: {
    bytes,
    line: (line: number, source: string, label: string) => `line ${line} of ${source}, ${label}`,
    privateKey: (source: string) => `the private key ${source} decrypted the premaster secret`,
    psk: "computed from the pre-shared key",
    resumed: (from: string) => `of an earlier session, which this one continues: ${from}`,
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
  oddDigitsHint: "A byte is two digits: look whether the first or the last one was left out.",
  hexHint: "For example: lab decode 15:03:03:00:02:02:30\nThe bytes of a file: xxd FILE | lab decode",
  tooMany: (most: number) => `more than ${grouped(most)} bytes: that is a capture, not a paste`,
  tooManyHint: "Read captures with: lab sniff -r FILE",
  notKind: (kind: string, kinds: string) => `there is no kind "${kind}"; there are: ${kinds}`,
  inputIsTerminal: "paste the bytes, then press Ctrl-D on a line of its own",
  problem: (message: string) => `Not all of it could be decoded: ${message}.`,
  unknown: (length: number) => `Nothing in these ${length} bytes shows what they are.`,
  probablySegment:
    "A TCP header has no sign of its own: if these bytes are one, this is what they say, and the numbers fit.",
  incomplete: (said: number, there: number) =>
    `The record says ${said} bytes follow its header, and there are ${there}: it is incomplete, or this is not a record.`,
  ciphertext: (length: number) =>
    `application_data: ${length} bytes of ciphertext. Without the keys they look like random bytes: only their number is known.`,
  entropy: (bits: number, random: number, most: number, length: number) =>
    `Entropy: ${bits.toFixed(2)} bits per byte; ${length} random bytes have ${random.toFixed(2)} on average, and never more than ${most.toFixed(2)}.`,
  tooFew: "So few bytes prove nothing either way.",
  likeRandom: "That fits ciphertext, and compressed data, too: it proves neither.",
  notRandom: "That is clearly less: these bytes repeat themselves, as text does and ciphertext does not.",
  mayHold: (tls13: number, tls12: number) =>
    `What it may hold: at most ${tls13} bytes with TLS 1.3, less if padded; exactly ${tls12} with TLS 1.2 and AES-GCM. The record itself does not say which.`,
} as const;
