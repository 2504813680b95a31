/** Where something was found: a file, and packets in it. */
export interface Place {
  readonly file: string;
  readonly packets?: readonly number[];
}

/**
 * One checked statement of an exercise. `found` says what was really there, `where` points to it, `next` says what to
 * look at or to do next, one advice a line, with a command at its end. Texts may hold words from captures: what prints
 * them cleans them.
 */
export interface Claim {
  /** The same in every language: the name of a question, a capture's file, or a word of the exercise's own. */
  readonly code: string;
  /** "waiting" where it cannot be looked at before another claim is proved. */
  readonly state: "proved" | "failed" | "waiting";
  readonly claim: string;
  /** Why it failed, the same in every language, where there are several reasons. */
  readonly reason?: string | undefined;
  readonly found: string;
  readonly where?: Place | undefined;
  readonly next?: string | undefined;
}

/** What looking at the evidence brought: a claim without its own statement. */
export interface Verdict {
  readonly ok: boolean;
  readonly reason?: string | undefined;
  readonly found: string;
  readonly where?: Place | undefined;
  readonly next?: string | undefined;
}

/** The claim with its verdict. It names what to look at next only while something is to be done. */
export function claimed(code: string, claim: string, { ok, reason, found, where, next }: Verdict): Claim {
  return { code, state: ok ? "proved" : "failed", claim, found, where, ...(!ok && { reason, next }) };
}

/** A claim that cannot be judged yet, with the reason. */
export function waiting(code: string, claim: string, found: string): Claim {
  return { code, state: "waiting", claim, found };
}

/** Whether every claim, at least one, is proved. */
export function allProved(claims: readonly Claim[]): boolean {
  return claims.length > 0 && claims.every(({ state }) => state === "proved");
}
