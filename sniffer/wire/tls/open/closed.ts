/** Why a record stays closed. Every case is in this list. */
export type ClosedReason =
  /** No key log, private key or pre-shared key was given, and the capture holds no secrets. */
  | { readonly kind: "no-keys" }
  /** The key log has no line for this ClientHello's random. */
  | { readonly kind: "no-line"; readonly random: Uint8Array }
  /** The connection is TLS 1.3, but the key log has only lines for older versions. */
  | { readonly kind: "only-tls12-lines" }
  /** The key log has other secrets of this connection, but not the one for this record. */
  | { readonly kind: "no-such-secret"; readonly label: string }
  /** The ClientHello or the ServerHello is not in the capture. */
  | { readonly kind: "no-handshake" }
  /** The session continues an earlier one that is not in the capture. */
  | { readonly kind: "resumed" }
  /** Bytes of this record, or before it, are missing. */
  | { readonly kind: "lost-bytes" }
  /** The suite's cipher is not available here, or the records are compressed. */
  | { readonly kind: "not-available"; readonly suite: number; readonly isCompressed?: true }
  /** The line for this connection is damaged. */
  | { readonly kind: "damaged-line"; readonly source: string; readonly line: number }
  /** Early data (0-RTT), but their secret is missing. */
  | { readonly kind: "no-early-secret" }
  /** The key exchange was Diffie-Hellman: a private key or pre-shared key is not enough. */
  | { readonly kind: "forward-secrecy"; readonly suite: number }
  /** RSA key exchange, but with another private key. */
  | { readonly kind: "other-private-key" }
  /**
   * The tag or MAC does not fit: bytes were changed, or the secret is wrong. `hasOpened`: other records opened with the
   * same secret.
   */
  | { readonly kind: "not-authentic"; readonly hasOpened: boolean };

export type ClosedKind = ClosedReason["kind"];
