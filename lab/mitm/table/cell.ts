/** The attacks: which certificate is shown, or TLS is removed. */
export const attacks = ["self-signed", "own-ca", "wrong-name", "stolen-ca", "strip"] as const;
export type Attack = (typeof attacks)[number];

/**
 * The clients: one accepts every certificate, one verifies, one has a pin, one continues without TLS when TLS fails.
 */
export const clients = ["insecure", "verifying", "pinned", "prefers-tls"] as const;
export type ClientKind = (typeof clients)[number];

/** The result of one attack against one client. */
export interface Cell {
  readonly attack: Attack;
  readonly client: ClientKind;
  /** How the client was connected in the end. */
  readonly connected: "tls" | "plain" | "no";
  /** The client's reaction to TLS with the attacker. */
  readonly tls: "accepted" | "refused";
  /** The reaction of `openssl s_client` with the same options; undefined if it is not installed. */
  readonly openssl: "accepted" | "refused" | undefined;
  /** The alert that ended TLS, by its IANA name, and its sender. */
  readonly alert: { readonly name: string; readonly from: "client" | "attacker" } | undefined;
  /** Whether the attacker read the client's line. */
  readonly read: boolean;
  /** What the other person in the chat read. */
  readonly arrived: "changed" | "as said" | "nothing";
  /** Records of application data from the client; undefined if nothing could be captured. */
  readonly applicationData: number | undefined;
  /** The file of its packets; undefined if nothing could be captured. */
  readonly capture: string | undefined;
}
