/** What one check found out. */
export interface Finding {
  /** What was looked at, in a word or two. */
  readonly subject: string;
  /** "works"; "broken": the lab needs it; "note": the lab can do without, or knows another way. */
  readonly state: "works" | "broken" | "note";
  /** What was found, in one line. May hold text from the system. */
  readonly found: string;
  /** The one command that fixes it on this system, or what to do where no command does. */
  readonly remedy?: string;
}

/** Looks at one thing. Never throws: what goes wrong is the finding. */
export type Check = () => Finding | Promise<Finding>;
