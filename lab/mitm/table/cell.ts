/** What the attacker tries: the certificates it shows, or taking TLS away. */
export const attacks = ["self-signed", "own-ca", "wrong-name", "stolen-ca", "strip"] as const;
export type Attack = (typeof attacks)[number];

/**
 * Who comes: one that accepts every certificate, one that verifies, one with a pin, one that speaks in the clear where
 * TLS fails.
 */
export const clients = ["insecure", "verifying", "pinned", "prefers-tls"] as const;
export type ClientKind = (typeof clients)[number];

/** One attack against one client, as it went. */
export interface Cell {
  readonly attack: Attack;
  readonly client: ClientKind;
  /** How the client spoke in the end. */
  readonly connected: "tls" | "plain" | "no";
  /** What the client made of TLS with the attacker. */
  readonly tls: "accepted" | "refused";
  /** What `openssl s_client` made of it, with the same options; undefined where it is not installed. */
  readonly openssl: "accepted" | "refused" | undefined;
  /** The alert that ended TLS, by its IANA name, and who sent it. */
  readonly alert: { readonly name: string; readonly from: "client" | "attacker" } | undefined;
  /** Whether the attacker read what the client said. */
  readonly read: boolean;
  /** What the other person in the chat read. */
  readonly arrived: "changed" | "as said" | "nothing";
  /** Records of application data that the client sent inside TLS; undefined where nothing could be captured. */
  readonly applicationData: number | undefined;
  /** Where its packets are; undefined where nothing could be captured. */
  readonly capture: string | undefined;
}
