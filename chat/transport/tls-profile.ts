import { constants } from "node:crypto";
import tls from "node:tls";

/** The TLS versions this chat speaks. */
export type TlsVersion = "TLSv1.2" | "TLSv1.3";

/**
 * The ciphers of Mozilla's "intermediate" profile, without finite-field key exchange: only forward secrecy and
 * authenticated ciphers. The server chooses the order. The profile leaves it to the client, but scanners call that a
 * fault.
 */
const intermediateCiphers = [
  ...["TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"],
  ...["ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384"],
  ...["ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305"],
  ...["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256"],
].join(":");

/**
 * A key agreement that a future quantum computer could not break, together with X25519. OpenSSL has it from 3.5 on
 * (Node 24). The version decides, because a context with an unknown group leaves an error behind for the next
 * connection.
 */
export const hasHybridGroup = isAtLeast(process.versions.openssl, 3, 5);
const groups = [...(hasHybridGroup ? ["X25519MLKEM768"] : []), "X25519", "prime256v1", "secp384r1"].join(":");

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [first = 0, second = 0] = version.split(".").map(Number);
  return first > major || (first === major && second >= minor);
}

/** SSL_OP_CLEANSE_PLAINTEXT, which has no name in Node: OpenSSL wipes decrypted bytes after they were read. */
export const cleansePlaintext = 2;

/** What a server needs to speak TLS. `cert` and `key` are PEM; `cert` may hold the whole chain. */
export interface ServerTls {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  readonly passphrase?: string | undefined;
  readonly minVersion?: TlsVersion | undefined;
  readonly maxVersion?: TlsVersion | undefined;
  /** An OpenSSL cipher list; TLS 1.3 suites by their IANA names. */
  readonly ciphers?: string | undefined;
  /** PEM text of the CAs for client certificates. They are not verified here. */
  readonly clientCa?: string | undefined;
  /** Gets each line of the key log (SSLKEYLOGFILE format), newline included. */
  readonly onKeyLog?: ((line: Buffer) => void) | undefined;
}

/** OpenSSL's settings for a server. Throws OpenSSL's error if certificate, key, passphrase and options do not fit. */
export function serverContext({
  cert,
  key,
  passphrase,
  minVersion,
  maxVersion,
  ciphers,
  clientCa,
}: ServerTls): tls.SecureContext {
  return tls.createSecureContext({
    cert,
    key,
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(clientCa === undefined ? {} : { ca: clientCa }),
    minVersion: minVersion ?? "TLSv1.2",
    maxVersion: maxVersion ?? "TLSv1.3",
    ciphers: ciphers ?? intermediateCiphers,
    ecdhCurve: groups,
    honorCipherOrder: true,
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_NO_TICKET | cleansePlaintext,
  });
}
