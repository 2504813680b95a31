import { isIP } from "node:net";
import { connect, type DetailedPeerCertificate, type SecureVersion, type TLSSocket } from "node:tls";
import { LabError } from "../../terminal/lab-error.ts";
import { texts } from "./texts.ts";

/** What a TLS server has shown. */
export interface Peer {
  /** Its chain in DER, its own certificate first. */
  readonly chain: readonly Uint8Array[];
  /** Such as "TLSv1.3" and "TLS_AES_256_GCM_SHA384". */
  readonly protocol: string;
  readonly cipher: string;
}

export interface PeerOptions {
  /** The name in the handshake, if it is not the host. */
  readonly name?: string;
  readonly maxVersion?: SecureVersion;
  readonly ciphers?: string;
}

/** Why a handshake failed; "other" for failures without their own advice. */
type Failure = keyof typeof texts.failures | "other";

/** A handshake that failed, with advice. */
export class HandshakeError extends LabError {
  readonly failure: Failure;
  /** In a few words. */
  readonly reason: string;

  constructor(host: string, port: number, { code, message }: NodeJS.ErrnoException) {
    const { failure, alert } = failures[code ?? ""] ?? { failure: "other" };
    const advice = failure === "other" ? texts.otherFailure(code ?? message) : texts.failures[failure];
    super(...texts.handshakeFailed(host, port, advice, alert));
    this.failure = failure;
    this.reason = advice[0];
  }
}

/** By the error codes of Node and OpenSSL, with the alert from the other side (RFC 8446 section 6). */
const failures: Readonly<Record<string, { readonly failure: Failure; readonly alert?: string }>> = {
  ECONNREFUSED: { failure: "refused" },
  ENOTFOUND: { failure: "noSuchHost" },
  EAI_AGAIN: { failure: "noLookup" },
  EHOSTUNREACH: { failure: "hostUnreachable" },
  ENETUNREACH: { failure: "networkUnreachable" },
  ETIMEDOUT: { failure: "noAnswer" },
  ECONNRESET: { failure: "closed" },
  ERR_SSL_WRONG_VERSION_NUMBER: { failure: "inTheClear" },
  ERR_SSL_PACKET_LENGTH_TOO_LONG: { failure: "inTheClear" },
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: { failure: "noCommonVersion", alert: "protocol_version" },
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: { failure: "noCommonSuite", alert: "handshake_failure" },
  // The same, in the words of OpenSSL 3.2 and later.
  "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE": { failure: "noCommonSuite", alert: "handshake_failure" },
};

/** How long a server may take to answer. */
const TIMEOUT_MILLISECONDS = 5_000;
/** Most certificates accepted from a server: as many as a path may have. */
const MAX_CHAIN_LENGTH = 100;

/**
 * Makes a TLS handshake with a server, whatever its certificate is, and returns what it sent: for checks, not for a
 * conversation. Throws LabError if there is no server, or if it does not speak TLS.
 */
export function fetchPeer(host: string, port: number, options: PeerOptions = {}): Promise<Peer> {
  const name = options.name ?? host;
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      rejectUnauthorized: false, // `verifyChain` checks it.
      ca: [], // Otherwise Node would complete the chain from its own store, and hide what the server forgot to send.
      ciphers: options.ciphers ?? "DEFAULT@SECLEVEL=0",
      ...(isIP(name) === 0 ? { servername: name } : {}),
      ...(options.maxVersion ? { maxVersion: options.maxVersion } : {}),
    });
    socket.setTimeout(TIMEOUT_MILLISECONDS, () =>
      socket.destroy(new LabError(...texts.noAnswer(host, port, TIMEOUT_MILLISECONDS / 1000))),
    );
    socket.once("secureConnect", () => {
      resolve({
        chain: chainOf(socket),
        protocol: socket.getProtocol() ?? "",
        cipher: socket.getCipher().standardName,
      });
      socket.end();
    });
    socket.once("error", (error: NodeJS.ErrnoException) => {
      reject(error instanceof LabError ? error : new HandshakeError(host, port, error));
      socket.destroy();
    });
  });
}

/** The other side's certificates in DER, its own first. */
function chainOf(socket: TLSSocket): readonly Uint8Array[] {
  const chain: Uint8Array[] = [];
  let certificate: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  const seen = new Set<DetailedPeerCertificate>();
  while (certificate?.raw !== undefined && !seen.has(certificate) && chain.length < MAX_CHAIN_LENGTH) {
    seen.add(certificate);
    chain.push(certificate.raw);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}
