import type { Explanation } from "../finding.ts";
import type { SuiteCode } from "../rules/suites.ts";

const goodSuites = {
  lab: "lab server --tls (without --ciphers)",
  node: 'tls.createServer({ ciphers: "ECDHE+AESGCM:ECDHE+CHACHA20", … })',
  python: 'context.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20")',
  nginx: "ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;",
} as const;
const list = "Mozilla 6.0: intermediate.ciphers";

/** The findings about cipher suites. */
export const suiteTexts: Readonly<Record<SuiteCode, Explanation>> = {
  "null-cipher": {
    title: "The server accepts suites that do not encrypt",
    means: "A NULL suite protects only against changes. The text crosses the wire in the clear.",
    attacker: "Anyone on the path reads every word, with lab sniff or Wireshark, without a key.",
    fix: goodSuites,
    source: `RFC 9325 section 4.1; ${list}`,
  },
  anonymous: {
    title: "The server accepts suites without a certificate",
    means:
      "In an anonymous suite (DH_anon, ECDH_anon) the server shows no certificate, so it does not prove who it is.",
    attacker:
      "An attacker in the middle answers instead of the server. They read everything, change it, and send it on. No certificate shows the attack.",
    fix: goodSuites,
    source: `RFC 9325 section 4.1; RFC 5246 section F.1.1.1; ${list}`,
  },
  "export-cipher": {
    title: "The server accepts ciphers with keys of 40 or 56 bits",
    means:
      "These ciphers (EXPORT, DES) are from the 1990s, when strong encryption was not allowed to leave some countries.",
    attacker:
      "An attacker with a rented computer tries every key in a few hours and reads the conversation (FREAK, Logjam).",
    fix: goodSuites,
    source: `RFC 9325 section 4.1; ${list}`,
  },
  rc4: {
    title: "The server accepts RC4",
    means: "Good encryption looks random. RC4 does not: it makes some bytes more often than others.",
    attacker:
      "An attacker records the same secret many times, for example a cookie. Then they find it by counting bytes.",
    fix: goodSuites,
    source: `RFC 7465 section 2; ${list}`,
  },
  "small-block": {
    title: "The server accepts ciphers with blocks of 8 bytes (3DES)",
    means:
      "A block of 8 bytes has few possible values. After about 32 GiB with one key, two encrypted blocks are the same by chance.",
    attacker: "An attacker records a long connection, finds two equal blocks, and learns a part of the text (Sweet32).",
    fix: goodSuites,
    source: `RFC 9325 section 4.1; ${list}`,
  },
  "no-forward-secrecy": {
    title: "The server accepts suites without forward secrecy",
    means:
      "With these suites, the server's private key opens every session. With ECDHE, both sides make a new key for each connection and then delete it.",
    attacker:
      "An attacker records conversations today and steals the server's private key next year. Then they read all of them.",
    fix: goodSuites,
    source: `RFC 9325 section 4.1; ${list}`,
  },
  cbc: {
    title: "The server accepts CBC suites",
    means:
      "CBC suites compute the MAC first and encrypt after that. So a receiver must read the padding before it knows if the bytes are genuine.",
    attacker:
      "An attacker in the middle changes bytes and measures how fast the server refuses them. If the program has a mistake here, the times show the text (Lucky Thirteen).",
    fix: goodSuites,
    source: `RFC 9325 section 4.2; RFC 7366 section 1; ${list}`,
  },
  "finite-field": {
    title: "The server accepts key exchange with ordinary Diffie-Hellman (DHE)",
    means:
      "DHE does the same as ECDHE, but with numbers of 2,048 bits and more. It is slow. In TLS 1.2 a client cannot say which prime it trusts.",
    attacker:
      "An attacker keeps the server busy with little work of their own (D(HE)at). If the prime is weak, a rich attacker also reads the conversation.",
    fix: goodSuites,
    source: `RFC 9325 section 4.1; ${list}`,
  },
  "unlisted-suite": {
    title: "The server accepts suites that Mozilla's list does not have",
    means: "Nobody knows how to break them. But few programs use them, so few people look for mistakes in them.",
    attacker: "There is no known attack today. But each extra algorithm is one more that people may break tomorrow.",
    fix: goodSuites,
    source: list,
  },
  "client-order": {
    title: "The client's order decides, and the server also accepts weak suites",
    means: "The server takes the first suite of the client's list that it knows, even if both know a better one.",
    attacker: "An old or badly configured client gets a weak suite, although both sides know a better one.",
    fix: {
      lab: "lab server --tls (without --ciphers)",
      node: "tls.createServer({ honorCipherOrder: true, … }), or leave out the weak suites",
      python: "context.options |= ssl.OP_CIPHER_SERVER_PREFERENCE, or leave out the weak suites",
      nginx: "ssl_prefer_server_ciphers on;",
    },
    source:
      "RFC 9325 section 4.2.1; Mozilla 6.0: intermediate.server_preferred_order is false, because its list has only good suites",
  },
  "sha1-handshake": {
    title: "The server signs its key exchange with a SHA-1 or MD5 hash",
    means:
      "The signature proves that the key exchange comes from the server. SHA-1 and MD5 are broken: attackers can make two texts with the same hash.",
    attacker: "A rich attacker may make their own key exchange with the same signature (SLOTH).",
    fix: {
      lab: "lab server --tls (without --ciphers)",
      node: 'tls.createServer({ sigalgs: "ecdsa_secp256r1_sha256:rsa_pss_rsae_sha256", … })',
      python: 'context.set_ciphers("ECDHE+AESGCM:@SECLEVEL=2")',
      nginx: "ssl_conf_command SignatureAlgorithms ECDSA+SHA256:RSA-PSS+SHA256;",
    },
    source: "RFC 9155 section 4",
  },
};
