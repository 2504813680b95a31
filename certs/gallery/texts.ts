import type { Advice } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { shellQuoted } from "../../terminal/shell-quoted.ts";

/** Texts of the gallery. */
export const texts = {
  allChecksPassed: "every check passed",
  alwaysTls: "always speaks TLS",
  gotPage: "got the page",
  sawAlert: "alert",
  noTls: "no TLS",
  errorNumber: (number: string) => `error ${number}`,
  exitCode: (code: number) => `exit code ${code}`,
  plainAnswer: (hex: string) =>
    hex === ""
      ? "The server closed the connection and sent nothing."
      : `The server answered with bytes that are not text: ${hex}.`,
  closed: "connection closed",
  noText: "the answer was not text",
  shortHead: ["case", "lab", "openssl", "curl", "alert on the wire"],
  shortFoot: [
    "Each cell says why a client refuses: a check, an error, an exit code.",
    "What clients print: lab certs gallery --words",
    "One case: lab certs gallery NAME",
  ],
  doesNotStart: "server does not start",
  noServer: "server",
  fix: "fix",
  fixHeading: "What fixes it:",
  noServerToTry: "no server: it does not start",
  wire: "wire",
  anAlert: "alert",
  unnamedAlert: "alert",
  noAlert: "none",
  alert: (name: string, number: number) => `${name} (${number})`,
  clients: { lab: "lab", openssl: "openssl", curl: "curl" },
  verdicts: {
    accepts: "accepts",
    refuses: "refuses",
    cannot: "cannot try",
    "not installed": "is not installed",
    "does not start": "does not start",
  },
  tableHead: ["case", "lab", "openssl s_client", "curl", "alert on the wire, sent by"],
  unknown: (name: string, known: readonly string[]): Advice => [
    `The gallery has no case "${printable(name)}".`,
    `It has: ${known.join(", ")}`,
  ],
  serves: (port: number, ca: string): readonly string[] => [
    `The server listens on 127.0.0.1 port ${port}. Try it from another terminal:`,
    `  lab certs verify 127.0.0.1:${port} --name localhost --ca ${shellQuoted(ca)}`,
    `  openssl s_client -connect 127.0.0.1:${port} -CAfile ${shellQuoted(ca)} -verify_return_error -verify_hostname localhost`,
    `  curl --cacert ${shellQuoted(ca)} https://localhost:${port}/`,
    "Ctrl-C ends it.",
  ],
  hello: "Hello from the gallery. You accepted this server.",
  plainHello: "This server speaks in the clear.",
  portTaken: (port: number, code: string): Advice => [
    `Port ${port} cannot be opened (${code}).`,
    "Without --port the lab uses a free one. Or give another number above 1023.",
  ],
} as const;

/** For each case of the gallery: what is wrong, and what fixes it. */
export const caseTexts: Readonly<Record<string, { readonly wrong: string; readonly fix: string }>> = {
  good: {
    wrong: "Nothing is wrong: a server certificate for localhost, signed by a CA that the client trusts.",
    fix: "Compare the other cases with this one.",
  },
  expired: {
    wrong:
      "The certificate has expired. Certificates expire, so that clients do not trust a stolen key forever, or a name that has a new owner.",
    fix: "Let the CA sign a new one: `lab certs sign`, or for the class: `lab certs init --renew`.",
  },
  "not-yet-valid": {
    wrong: "The certificate's first day is in the future. Most often the clock of the client's computer is wrong.",
    fix: "Look at the clock (`date`), then at the certificate's dates (`lab certs show`).",
  },
  "wrong-name": {
    wrong:
      "The certificate is genuine, but it belongs to example.org, and the client wanted localhost. Without this check, the owner of any genuine certificate could pretend to be any server.",
    fix: "Make a certificate for the name that the clients use: `lab certs request --san localhost`.",
  },
  "no-san": {
    wrong:
      "The host's name is only in the subject's common name (CN), and there is no subjectAltName. OpenSSL and curl then still use the CN. Browsers and this lab do not (RFC 9525): a CN is free text and need not be the name of a host.",
    fix: "Put the name into the subjectAltName: `lab certs request --san localhost`.",
  },
  "self-signed": {
    wrong: "The certificate is signed with its own key. Anyone can make one like this, for any name, in a second.",
    fix: "Let a CA that the clients trust sign it, or give the certificate itself to each client before (`--ca`).",
  },
  "unknown-ca": {
    wrong:
      "A CA signed it, and the server also sends the CA's certificate. But the client does not trust this CA, and nothing that a server sends can change that.",
    fix: "Give the CA's certificate to the client in a way that you can trust: `lab certs fetch`, and compare the fingerprint by voice.",
  },
  "incomplete-chain": {
    wrong:
      "There is an intermediate CA between the server and the CA that the client trusts, and the server does not send its certificate. Browsers often have a copy of it and hide the mistake. Most other programs fail.",
    fix: "Put the certificate of the intermediate CA after the server's, in the same file: `cat server.pem intermediate.pem > chain.pem`.",
  },
  "issuer-no-ca": {
    wrong:
      "The owner of an ordinary certificate signed another certificate with it. The signature is correct, but an ordinary certificate (basicConstraints CA:FALSE) must not sign others.",
    fix: "Let a real CA sign it.",
  },
  "weak-key": {
    wrong:
      "The key is RSA with 1024 bits. With many computers, an attacker can break such a key and pretend to be the server.",
    fix: "Make a new key and a new certificate: `lab certs key`.",
  },
  "sha1-signature": {
    wrong:
      "The signature of the certificate uses SHA-1. Since 2017 attackers can make two files with the same SHA-1 hash, and so two certificates with the same signature.",
    fix: "Let the CA sign it again: every CA now uses SHA-256.",
  },
  "key-mismatch": {
    wrong:
      "The private key is not the key of the certificate, often because someone renewed only one of the two. So the server does not start, and a client finds no server.",
    fix: "Find the pair that belongs together: both have the same public key.",
  },
  "wrong-passphrase": {
    wrong:
      "The private key is encrypted with a passphrase, and the server got another one. It does not start, and a client finds no server.",
    fix: "Give the right passphrase, or a copy of the key without one: `lab certs unlock`.",
  },
  "tls-version": {
    wrong: "The server speaks only TLS 1.3, and the client at most TLS 1.2. The server sends an alert and closes.",
    fix: "Let both speak TLS 1.2 and 1.3. Older versions are broken.",
  },
  cipher: {
    wrong:
      "Both speak TLS 1.2, but the server offers only AES and the client only ChaCha20. The server finds no cipher suite in common, sends an alert and closes.",
    fix: "Leave the cipher suites at their defaults on both sides.",
  },
  "plain-client": {
    wrong:
      "The client speaks in the clear to a port that speaks TLS. The server reads the first five bytes as a record header, finds that they are not a record header, and closes the connection.",
    fix: "Start the client with TLS: `lab chat --tls`.",
  },
  "plain-server": {
    wrong:
      "The client begins a TLS handshake, and the server answers with a line of text. The client reads the text as a record header, so OpenSSL says that the version is wrong.",
    fix: "Start the server with TLS: `lab server --tls`. Or start the client without TLS.",
  },
};

/** The alerts in the gallery, by number: RFC 8446 section 6. */
export const alertNames: Readonly<Record<number, string>> = {
  40: "handshake_failure",
  42: "bad_certificate",
  45: "certificate_expired",
  48: "unknown_ca",
  70: "protocol_version",
};
