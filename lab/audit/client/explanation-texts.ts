import type { Explanation } from "../finding.ts";
import type { ShownCase } from "./shown-cases.ts";

/** The lines that make a client check everything. */
const all = {
  lab: "lab chat --tls --ca work/certs/ca.pem (without --insecure)",
  node: "tls.connect({ host, port, ca, servername: host }): do not set rejectUnauthorized or checkServerIdentity",
  python: "ssl.create_default_context(cafile=ca).wrap_socket(s, server_hostname=host)",
  nginx: "proxy_ssl_verify on; proxy_ssl_name localhost; proxy_ssl_trusted_certificate ca.pem;",
} as const;

/** How to fix a client: the same for every case, except one line. */
export const fixTexts = { all, noSan: { python: "context.hostname_checks_common_name = False" } } as const;

const inTheMiddle =
  "An attacker in the middle makes such a certificate in a second. Then they read and change everything that your client sends. Try it: lab mitm";

/** The special part of each case. The gallery explains what is wrong with the certificate. */
export const particularTexts: Readonly<
  Record<ShownCase, Pick<Explanation, "title" | "attacker" | "source"> & { means?: string }>
> = {
  good: {
    title: "The client refuses a good certificate",
    means:
      "The certificate is for localhost and valid today. A CA from the file that the client should trust signed it. A client that sends nothing and leaves at once looks the same: let it send a line.",
    attacker: "There is no attack. But people then switch off the checks, and an attacker waits for that.",
    source: "RFC 5280 section 6.1; RFC 9525 section 6",
  },
  "self-signed": {
    title: "The client accepts a certificate that signed itself",
    attacker: inTheMiddle,
    source: "RFC 5280 section 6.1",
  },
  "unknown-ca": {
    title: "The client accepts the certificate of a CA that it does not trust",
    attacker: inTheMiddle,
    source: "RFC 5280 section 6.1",
  },
  "wrong-name": {
    title: "The client does not check the name",
    attacker:
      "An attacker gets a genuine certificate for their own name: this is free. With it they pretend to be any server.",
    source: "RFC 9525 section 6.1",
  },
  "issuer-no-ca": {
    title: "The client accepts a certificate that an ordinary certificate signed",
    attacker: "The owner of any certificate makes one for your server's name and becomes an attacker in the middle.",
    source: "RFC 5280 section 4.2.1.9",
  },
  expired: {
    title: "The client accepts a certificate that has expired",
    attacker: "A key that was stolen years ago still works. CAs do not revoke expired certificates.",
    source: "RFC 5280 section 4.1.2.5",
  },
  "not-yet-valid": {
    title: "The client accepts a certificate that is not valid yet",
    attacker: "An attacker who can change the client's clock can use certificates of any time, also stolen ones.",
    source: "RFC 5280 section 4.1.2.5",
  },
  "incomplete-chain": {
    title: "The client accepts a certificate although a CA's certificate is missing",
    attacker: inTheMiddle,
    source: "RFC 5280 section 6.1",
  },
  "weak-key": {
    title: "The client accepts a key that is too weak",
    attacker: "A rich attacker computes the server's private key and pretends to be the server.",
    source: "RFC 9325 section 4.5",
  },
  "sha1-signature": {
    title: "The client accepts a signature with SHA-1",
    attacker: "A rich attacker makes a second certificate with the same signature, for another name.",
    source: "RFC 9155 section 1; RFC 9325 section 4.5",
  },
  "no-san": {
    title: "The client uses the common name as a host name",
    attacker: "A CA may check only the subjectAltName before it signs. Then nobody checked the common name.",
    source: "RFC 9525 section 2",
  },
};
