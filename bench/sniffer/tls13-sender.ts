import { createCipheriv, createHmac, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { tlsRecord } from "../../testing/sniffer/packets.ts";

const applicationData = 23;
const tagLength = 16;

/**
 * One side of a TLS 1.3 connection with real encryption (AES-128-GCM), for captures that are opened with their key log.
 */
export class Tls13Sender {
  private readonly secrets: { readonly handshake: Buffer; readonly traffic: Buffer };
  private key: KeyObject;
  private iv: Buffer;
  private sequence = 0;

  constructor() {
    this.secrets = { handshake: randomBytes(32), traffic: randomBytes(32) };
    [this.key, this.iv] = keysOf(this.secrets.handshake);
  }

  /** The lines of the key log for this side, "CLIENT" or "SERVER". */
  keyLog(side: string, random: Uint8Array): string {
    const id = Buffer.from(random).toString("hex");
    const { handshake, traffic } = this.secrets;
    return (
      `${side}_HANDSHAKE_TRAFFIC_SECRET ${id} ${handshake.toString("hex")}\n` +
      `${side}_TRAFFIC_SECRET_0 ${id} ${traffic.toString("hex")}\n`
    );
  }

  /** A record with this content of this type: RFC 8446 section 5.2. */
  seal(type: number, content: Uint8Array): Buffer {
    const nonce = Buffer.from(this.iv);
    nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ this.sequence) >>> 0, 8);
    this.sequence += 1;
    const header = tlsRecord(applicationData, Buffer.alloc(content.length + 1 + tagLength)).subarray(0, 5);
    const cipher = createCipheriv("aes-128-gcm", this.key, nonce).setAAD(header);
    return Buffer.concat([
      header,
      cipher.update(content),
      cipher.update(Uint8Array.of(type)),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
  }

  /** Finished was sent: from here on the traffic secret is used. */
  finish(): void {
    [this.key, this.iv] = keysOf(this.secrets.traffic);
    this.sequence = 0;
  }
}

function keysOf(secret: Buffer): [KeyObject, Buffer] {
  return [createSecretKey(expandLabel(secret, "key", 16)), expandLabel(secret, "iv", 12)];
}

/** HKDF-Expand-Label, RFC 8446 section 7.1, written independently of the lab's own, to test that one. */
function expandLabel(secret: Buffer, label: string, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Buffer.from([0, length, name.length]), name, Buffer.from([0, 1])]);
  return createHmac("sha256", secret).update(info).digest().subarray(0, length);
}
