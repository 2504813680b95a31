import type { KeyOptions } from "./keys.ts";

/** The options of `lab sniff`. */
export interface SniffOptions extends KeyOptions {
  readonly read?: string;
  readonly write?: string;
  /** Whether `write` may replace a file. */
  readonly force?: true;
  readonly text?: true;
  readonly json?: true;
  readonly hex?: true;
  readonly summary?: true;
  readonly filter?: string;
  /** A query: what is shown, and kept with `write`. */
  readonly where?: string;
  readonly connection?: number;
  readonly count?: number;
  /** A device other than loopback: the user states that they may capture on it. */
  readonly deviceIMayCapture?: string;
}
