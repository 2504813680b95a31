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

/** The findings about certificates. */
export const certificateTexts: Readonly<Record<CertificateCode, Explanation>> = {
  "certificate-unreadable": {
    title: "The certificate cannot be read, or can be read in two ways",
    means: "The certificate breaks the rules of X.509, so two programs may read different things in it.",
    attacker: "If two programs read one certificate differently, one of them may accept a bad certificate.",
    fix: renewed,
    source: "RFC 5280 section 4.1",
  },
  "certificate-dates": {
    title: "The certificate is not valid today",
    means: "It has expired, or it is not valid yet. Certificates expire so that a stolen key does not work forever.",
    attacker:
      "People see this warning often and click it away. They do the same when the certificate is an attacker's.",
    fix: renewed,
    source: "RFC 5280 section 4.1.2.5",
  },
  "certificate-signature": {
    title: "A signature in the chain is wrong",
    means: "A certificate was changed after it was signed, or another key signed it.",
    attacker: "It may be an attacker's own certificate. A client that does not check sends everything to the attacker.",
    fix: renewed,
    source: "RFC 5280 section 6.1.3",
  },
  "certificate-issuer": {
    title: "The certificate does not lead to a CA that you trust",
    means:
      "It signed itself, or this audit does not trust its CA (--ca). Or the server did not send the certificate of a CA between them.",
    attacker:
      "Anyone can make such a certificate in a second. A client that accepts it also accepts an attacker in the middle.",
    fix: chainFile,
    source: "RFC 5280 section 6.1; RFC 8446 section 4.4.2",
  },
  "certificate-ca-flag": {
    title: "A certificate that is not a CA's signed another certificate",
    means: "Only a CA's certificate (basicConstraints CA:TRUE) may sign other certificates.",
    attacker: "If clients accepted this, the owner of any certificate could make one for any name.",
    fix: renewed,
    source: "RFC 5280 section 4.2.1.9",
  },
  "certificate-usage": {
    title: "The certificate is not for TLS servers",
    means: "The certificate lists what its key is for. A TLS server is not in this list.",
    attacker: "A key for another use, for example e-mail, is kept in other places and may be easier to steal.",
    fix: renewed,
    source: "RFC 5280 sections 4.2.1.3 and 4.2.1.12",
  },
  "certificate-name-limits": {
    title: "The CA was not allowed to sign this name",
    means: "The CA may sign only some names (name constraints). This name is not one of them.",
    attacker: "A CA that ignores its limits may work for an attacker, or an attacker may have its key.",
    fix: renewed,
    source: "RFC 5280 section 4.2.1.10",
  },
  "certificate-name": {
    title: "The certificate is for another name",
    means: "The name that clients connect to is not in the certificate's list of names (subjectAltName).",
    attacker:
      "A client that does not check the name accepts any genuine certificate. An attacker can have one for their own name.",
    fix: { ...renewed, lab: "lab certs request --san NAME, lab certs sign, then start the server again" },
    source: "RFC 9525 section 6.1; RFC 2818 section 3.1",
  },
  "certificate-key": {
    title: "A key is too weak",
    means: "An RSA key needs at least 2,048 bits, and an elliptic curve at least 224 bits.",
    attacker: "A rich attacker computes the private key from the public key and pretends to be the server.",
    fix: { ...renewed, lab: "lab certs key --new, lab certs request, lab certs sign" },
    source: "RFC 9325 section 4.5; Mozilla 6.0: intermediate.rsa_key_size",
  },
  "certificate-algorithm": {
    title: "A certificate's signature uses a broken hash",
    means: "SHA-1 and MD5 are broken: attackers can make two texts with the same hash. One signature then fits both.",
    attacker:
      "An attacker lets a CA sign a harmless certificate. Then they copy the signature to a certificate for your name.",
    fix: renewed,
    source: "RFC 9155 section 1; RFC 9325 section 4.5; Mozilla 6.0: intermediate.certificate_signatures",
  },
  "certificate-life": {
    title: "The certificate is valid for more than 366 days",
    means: "A stolen key works until the certificate expires. And people who renew often learn how to do it.",
    attacker: "An attacker who stole the key once can pretend to be the server until the last day.",
    fix: { ...renewed, lab: "lab certs init --renew (90 days)" },
    source: "Mozilla 6.0: intermediate.maximum_certificate_lifespan",
  },
  "certificate-unlisted": {
    title: "The certificate's key or signature is of a kind that Mozilla's list does not have",
    means: "It is strong enough, but many clients cannot check it. The list has ECDSA on P-256 and P-384, and RSA.",
    attacker:
      "There is no attack. But a client that cannot check it does not connect, or people switch off its checks.",
    fix: { ...renewed, lab: "lab certs key --new (P-256)" },
    source: "Mozilla 6.0: intermediate.certificate_types, certificate_curves, certificate_signatures",
  },
};
