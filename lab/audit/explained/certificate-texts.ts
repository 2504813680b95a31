import type { Explanation } from "../finding.ts";
import type { CertificateCode } from "../rules/certificates.ts";

const renewed = {
  lab: "lab certs init --renew, then start the server again",
  node: 'tls.createServer({ cert: fs.readFileSync("work/certs/server.pem"), key: … })',
  python: 'context.load_cert_chain("work/certs/server.pem", "work/certs/server-key.pem")',
  nginx: "ssl_certificate server.pem; ssl_certificate_key server-key.pem;",
} as const;
const chainFile = {
  lab: "cat server.pem middle.pem > chain.pem; lab server --tls --cert chain.pem --key server-key.pem",
  node: 'tls.createServer({ cert: fs.readFileSync("chain.pem"), … })',
  python: 'context.load_cert_chain("chain.pem", "server-key.pem")',
  nginx: "ssl_certificate chain.pem;",
} as const;

/** What is said of certificates. */
export const certificateTexts: Readonly<Record<CertificateCode, Explanation>> = {
  "certificate-unreadable": {
    title: "The certificate cannot be read, or not in only one way",
    means: "What the server sends breaks the rules of X.509, so programs may read different things in it.",
    attacker: "Where two programs read one certificate differently, one of them may accept what it must not.",
    fix: renewed,
    source: "RFC 5280 section 4.1",
  },
  "certificate-dates": {
    title: "The certificate is not valid today",
    means: "It has expired, or is not valid yet. Certificates expire, so that a stolen key does not work forever.",
    attacker: "People who are used to the warning click it away, also when the certificate is an attacker's.",
    fix: renewed,
    source: "RFC 5280 section 4.1.2.5",
  },
  "certificate-signature": {
    title: "A signature in the chain is wrong",
    means: "A certificate was changed after it was signed, or another key signed it.",
    attacker: "It may be an attacker's own certificate. A client that does not check gives them everything.",
    fix: renewed,
    source: "RFC 5280 section 6.1.3",
  },
  "certificate-issuer": {
    title: "The certificate does not lead to a CA that you trust",
    means:
      "It signed itself, or its CA is not one of those that this audit trusts (--ca), or the server did not send a CA's certificate in between.",
    attacker:
      "Anyone can make such a certificate in a second. Clients that accept it accept an attacker in the middle, too.",
    fix: chainFile,
    source: "RFC 5280 section 6.1; RFC 8446 section 4.4.2",
  },
  "certificate-ca-flag": {
    title: "A certificate signed another one although it is no CA's",
    means: "Only a certificate marked as a CA's (basicConstraints CA:TRUE) may sign others.",
    attacker: "If this were accepted, the owner of any certificate could make one for any name.",
    fix: renewed,
    source: "RFC 5280 section 4.2.1.9",
  },
  "certificate-usage": {
    title: "The certificate is not for TLS servers",
    means: "It limits what its key may be used for, and a TLS server is not among that.",
    attacker: "A key made for something else, such as mail, is kept in other places and stolen more easily.",
    fix: renewed,
    source: "RFC 5280 sections 4.2.1.3 and 4.2.1.12",
  },
  "certificate-name-limits": {
    title: "The CA was not allowed to sign this name",
    means: "The CA is limited to some names (name constraints), and this one is outside of them.",
    attacker: "A CA that oversteps its limits may have been broken into, or may work for an attacker.",
    fix: renewed,
    source: "RFC 5280 section 4.2.1.10",
  },
  "certificate-name": {
    title: "The certificate is for another name",
    means: "The name that clients connect to is not among the certificate's names (subjectAltName).",
    attacker:
      "A client that does not check the name accepts any genuine certificate: also the attacker's own one, for the attacker's own name.",
    fix: { ...renewed, lab: "lab certs request --san NAME, lab certs sign, then start the server again" },
    source: "RFC 9525 section 6.1; RFC 2818 section 3.1",
  },
  "certificate-key": {
    title: "A key is too weak",
    means: "RSA needs 2,048 bits, an elliptic curve 224 and more.",
    attacker: "Someone rich enough computes the private key from the public one, and poses as the server.",
    fix: { ...renewed, lab: "lab certs key --new, lab certs request, lab certs sign" },
    source: "RFC 9325 section 4.5; Mozilla 6.0: intermediate.rsa_key_size",
  },
  "certificate-algorithm": {
    title: "A certificate is signed over a broken hash",
    means: "With SHA-1 and MD5 two different texts with the same hash can be made, and so with the same signature.",
    attacker: "Someone lets a CA sign a harmless certificate and moves the signature to one for your name.",
    fix: renewed,
    source: "RFC 9155 section 1; RFC 9325 section 4.5; Mozilla 6.0: intermediate.certificate_signatures",
  },
  "certificate-life": {
    title: "The certificate lasts longer than 366 days",
    means: "The longer a certificate is good, the longer a stolen key is, and the less anyone practises to renew it.",
    attacker: "Someone who stole the key once poses as the server until the last day.",
    fix: { ...renewed, lab: "lab certs init --renew (90 days)" },
    source: "Mozilla 6.0: intermediate.maximum_certificate_lifespan",
  },
  "certificate-unlisted": {
    title: "The certificate's key or signature is of a kind that Mozilla's list does not have",
    means: "It is strong enough, but many clients cannot check it: the list has ECDSA on P-256 and P-384, and RSA.",
    attacker: "Nothing more. Clients that cannot check it do not connect, or stop checking.",
    fix: { ...renewed, lab: "lab certs key --new (P-256)" },
    source: "Mozilla 6.0: intermediate.certificate_types, certificate_curves, certificate_signatures",
  },
};
