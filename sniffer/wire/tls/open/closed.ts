/** Why a record stays closed although keys were looked for. The list is closed: whatever happens is one of these. */
export type ClosedReason =
  /** Neither key log nor private key nor pre-shared key, and no secrets in the capture. */
  | { readonly kind: "no-keys" }
  /** The key log has no line for this ClientHello's random. */
  | { readonly kind: "no-line"; readonly random: Uint8Array }
  /** The connection is TLS 1.3, and the key log holds lines for older versions only. */
  | { readonly kind: "only-tls12-lines" }
  /** The key log has other secrets of this connection, and not the one that this record needs. */
  | { readonly kind: "no-such-secret"; readonly label: string }
  /** ClientHello or ServerHello are not in the capture. */
  | { readonly kind: "no-handshake" }
  /** The session continues an earlier one that is not in the capture. */
  | { readonly kind: "resumed" }
  /** Bytes before this record, or in it, are missing. */
  | { readonly kind: "lost-bytes" }
  /** The suite's cipher is not available here, or the records are compressed. */
  | { readonly kind: "not-available"; readonly suite: number; readonly isCompressed?: true }
  /** The line for this connection is damaged. */
  | { readonly kind: "damaged-line"; readonly source: string; readonly line: number }
  /** Data sent before the handshake ended (0-RTT), and its secret is not there. */
  | { readonly kind: "no-early-secret" }
  /** The key exchange was Diffie-Hellman: neither private key nor pre-shared key are enough. */
  | { readonly kind: "forward-secrecy"; readonly suite: number }
  /** RSA key exchange, but for another private key. */
  | { readonly kind: "other-private-key" }
  /** The tag or MAC does not fit: bytes were changed, or the secret is not the right one. `hasOpened`: others with the same secret did open. */
  | { readonly kind: "not-authentic"; readonly hasOpened: boolean };

export type ClosedKind = ClosedReason["kind"];
