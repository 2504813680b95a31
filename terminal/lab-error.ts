/**
 * A failure that the user can fix: in one line what is wrong, and in `hint` the command or action that fixes it.
 * `lab/main.ts` prints both and ends with `exitCode` (1 failure, 2 usage). Any other exception is a bug and shows
 * itself.
 */
export class LabError extends Error {
  readonly hint: string | undefined;
  readonly exitCode: 1 | 2;

  constructor(message: string, hint?: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = "LabError";
    this.hint = hint;
    this.exitCode = exitCode;
  }
}

/** Ctrl-C at a question. Code that continues after other failures stops here. */
export class Cancelled extends LabError {}

/** What is wrong, and the command or action that fixes it, for `new LabError(...advice)`. */
export type Advice = readonly [message: string, hint: string];
