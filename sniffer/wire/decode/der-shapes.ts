import type { DerShape } from "./der.ts";

/** AlgorithmIdentifier, RFC 5280 section 4.1.1.2. */
const algorithm: readonly DerShape[] = [{ name: "algorithm" }, { name: "parameters" }];

/** SubjectPublicKeyInfo, RFC 5280 section 4.1. */
export const publicKeyShape: DerShape = {
  name: "SubjectPublicKeyInfo",
  parts: [{ name: "algorithm", parts: algorithm }, { name: "subjectPublicKey" }],
};

/** Certificate, RFC 5280 section 4.1. */
export const certificateShape: DerShape = {
  name: "Certificate",
  parts: [
    {
      name: "tbsCertificate",
      parts: [
        { name: "version", tag: 0xa0 },
        { name: "serialNumber" },
        { name: "signature", parts: algorithm },
        { name: "issuer" },
        { name: "validity", parts: [{ name: "notBefore" }, { name: "notAfter" }] },
        { name: "subject" },
        { ...publicKeyShape, name: "subjectPublicKeyInfo" },
        { name: "issuerUniqueID", tag: 0x81 },
        { name: "subjectUniqueID", tag: 0x82 },
        { name: "extensions", tag: 0xa3 },
      ],
    },
    { name: "signatureAlgorithm", parts: algorithm },
    { name: "signatureValue" },
  ],
};

/** CertificationRequest, RFC 2986 section 4. */
export const requestShape: DerShape = {
  name: "CertificationRequest",
  parts: [
    {
      name: "certificationRequestInfo",
      parts: [
        { name: "version" },
        { name: "subject" },
        { ...publicKeyShape, name: "subjectPKInfo" },
        { name: "attributes", tag: 0xa0 },
      ],
    },
    { name: "signatureAlgorithm", parts: algorithm },
    { name: "signature" },
  ],
};
