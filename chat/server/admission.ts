import { createHash, timingSafeEqual, X509Certificate } from "node:crypto";
import { LayersEntrance } from "../layers/entrance.ts";
import type { LayersServer, ServerLayers } from "../layers/layers.ts";
import { type Entrance, type EntranceReply, MAX_WRONG_KEYS, openEntrance } from "../protocol/entrance.ts";
import { deliveryLine, type Protection, readAccessKey } from "../protocol/protocol.ts";
import { type Refusal, refusal } from "../protocol/refusal.ts";
import { certificatesIn } from "../transport/certificates.ts";
import { texts } from "./texts.ts";

/** What a server requires of newcomers besides a name. Certificates and the access key only make sense over TLS. */
export interface AdmissionOptions {
  /** PEM text of the CAs for client certificates: the name must then be the certificate's common name. */
  readonly clientCa?: string | undefined;
  /** The key in a newcomer's first line: `/key KEY`. */
  readonly accessKey?: string | undefined;
  /** Home-made layers around messages. */
  readonly layers?: LayersServer | undefined;
}

/** The steps of one newcomer before a name, and the layers of its connection. */
interface Admitting {
  readonly entrance: Entrance;
  readonly layers: ServerLayers | undefined;
}

/** The purpose "TLS client" of a certificate (RFC 5280, section 4.2.1.12). */
const clientAuthentication = "1.3.6.1.5.5.7.3.2";

/** Decides which connections may give a name. */
export class Admission {
  private readonly authorities: readonly X509Certificate[] | undefined;
  private readonly accessKey: Buffer | undefined;
  readonly layers: LayersServer | undefined;

  /** Throws OpenSSL's error if `clientCa` holds something that is not a certificate. */
  constructor({ clientCa, accessKey, layers }: AdmissionOptions) {
    this.layers = layers;
    this.authorities = clientCa === undefined ? undefined : certificatesIn(clientCa);
    this.accessKey = accessKey === undefined ? undefined : hash(accessKey);
  }

  /** The server's first line for a silent newcomer. */
  get firstQuestion(): string {
    return deliveryLine.answer(this.layers === undefined ? texts.typeYourName : texts.askForLayers);
  }

  /** How a connection is protected, its layers included. */
  protectionOf(connection: Protection): Protection {
    return this.layers && connection.kind === "plain" ? { ...connection, layers: this.layers.recipe } : connection;
  }

  /** For one connection. */
  begin(): Admitting {
    const layers = this.layers?.begin();
    if (layers !== undefined) return { entrance: new LayersEntrance(layers), layers };
    return { entrance: this.accessKey === undefined ? openEntrance : new KeyCheck(this.accessKey), layers };
  }

  /**
   * The name that the client's certificate proves: its common name. Undefined if certificates are not required. One of
   * the CAs itself must have signed the certificate. It must be valid at `now`, and for clients if it names a purpose.
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

/** The access key of one connection, with few tries. */
class KeyCheck implements Entrance {
  isOpen = false;
  private readonly wanted: Buffer;
  private tries = 0;

  /** `wanted` is the key's hash. */
  constructor(wanted: Buffer) {
    this.wanted = wanted;
  }

  /** Takes the same time for every wrong key. */
  take(line: string): EntranceReply {
    const key = readAccessKey(line);
    this.isOpen = key !== undefined && timingSafeEqual(hash(key), this.wanted);
    this.tries += 1;
    if (this.isOpen) return { lines: [] };
    const left = MAX_WRONG_KEYS - this.tries;
    return {
      lines: [],
      why: key === undefined ? refusal("key-needed") : refusal("wrong-key", left),
      isOver: left === 0,
    };
  }
}

function hash(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
