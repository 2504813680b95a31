import type { Explanation } from "../finding.ts";
import type { VersionCode } from "../rules/versions.ts";

const newVersionsOnly = {
  lab: "lab server --tls",
  node: 'tls.createServer({ minVersion: "TLSv1.2", … })',
  python: "context.minimum_version = ssl.TLSVersion.TLSv1_2",
  nginx: "ssl_protocols TLSv1.2 TLSv1.3;",
} as const;

/** The findings about versions. */
export const versionTexts: Readonly<Record<VersionCode, Explanation>> = {
  "ssl-3.0": {
    title: "The server speaks SSL 3.0",
    means:
      "SSL 3.0 is from 1996. It does not check the padding of its CBC ciphers: the bytes that fill the last block.",
    attacker:
      "An attacker in the middle makes a browser use SSL 3.0. Then they read a cookie byte by byte, with about 256 requests for each byte (POODLE).",
    fix: newVersionsOnly,
    source: "RFC 7568 section 3; Mozilla 6.0: intermediate.tls_versions",
  },
  "tls-1.0": {
    title: "The server speaks TLS 1.0",
    means:
      "TLS 1.0 is from 1999. Its signatures use MD5 and SHA-1. Attackers can predict a part of its CBC encryption (BEAST).",
    attacker:
      "An attacker in the middle makes both sides use this version. Then they attack its old, weak algorithms: it has no AES-GCM.",
    fix: newVersionsOnly,
    source: "RFC 8996 section 4; Mozilla 6.0: intermediate.tls_versions",
  },
  "tls-1.1": {
    title: "The server speaks TLS 1.1",
    means: "TLS 1.1 is from 2006. Its signatures use MD5 and SHA-1. It has no modern cipher such as AES-GCM.",
    attacker:
      "An attacker in the middle makes both sides use this version. Then they attack its old, weak algorithms: it has no AES-GCM.",
    fix: newVersionsOnly,
    source: "RFC 8996 section 5; Mozilla 6.0: intermediate.tls_versions",
  },
  "no-tls-1.3": {
    title: "The server does not speak TLS 1.3",
    means: "TLS 1.3 is from 2018. It hides the certificates, has no weak ciphers, and needs one round trip less.",
    attacker:
      "Anyone on the path reads the server's certificate in the handshake, and the client's certificate if there is one.",
    fix: {
      lab: "lab server --tls (without --tls-max 1.2)",
      node: 'tls.createServer({ maxVersion: "TLSv1.3", … })',
      python: "context.maximum_version = ssl.TLSVersion.MAXIMUM_SUPPORTED",
      nginx: "ssl_protocols TLSv1.2 TLSv1.3;",
    },
    source: "RFC 9325 section 3.1.1; Mozilla 6.0: intermediate.tls_versions",
  },
  "no-downgrade-mark": {
    title: "The server does not warn of a downgrade to an older version",
    means:
      "A server with TLS 1.3 that answers in an older version must warn the client. Its random number must end with DOWNGRD and the byte 1 or 0. This one does not.",
    attacker:
      "An attacker in the middle removes TLS 1.3 from the client's offer. The client notices it later, or never if the key exchange is weak.",
    fix: {
      lab: "lab server --tls (OpenSSL sets the mark)",
      node: "Use a Node.js version that still gets updates: OpenSSL sets the mark.",
      python: "Use a Python with OpenSSL 1.1.1 or later: ssl.OPENSSL_VERSION",
      nginx: "Build nginx with OpenSSL 1.1.1 or later: nginx -V",
    },
    source: "RFC 8446 section 4.1.3",
  },
  "no-fallback-signal": {
    title: "The server ignores a client's fallback signal",
    means:
      "After a failed handshake, a client may try an older version and send the signal TLS_FALLBACK_SCSV. A server with a newer version must then refuse. This one does not.",
    attacker:
      "An attacker in the middle interrupts handshakes until the client tries the oldest version. Then they attack that version.",
    fix: {
      lab: "lab server --tls (OpenSSL refuses by itself)",
      node: 'tls.createServer({ minVersion: "TLSv1.2", … }) and a Node.js version that still gets updates',
      python: "Use a Python with OpenSSL 1.1.1 or later: ssl.OPENSSL_VERSION",
      nginx: "Build nginx with OpenSSL 1.1.1 or later, and: ssl_protocols TLSv1.2 TLSv1.3;",
    },
    source: "RFC 7507 section 3",
  },
};
