import { createHash, timingSafeEqual, X509Certificate } from "node:crypto";
import { readAccessKey } from "./protocol.ts";
import { type Refusal, refusal } from "./refusal.ts";

/** What a server asks of newcomers besides a name. Both only make sense over TLS. */
export interface AdmissionOptions {
  /** PEM text of the CAs that vouch for clients: the name must then be the certificate's common name. */
  readonly clientCa?: string | undefined;
  /** What a newcomer must say first: `/key KEY`. */
  readonly accessKey?: string | undefined;
}

/** The purpose "TLS client" of a certificate (RFC 5280, section 4.2.1.12). */
const clientAuthentication = "1.3.6.1.5.5.7.3.2";
/** Most wrong access keys of one connection. */
const MAX_WRONG_KEYS = 3;

/** Decides who may give a name at all. */
export class Admission {
  private readonly authorities: readonly X509Certificate[] | undefined;
  private readonly accessKey: Buffer | undefined;

  /** Throws what OpenSSL says if `clientCa` holds something that is not a certificate. */
  constructor({ clientCa, accessKey }: AdmissionOptions) {
    this.authorities = clientCa
      ?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
      ?.map((pem) => new X509Certificate(pem));
    this.accessKey = accessKey === undefined ? undefined : hash(accessKey);
  }

  /** What one newcomer still has to do before a name is taken. */
  begin(): KeyCheck {
    return new KeyCheck(this.accessKey);
  }

  /**
   * The name that the client's certificate proves: its common name. Undefined where no certificate is asked for. The certificate must be
   * signed by one of the CAs itself, valid now, and for clients if it says what it is for.
   */
  certifiedName(chain: readonly Uint8Array[], now: Date): string | Refusal | undefined {
    if (this.authorities === undefined) return undefined;
    const [der] = chain;
    if (der === undefined) return refusal("certificate-needed");
    const certificate = new X509Certificate(der);
    const isSigned = this.authorities.some(
      (authority) => authority.ca && certificate.checkIssued(authority) && certificate.verify(authority.publicKey),
    );
    const isForClients = certificate.keyUsage?.includes(clientAuthentication) ?? true;
    const isValid = new Date(certificate.validFrom) <= now && now <= new Date(certificate.validTo);
    const name = /^CN=(.+)$/m.exec(certificate.subject)?.[1];
    if (!isSigned || !isForClients || !isValid || name === undefined) return refusal("certificate-refused");
    return name.normalize("NFC");
  }
}

/** The access key of one connection: it has few tries. */
export class KeyCheck {
  private readonly wanted: Buffer | undefined;
  private tries = 0;
  isDone: boolean;

  /** `wanted` is the key's hash; undefined where none is needed. */
  constructor(wanted: Buffer | undefined) {
    this.wanted = wanted;
    this.isDone = wanted === undefined;
  }

  /** A line of someone who has not said the key yet. Returns why it is refused. Takes the same time for every wrong key. */
  take(line: string): Refusal | undefined {
    const key = readAccessKey(line);
    this.isDone = key !== undefined && timingSafeEqual(hash(key), this.wanted!);
    this.tries += 1;
    return this.isDone ? undefined : refusal(key === undefined ? "key-needed" : "wrong-key");
  }

  get hasTriesLeft(): boolean {
    return this.tries < MAX_WRONG_KEYS;
  }
}

function hash(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
