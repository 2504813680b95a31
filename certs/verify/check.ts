/** The steps of a verification, by the names in exercises. */
export type CheckName =
  | "readable"
  | "dates"
  | "signature"
  | "issuer"
  | "CA flag"
  | "key usage"
  | "name limits"
  | "name"
  | "key strength"
  | "algorithm";

/** One step of a verification: what was checked, whether it passed, and why, in a sentence. The reason is clean. */
export interface Check {
  readonly check: CheckName;
  readonly ok: boolean;
  readonly reason: string;
  /** It failed only because something is missing here: the truth is unknown. */
  readonly isUndecided?: true;
  /** The command that fixes it, if there is one. */
  readonly fix?: string;
}

export function passed(check: CheckName, reason: string): Check {
  return { check, ok: true, reason };
}

export function failed(check: CheckName, reason: string, fix?: string): Check {
  return { check, ok: false, reason, ...(fix === undefined ? {} : { fix }) };
}
