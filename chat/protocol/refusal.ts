import { texts } from "./texts.ts";

/**
 * The first word of a refusal on the wire. Clients compare this word and never the text; docs/chat-protocol.md lists
 * them all.
 */
export type RefusalCode = keyof typeof texts.refusals;

/** Why the server does not do what was asked. On the wire: `! CODE TEXT`. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly text: string;
}

/** The refusal with this code. `facts` go into its text. */
export function refusal<Code extends RefusalCode>(
  code: Code,
  ...facts: Parameters<(typeof texts.refusals)[Code]>
): Refusal {
  const text = texts.refusals[code] as (...facts: unknown[]) => string;
  return { code, text: text(...facts) };
}
