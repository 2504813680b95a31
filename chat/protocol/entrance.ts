import type { Refusal } from "./refusal.ts";

/** Most wrong access keys of one connection. */
export const MAX_WRONG_KEYS = 3;

/** The steps of a newcomer before a name. */
export interface Entrance {
  /** Whether all steps are done. */
  readonly isOpen: boolean;
  /** A line of a newcomer. Some answers take time; the next line then waits for them. */
  take(line: string): EntranceReply | Promise<EntranceReply>;
}

/** The result of a line: the answer, or why it is refused, and whether the connection ends. */
export interface EntranceReply {
  readonly lines: readonly string[];
  readonly why?: Refusal;
  readonly isOver?: boolean;
}

/** No steps. */
export const openEntrance: Entrance = { isOpen: true, take: () => ({ lines: [] }) };
