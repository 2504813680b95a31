import type { Refusal } from "./refusal.ts";

/** Most wrong access keys of one connection. */
export const MAX_WRONG_KEYS = 3;

/** What a newcomer has to do before a name is taken. */
export interface Entrance {
  /** Whether nothing is left to do. */
  readonly isOpen: boolean;
  /** A line of a newcomer. Some answers take time; the next line then waits for them. */
  take(line: string): EntranceReply | Promise<EntranceReply>;
}

/** What came of a line: what to answer, why it is refused, and whether the connection ends with that. */
export interface EntranceReply {
  readonly lines: readonly string[];
  readonly why?: Refusal;
  readonly isOver?: boolean;
}

/** Nothing is asked for. */
export const openEntrance: Entrance = { isOpen: true, take: () => ({ lines: [] }) };
