/**
 * One checked statement of an exercise. `found` says what was really there, `where` points to it (packet number, file), `next` says
 * what to look at or to do next, one advice a line, with a command at its end. Texts may hold words from captures: whoever prints them cleans them.
 */
export interface Claim {
  /** "waiting" where it cannot be looked at before another claim is proved. */
  readonly state: "proved" | "failed" | "waiting";
  readonly claim: string;
  readonly found: string;
  readonly where?: string | undefined;
  readonly next?: string | undefined;
}

/** What looking at the evidence brought: a claim without its own statement. */
export interface Verdict {
  readonly ok: boolean;
  readonly found: string;
  readonly where?: string | undefined;
  readonly next?: string | undefined;
}

/** The claim with its verdict. What to look at next is told only while something is to be done. */
export function claimed(claim: string, { ok, found, where, next }: Verdict): Claim {
  return { state: ok ? "proved" : "failed", claim, found, where, ...(!ok && { next }) };
}

/** A claim that cannot be judged yet, with the reason. */
export function waiting(claim: string, reason: string): Claim {
  return { state: "waiting", claim, found: reason };
}

/** Whether every claim, at least one, is proved. */
export function allProved(claims: readonly Claim[]): boolean {
  return claims.length > 0 && claims.every(({ state }) => state === "proved");
}
