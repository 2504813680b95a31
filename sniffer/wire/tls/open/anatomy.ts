/** The bytes of each step of opening a record. Computed again only for a record that someone looks at. */
export type Anatomy = AeadAnatomy | MacAnatomy;

/** A cipher that authenticates its ciphertext. */
export interface AeadAnatomy {
  readonly kind: "aead";
  /** The sequence number, as many bytes as the nonce; undefined if the record carries a part of the nonce instead. */
  readonly sequence: Uint8Array | undefined;
  readonly nonce: Uint8Array;
  /** Bytes that the tag protects but that are not encrypted. */
  readonly additionalData: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}

/** A cipher that does not authenticate, or no cipher, with a MAC. */
export interface MacAnatomy {
  readonly kind: "block" | "stream" | "null";
  /** The bytes that are mixed with the first block; undefined without blocks. */
  readonly iv: Uint8Array | undefined;
  /** Bytes of keystream used before: the position in a stream cipher. */
  readonly position: number;
  readonly ciphertext: Uint8Array;
  /** What the MAC protects besides the content: sequence number, type, version and length. */
  readonly header: Uint8Array;
  readonly mac: Uint8Array;
  /** The padding of the last block, its length byte included. */
  readonly filling: Uint8Array;
  /** Whether the MAC covers the ciphertext (RFC 7366) and is outside of it. */
  readonly isEncryptThenMac: boolean;
}
