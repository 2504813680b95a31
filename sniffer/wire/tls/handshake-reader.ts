import { handshakeType } from "./names.ts";

/** The four bytes before each handshake message: type and length. */
const MESSAGE_HEADER_LENGTH = 4;
/**
 * The longest message that is put together. Longer ones are skipped and reported. The longest known chains are near 100
 * KiB.
 */
export const MAX_MESSAGE_LENGTH = 256 * 1024;

/** One handshake message, RFC 8446 section 4. */
export interface HandshakeMessage {
  readonly type: number;
  /** The whole message with its header; undefined if it was too long to keep. */
  readonly bytes: Uint8Array | undefined;
  readonly length: number;
  /** The stream offset of its first byte, and the packet of that byte. */
  readonly offset: number;
  readonly firstPacket: number;
}

/**
 * Whether bytes can be handshake messages: "whole" ones in a row (ciphertext never looks like this), one that is
 * "begun" at the end, or "none".
 */
export function messagesIn(bytes: Uint8Array, start = 0, end = bytes.length): "whole" | "begun" | "none" {
  let at = start;
  let length = 0;
  while (at + MESSAGE_HEADER_LENGTH <= end && handshakeType.isKnown(bytes[at]!)) {
    length = MESSAGE_HEADER_LENGTH + ((bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!);
    at += length;
  }
  if (at === end && at > start) return "whole";
  if (at > end) return length <= MAX_MESSAGE_LENGTH ? "begun" : "none";
  return at + MESSAGE_HEADER_LENGTH > end && handshakeType.isKnown(bytes[at] ?? -1) ? "begun" : "none";
}

/**
 * Puts handshake messages together from the fragments of records. A message may need several records, and a record may
 * hold several messages.
 */
export class HandshakeReader {
  private readonly header = new Uint8Array(MESSAGE_HEADER_LENGTH);
  /** Bytes of the present message so far, header included; 0 between messages. */
  private filled = 0;
  private length = 0;
  private body: Uint8Array | undefined;
  private offset = 0;
  private firstPacket = 0;

  /** Whether a message is incomplete. */
  get isPending(): boolean {
    return this.filled > 0;
  }

  /** Bytes of the incomplete message. */
  get pendingBytes(): number {
    return this.body?.length ?? 0;
  }

  /** Adds a record's fragment, which begins at stream offset `offset`. Returns the messages that it completes. */
  push(fragment: Uint8Array, offset: number, packet: number): HandshakeMessage[] {
    const messages: HandshakeMessage[] = [];
    let at = 0;
    while (at < fragment.length) {
      if (this.filled === 0) {
        this.offset = offset + at;
        this.firstPacket = packet;
      }
      at = this.filled < MESSAGE_HEADER_LENGTH ? this.readHeader(fragment, at) : this.readBody(fragment, at);
      if (this.filled >= MESSAGE_HEADER_LENGTH && this.filled === this.length) messages.push(this.complete());
    }
    return messages;
  }

  /** Forgets the incomplete message, because a gap or encryption follows. Returns whether there was one. */
  reset(): boolean {
    const wasPending = this.filled > 0;
    this.filled = 0;
    this.body = undefined;
    return wasPending;
  }

  private readHeader(fragment: Uint8Array, at: number): number {
    this.header[this.filled++] = fragment[at]!;
    if (this.filled === MESSAGE_HEADER_LENGTH) {
      const [, high, middle, low] = this.header as unknown as [number, number, number, number];
      this.length = MESSAGE_HEADER_LENGTH + ((high << 16) | (middle << 8) | low);
      this.body = this.length > MAX_MESSAGE_LENGTH ? undefined : new Uint8Array(this.length);
      this.body?.set(this.header);
    }
    return at + 1;
  }

  private readBody(fragment: Uint8Array, at: number): number {
    const taken = Math.min(this.length - this.filled, fragment.length - at);
    this.body?.set(fragment.subarray(at, at + taken), this.filled);
    this.filled += taken;
    return at + taken;
  }

  private complete(): HandshakeMessage {
    const { body: bytes, length, offset, firstPacket } = this;
    this.reset();
    return { type: this.header[0]!, bytes, length, offset, firstPacket };
  }
}
