import { caseTexts } from "../../../certs/gallery/texts.ts";
import type { Explanation } from "../finding.ts";
import { type ClientCode, codeOf, type ShownCase } from "./shown-cases.ts";

/** The lines that make a client check everything. */
const fix = {
  lab: "lab chat --tls --ca work/certs/ca.pem (without --insecure)",
  node: "tls.connect({ host, port, ca, servername: host }): leave rejectUnauthorized and checkServerIdentity alone",
  python: "ssl.create_default_context(cafile=ca).wrap_socket(s, server_hostname=host)",
  nginx: "proxy_ssl_verify on; proxy_ssl_name localhost; proxy_ssl_trusted_certificate ca.pem;",
} as const;

const inTheMiddle =
  "An attacker in the middle makes such a certificate in a second, and reads and changes everything your client says. Try it: lab mitm";

/** What is particular to each case; what is wrong with the certificate is said by the gallery. */
const particulars: Readonly<
  Record<ShownCase, Pick<Explanation, "title" | "attacker" | "source"> & { means?: string }>
> = {
  good: {
    title: "The client refuses a good certificate",
    means:
      "The certificate is for localhost, valid today, and signed by a CA of the file that the client should trust.",
    attacker: "Nothing. But people then switch the checks off, and that is what an attacker waits for.",
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
      "An attacker with a genuine certificate for a name of their own poses as every server. Certificates for one's own name are free.",
    source: "RFC 9525 section 6.1",
  },
  "issuer-no-ca": {
    title: "The client accepts certificates that an ordinary certificate has signed",
    attacker: "The owner of any certificate makes one for your server's name, and sits in the middle.",
    source: "RFC 5280 section 4.2.1.9",
  },
  expired: {
    title: "The client accepts a certificate that has ended",
    attacker: "A key that was stolen years ago still works; CAs forget ended certificates and no longer revoke them.",
    source: "RFC 5280 section 4.1.2.5",
  },
  "not-yet-valid": {
    title: "The client accepts a certificate that has not begun",
    attacker: "Anyone who can change the clock of the client can use certificates of any time, also stolen ones.",
    source: "RFC 5280 section 4.1.2.5",
  },
  "incomplete-chain": {
    title: "The client accepts a certificate although its CA is not there",
    attacker: inTheMiddle,
    source: "RFC 5280 section 6.1",
  },
  "weak-key": {
    title: "The client accepts a key that is too weak",
    attacker: "Someone rich enough computes the server's private key, and poses as the server.",
    source: "RFC 9325 section 4.5",
  },
  "sha1-signature": {
    title: "The client accepts a signature over SHA-1",
    attacker: "Someone rich enough makes a second certificate with the same signature, for another name.",
    source: "RFC 9155 section 1; RFC 9325 section 4.5",
  },
  "no-san": {
    title: "The client takes the common name for a host name",
    attacker: "A CA that checks only subjectAltNames signs a common name that it never looked at.",
    source: "RFC 9525 section 2",
  },
};

/** What is said of each finding about a client. */
export const clientExplanations = Object.fromEntries(
  (Object.keys(particulars) as ShownCase[]).map((name) => {
    const means = caseTexts[name]!.wrong;
    const python = name === "no-san" ? `context.hostname_checks_common_name = False` : fix.python;
    return [codeOf(name), { means, fix: { ...fix, python }, ...particulars[name] }];
  }),
) as Readonly<Record<ClientCode, Explanation>>;
