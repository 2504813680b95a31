import type { Explanation } from "../finding.ts";
import type { SuiteCode } from "../rules/suites.ts";

const goodSuites = {
  lab: "lab server --tls (without --ciphers)",
  node: 'tls.createServer({ ciphers: "ECDHE+AESGCM:ECDHE+CHACHA20", … })',
  python: 'context.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20")',
  nginx: "ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;",
} as const;
const list = "Mozilla 6.0: intermediate.ciphers";

/** What is said of cipher suites. */
export const suiteTexts: Readonly<Record<SuiteCode, Explanation>> = {
  "null-cipher": {
    title: "The server accepts suites that do not encrypt",
    means: "With a NULL suite TLS only protects from change. What is said crosses the wire in the clear.",
    attacker: "Anyone on the path reads every word, with lab sniff or Wireshark, without any key.",
    fix: goodSuites,
    source: `RFC 9325 section 4.1; ${list}`,
  },
  anonymous: {
    title: "The server accepts suites without a certificate",
    means:
      "In an anonymous suite (DH_anon, ECDH_anon) the server shows no certificate, so it proves nothing about itself.",
    attacker:
      "An attacker in the middle answers in the server's place, reads everything, changes it, and sends it on. No certificate gives them away.",
    fix: goodSuites,
    source: `RFC 9325 section 4.1; RFC 5246 section F.1.1.1; ${list}`,
  },
  "export-cipher": {
    title: "The server accepts ciphers with keys of 40 or 56 bits",
    means:
      "These ciphers (EXPORT, DES) are from the 1990s, when strong encryption was not allowed to leave some countries.",
    attacker: "Someone with a rented computer tries every key in hours, and reads the conversation (FREAK, Logjam).",
    fix: goodSuites,
    source: `RFC 9325 section 4.1; ${list}`,
  },
  rc4: {
    title: "The server accepts RC4",
    means: "RC4 makes some bytes more often than others, so that its output is not like chance.",
    attacker: "Someone who records the same secret many times, such as a cookie, finds it by counting.",
    fix: goodSuites,
    source: `RFC 7465 section 2; ${list}`,
  },
  "small-block": {
    title: "The server accepts ciphers with blocks of 8 bytes (3DES)",
    means: "A block of 8 bytes has so few values that, after some 32 GiB with one key, two are the same by chance.",
    attacker:
      "Someone who records a long connection finds two equal blocks and learns a part of what was said (Sweet32).",
    fix: goodSuites,
    source: `RFC 9325 section 4.1; ${list}`,
  },
  "no-forward-secrecy": {
    title: "The server accepts suites without forward secrecy",
    means:
      "In these suites the server's long-lived key opens the session's key. In the suites with ECDHE both sides make a new key for each connection and forget it.",
    attacker:
      "Someone records conversations today, steals the server's private key next year, and then reads all of them.",
    fix: goodSuites,
    source: `RFC 9325 section 4.1; ${list}`,
  },
  cbc: {
    title: "The server accepts CBC suites",
    means:
      "CBC suites first sum up and then encrypt, so a receiver must look at the padding before it knows whether the bytes are genuine.",
    attacker:
      "An attacker in the middle changes bytes and measures how long the server takes to refuse them. Programs with a mistake here give away the text (Lucky Thirteen).",
    fix: goodSuites,
    source: `RFC 9325 section 4.2; RFC 7366 section 1; ${list}`,
  },
  "finite-field": {
    title: "The server accepts key exchange with ordinary Diffie-Hellman (DHE)",
    means:
      "DHE does what ECDHE does, but with numbers of 2,048 bits and more. It is slow, and in TLS 1.2 a client cannot say which prime it trusts.",
    attacker:
      "Anyone can keep the server busy with little work of their own (D(HE)at), and a weak prime lets a rich attacker read along.",
    fix: goodSuites,
    source: `RFC 9325 section 4.1; ${list}`,
  },
  "unlisted-suite": {
    title: "The server accepts suites that Mozilla's list does not have",
    means: "They are not known to be broken. But few programs use them, so few people look for their faults.",
    attacker: "Today nothing is known. Every algorithm more is one more that may be broken tomorrow.",
    fix: goodSuites,
    source: list,
  },
  "client-order": {
    title: "The client's order counts, and there are weak suites to choose",
    means: "The server takes the first suite of the client's list that it knows, even where both have a better one.",
    attacker: "An old or badly set client ends up with a weak suite although both sides could do better.",
    fix: {
      lab: "lab server --tls (without --ciphers)",
      node: "tls.createServer({ honorCipherOrder: true, … }), or leave out the weak suites",
      python: "context.options |= ssl.OP_CIPHER_SERVER_PREFERENCE, or leave out the weak suites",
      nginx: "ssl_prefer_server_ciphers on;",
    },
    source:
      "RFC 9325 section 4.2.1; Mozilla 6.0: intermediate.server_preferred_order is false, as it has good suites only",
  },
  "sha1-handshake": {
    title: "The server signs its key exchange over a SHA-1 or MD5 hash",
    means:
      "The signature proves that the key exchange is the server's. SHA-1 and MD5 are broken: two texts can be made with one hash.",
    attacker: "Someone rich enough may make a key exchange of their own that has the same signature (SLOTH).",
    fix: {
      lab: "lab server --tls (without --ciphers)",
      node: 'tls.createServer({ sigalgs: "ecdsa_secp256r1_sha256:rsa_pss_rsae_sha256", … })',
      python: 'context.set_ciphers("ECDHE+AESGCM:@SECLEVEL=2")',
      nginx: "ssl_conf_command SignatureAlgorithms ECDSA+SHA256:RSA-PSS+SHA256;",
    },
    source: "RFC 9155 section 4",
  },
};
