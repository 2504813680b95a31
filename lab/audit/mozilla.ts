import { protocolVersion } from "../../sniffer/wire/tls/names.ts";
import { cipherSuite, supportedGroup } from "../../sniffer/wire/tls/registry/iana-names.ts";

/** What one of Mozilla's two configurations allows a server. */
export interface Guideline {
  readonly versions: readonly number[];
  readonly suites: readonly number[];
  readonly groups: readonly number[];
  readonly keyTypes: readonly ("ec" | "rsa")[];
  readonly curves: readonly string[];
  readonly signatures: readonly string[];
  /** Days. */
  readonly longestLife: number;
}

const newSuites = [
  cipherSuite.TLS_AES_128_GCM_SHA256,
  cipherSuite.TLS_AES_256_GCM_SHA384,
  cipherSuite.TLS_CHACHA20_POLY1305_SHA256,
];
const groups = [
  supportedGroup.X25519MLKEM768,
  supportedGroup.x25519,
  supportedGroup.secp256r1,
  supportedGroup.secp384r1,
];
const curves = ["prime256v1", "secp384r1"];
const ecdsa = ["ecdsa-with-SHA256", "ecdsa-with-SHA384", "ecdsa-with-SHA512"];

/**
 * Mozilla's server-side TLS guidelines, version 6.0 (https://ssl-config.mozilla.org/guidelines/6.0.json), in numbers.
 */
export const guidelines = {
  /** For servers whose clients all speak TLS 1.3. */
  modern: {
    versions: [protocolVersion["TLS 1.3"]],
    suites: newSuites,
    groups,
    keyTypes: ["ec"],
    curves,
    signatures: ecdsa,
    longestLife: 90,
  },
  /** For all others. */
  intermediate: {
    versions: [protocolVersion["TLS 1.2"], protocolVersion["TLS 1.3"]],
    suites: [
      ...newSuites,
      cipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
      cipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
      cipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
      cipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
      cipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
      cipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ],
    groups,
    keyTypes: ["ec", "rsa"],
    curves,
    signatures: ["sha256WithRSAEncryption", ...ecdsa],
    longestLife: 366,
  },
} as const satisfies Readonly<Record<string, Guideline>>;

export type GuidelineName = keyof typeof guidelines;
