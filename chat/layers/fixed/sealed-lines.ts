import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import { type LayersLine, numberedHead } from "../layers-line.ts";

const KEY_LENGTH = 32;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/**
 * One direction of a connection under `fixed`: AES-256-GCM, with the line's number as nonce. Each number is used once.
 */
export class SealedLines {
  private readonly key: Buffer;
  private next = 0;

  /** `from` is the sender in this direction; `transcript` is the hash of the handshake, with the signature. */
  constructor(secret: Buffer, transcript: Buffer, from: "client" | "server") {
    // HKDF, RFC 5869: the transcript is the salt, and the purpose makes the keys of the two directions different.
    const purpose = `wire lab layers fixed: key of the ${from}`;
    this.key = Buffer.from(hkdfSync("sha256", secret, transcript, purpose, KEY_LENGTH));
  }

  /**
   * Encrypts a text. Everything before the ciphertext is authenticated too. `from` is `ana > ` if the server names the
   * sender.
   */
  seal(text: string, from = ""): LayersLine {
    const number = this.next;
    this.next += 1;
    const head = numberedHead(number, from);
    const cipher = createCipheriv("aes-256-gcm", this.key, nonceOf(number)).setAAD(Buffer.from(head));
    const sealed = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
    return { kind: "numbered", head, number, sealed };
  }

  /**
   * Decrypts the next text. Undefined if a line was left out, repeated, moved or changed: later lines cannot be trusted
   * then.
   */
  open(line: LayersLine): string | undefined {
    if (line.kind !== "numbered" || line.number !== this.next || line.sealed.length < TAG_LENGTH) return undefined;
    const { head, number, sealed } = line;
    const cipher = createDecipheriv("aes-256-gcm", this.key, nonceOf(number)).setAAD(Buffer.from(head));
    cipher.setAuthTag(sealed.subarray(-TAG_LENGTH));
    try {
      const text = Buffer.concat([cipher.update(sealed.subarray(0, -TAG_LENGTH)), cipher.final()]);
      this.next += 1;
      return text.toString();
    } catch {
      return undefined;
    }
  }
}

function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(NONCE_LENGTH);
  nonce.writeUInt32BE(number, NONCE_LENGTH - 4);
  return nonce;
}
