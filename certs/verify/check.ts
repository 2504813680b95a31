/** One step of a verification: what was checked, whether it passed, and why, in a sentence. The reason is clean to print. */
export interface Check {
  readonly check: string;
  readonly ok: boolean;
  readonly reason: string;
}

export function passed(check: string, reason: string): Check {
  return { check, ok: true, reason };
}

export function failed(check: string, reason: string): Check {
  return { check, ok: false, reason };
}
