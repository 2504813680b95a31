/** The bytes that opening a record works with, to show each step. Made again only for a record that is looked at. */
export type Anatomy = AeadAnatomy | MacAnatomy;

/** A cipher that authenticates what it encrypts. */
export interface AeadAnatomy {
  readonly kind: "aead";
  /** The sequence number where the nonce is made with it, as many bytes as the nonce; undefined where the record carries a part of the nonce. */
  readonly sequence: Uint8Array | undefined;
  readonly nonce: Uint8Array;
  /** What the tag protects besides the content, and is not encrypted. */
  readonly additionalData: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}

/** A cipher that does not authenticate, or none, with a MAC. */
export interface MacAnatomy {
  readonly kind: "block" | "stream" | "null";
  /** What the first block is mixed with; undefined where there are no blocks. */
  readonly iv: Uint8Array | undefined;
  /** Bytes of keystream that went before: where a stream cipher is. */
  readonly position: number;
  readonly ciphertext: Uint8Array;
  /** What the MAC protects besides the content: sequence number, type, version and length. */
  readonly header: Uint8Array;
  readonly mac: Uint8Array;
  /** What fills the last block, its length byte included. */
  readonly filling: Uint8Array;
  /** Whether the MAC is that of the ciphertext (RFC 7366), and not inside it. */
  readonly isEncryptThenMac: boolean;
}
