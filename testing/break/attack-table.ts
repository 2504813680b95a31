import type { Wire } from "./attacked-room.ts";

/** Why an attack fails. */
export const reasons = {
  unreadable: "no readable word",
  "no-hash": "no hash crosses the wire",
  "no-rc4-key": "no key under RC4",
  fresh: "a new IV each time",
  "fresh-nonce": "a new nonce each time",
  hmac: "the HMAC does not match",
  tag: "the tag does not match, connection closed",
  alert: "alert bad_record_mac",
  "no-public-key": "no public key, and nothing encrypted with the private key",
  "forward-secrecy": "forward secrecy: the private key opens nothing",
  "not-the-time": "the key is random",
  "no-token": "no key crosses the wire",
  numbered: "its number is used, connection closed",
  "keys-do-not-open": "the client refuses: not under the access key",
  signature: "the client refuses: the signature does not match",
  certificate: "the client refuses: certificate not from its CA",
} as const;

export type Reason = keyof typeof reasons;
export type Outcome = "falls" | Reason;

/** The result of each attack on each wire; every cell is a test. In the order of the page. */
export const attackTable = {
  "read it": row("unreadable", "unreadable", "unreadable", "unreadable", "unreadable", "unreadable"),
  "pass the hash": row("falls", "falls", "falls", "falls", "no-hash", "no-hash"),
  "dictionary on the hash": row("falls", "falls", "falls", "falls", "no-hash", "no-hash"),
  "known beginning under RC4": row("falls", "no-rc4-key", "falls", "falls", "no-rc4-key", "no-rc4-key"),
  "two-time pad": row("fresh", "fresh", "fresh", "falls", "fresh-nonce", "fresh-nonce"),
  "flipped bit": row("hmac", "hmac", "hmac", "falls", "tag", "alert"),
  "private key misused": row(
    "no-public-key",
    "falls",
    "no-public-key",
    "no-public-key",
    "no-public-key",
    "forward-secrecy",
  ),
  "guess the clock": row("not-the-time", "not-the-time", "falls", "not-the-time", "no-token", "no-token"),
  "replay under another name": row("falls", "falls", "falls", "falls", "numbered", "alert"),
  "other keys through lab mitm": row(
    ...(["keys-do-not-open", "falls", "keys-do-not-open", "keys-do-not-open"] as const),
    ...(["signature", "certificate"] as const),
  ),
} satisfies Record<string, Readonly<Record<Wire, Outcome>>>;

export type AttackName = keyof typeof attackTable;

function row(...[chain, reversed, clock, stream, fixed, tls]: [Outcome, Outcome, Outcome, Outcome, Outcome, Outcome]) {
  return { chain, reversed, clock, stream, fixed, tls };
}

export function tableLines(): readonly string[] {
  const rows = Object.entries(attackTable).map(([attack, { chain, reversed, clock, stream, fixed, tls }]) =>
    [attack, ...[chain, reversed, clock, stream, fixed, tls].map(shown)].join(" | "),
  );
  const head = ["attack", "`chain`", "`reversed`", "`clock`", "`stream`", "`fixed`", "TLS 1.3"];
  return [head.join(" | "), head.map(() => "---").join(" | "), ...rows].map((line) => `| ${line} |`);
}

function shown(outcome: Outcome): string {
  return outcome === "falls" ? "**broken**" : reasons[outcome];
}
