/** The place of a finding: a file, and packets in it. */
export interface Place {
  readonly file: string;
  readonly packets?: readonly number[];
}

/**
 * One checked statement of an exercise. `found` is what was really there, `where` is its place. `next` is what to look
 * at or do next: one piece of advice per line, with a command at its end. Texts may contain words from captures; the
 * code that prints them cleans them.
 */
export interface Claim {
  /** The same in every language: the name of a question, a capture's file, or a word of the exercise. */
  readonly code: string;
  /** "waiting" if another claim must be proved first. */
  readonly state: "proved" | "failed" | "waiting";
  readonly claim: string;
  /** The reason of the failure, the same in every language, if there are several. */
  readonly reason?: string | undefined;
  readonly found: string;
  readonly where?: Place | undefined;
  readonly next?: string | undefined;
}

/** The result of looking at the evidence: a claim without its own statement. */
export interface Verdict {
  readonly ok: boolean;
  readonly reason?: string | undefined;
  readonly found: string;
  readonly where?: Place | undefined;
  readonly next?: string | undefined;
}

/** The claim with its verdict. Advice is given only while something is to be done. */
export function claimed(code: string, claim: string, { ok, reason, found, where, next }: Verdict): Claim {
  return { code, state: ok ? "proved" : "failed", claim, found, where, ...(!ok && { reason, next }) };
}

/** A claim that cannot be judged yet, with the reason. */
export function waiting(code: string, claim: string, found: string): Claim {
  return { code, state: "waiting", claim, found };
}

/** Whether there are claims, and all are proved. */
export function allProved(claims: readonly Claim[]): boolean {
  return claims.length > 0 && claims.every(({ state }) => state === "proved");
}
