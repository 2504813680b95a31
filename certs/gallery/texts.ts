import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { shellQuoted } from "../shell-quoted.ts";

/** What the gallery says to a learner: about each case what is wrong, and what its owner has to do. */
export const texts = {
  allChecksPassed: "every check passed",
  alwaysTls: "always speaks TLS",
  gotPage: "got the page",
  sawAlert: "alert",
  noTls: "no TLS",
  plainAnswer: (hex: string) =>
    hex === ""
      ? "The server closed the connection without a word."
      : `The server answered with bytes that are no text: ${hex}.`,
  hungUp: "the server hung up",
  noText: "the answer was no text",
  shortHead: ["case", "lab", "openssl", "curl", "alert on the wire"],
  shortFoot: [
    "Each cell says why a client refuses: a check, an error, an exit code.",
    "In their own words: lab certs gallery --words. One alone: lab certs gallery NAME",
  ],
  doesNotStart: "server does not start",
  noServer: "server",
  mend: "mend",
  wire: "wire",
  anAlert: "alert",
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
  unknown: (name: string, known: readonly string[]) =>
    new LabError(`The gallery has no "${printable(name)}".`, `It has: ${known.join(", ")}`, 2),
  serves: (port: number, ca: string) => [
    `The server listens on 127.0.0.1 port ${port}. Try it from another terminal:`,
    `  lab certs verify 127.0.0.1:${port} --name localhost --ca ${shellQuoted(ca)}`,
    `  openssl s_client -connect 127.0.0.1:${port} -CAfile ${shellQuoted(ca)} -verify_return_error -verify_hostname localhost`,
    `  curl --cacert ${shellQuoted(ca)} https://localhost:${port}/`,
    "Ctrl-C ends it.",
  ],
  hello: "Hello from the gallery. You accepted this server.",
  plainHello: "This server speaks in the clear.",
  portTaken: (port: number, code: string) =>
    new LabError(
      `Port ${port} cannot be opened (${code}).`,
      "Leave --port out to take a free one, or give another number above 1023.",
    ),
} as const;

/** For each case of the gallery: what is wrong, and what mends it. */
export const caseWords: Readonly<Record<string, { readonly wrong: string; readonly mend: string }>> = {
  good: {
    wrong: "Nothing is wrong: a server certificate for localhost, signed by a CA that the client believes.",
    mend: "Compare the other cases with this one.",
  },
  expired: {
    wrong:
      "The certificate's last day is over. Certificates end so that a stolen key, or a name that changed hands, is not believed for ever.",
    mend: "Have the CA sign a new one: `lab certs sign`, or for the class: `lab certs init --renew`.",
  },
  "not-yet-valid": {
    wrong:
      "The certificate's first day is still to come. More often than not the clock of the client's computer is wrong.",
    mend: "Look at the clock (`date`), then at the certificate's dates (`lab certs show`).",
  },
  "wrong-name": {
    wrong:
      "The certificate is genuine, but it belongs to example.org, and the client wanted localhost. Without this check, the owner of any genuine certificate could pose as any server.",
    mend: "Have a certificate made for the name the clients use: `lab certs request --san localhost`.",
  },
  "no-san": {
    wrong:
      "The host's name stands only in the subject's common name (CN), and there is no subjectAltName. OpenSSL and curl still fall back on the CN; browsers and this lab do not (RFC 9525): a CN is free text that need not be a host's name at all.",
    mend: "Put the name into the subjectAltName: `lab certs request --san localhost`.",
  },
  "self-signed": {
    wrong: "The certificate is signed with its own key. Everybody can make such a one, for any name, in a second.",
    mend: "Have it signed by a CA that the clients believe, or give the certificate itself to each client beforehand (`--ca`).",
  },
  "unknown-ca": {
    wrong:
      "A CA has signed it, and the server sends the CA's certificate along; but the client does not believe this CA. What a server sends cannot make anybody believe it.",
    mend: "Give the client the CA's certificate by a way that can be trusted: `lab certs fetch`, and compare the fingerprint by voice.",
  },
  "incomplete-chain": {
    wrong:
      "Between the server and the CA that is believed stands a CA in the middle, and the server does not send its certificate. Browsers often know it from elsewhere and hide the fault; most other programs fail.",
    mend: "Put the middle CA's certificate behind the server's, in the same file: `cat server.pem middle.pem > chain.pem`.",
  },
  "issuer-no-ca": {
    wrong:
      "The owner of an ordinary certificate has signed another with it. The signature is right, but an ordinary certificate (basicConstraints CA:FALSE) may vouch for nobody.",
    mend: "Have a real CA sign it.",
  },
  "weak-key": {
    wrong:
      "The key is RSA with 1024 bits. Breaking one is within reach of a state, and whoever breaks it can pose as the server.",
    mend: "Make a new key and a new certificate: `lab certs key`.",
  },
  "sha1-signature": {
    wrong:
      "The certificate is signed over a SHA-1 hash. Since 2017 two files with the same SHA-1 can be made on purpose, and so a second certificate that the same signature fits.",
    mend: "Have it signed again; every CA now uses SHA-256.",
  },
  "key-mismatch": {
    wrong:
      "The private key is not the one of the certificate, often after a renewal of one of the two. The server could prove nothing with it, so it does not start, and a client finds nobody there.",
    mend: "Find the pair that belongs together: both have the same public half.",
  },
  "wrong-passphrase": {
    wrong:
      "The private key is locked with a passphrase, and the server was given another one. It does not start, and a client finds nobody there.",
    mend: "Give the right passphrase, or a copy of the key without one: `lab certs unlock`.",
  },
  "tls-version": {
    wrong: "The server speaks only TLS 1.3, the client at most TLS 1.2. The server says so with an alert and closes.",
    mend: "Let both speak TLS 1.2 and 1.3; older versions are broken.",
  },
  cipher: {
    wrong:
      "Both speak TLS 1.2, but the server offers only AES and the client only ChaCha20. The server finds no cipher suite in common, says so with an alert and closes.",
    mend: "Leave the cipher suites at their defaults on both sides.",
  },
  "plain-client": {
    wrong:
      "The client speaks in the clear to a port that speaks TLS. The server reads the first five bytes as a record header, finds none, and hangs up.",
    mend: "Start the client with TLS: `lab chat --tls`.",
  },
  "plain-server": {
    wrong:
      "The client begins a TLS handshake, and the server answers with a line of text. The client reads the text as a record header: hence OpenSSL's puzzling words of a wrong version number.",
    mend: "Start the server with TLS: `lab server --tls`; or the client without.",
  },
};

/** The alerts that the gallery meets, by number: RFC 8446 section 6. */
export const alertNames: Readonly<Record<number, string>> = {
  40: "handshake_failure",
  42: "bad_certificate",
  45: "certificate_expired",
  48: "unknown_ca",
  70: "protocol_version",
};
