/** The result of one check. */
export interface Finding {
  /** What was checked, in a word or two. */
  readonly subject: string;
  /** "works"; "broken": the lab needs it; "note": the lab can do without it, or has another way. */
  readonly state: "works" | "broken" | "note";
  /** The result in one line. May hold text from the system. */
  readonly found: string;
  /** The command that fixes it on this system, or another action. */
  readonly remedy?: string;
}

/** Checks one thing. Never throws: an error is the finding. */
export type Check = () => Finding | Promise<Finding>;
