/** Whether people talk with or without TLS. */
export type Mode = "plain" | "tls";

/** A program that joins the room: once in each mode of its captures, or without TLS if it keeps none. */
export interface Guest {
  readonly name: string;
  /** Capture files instead of the usual ones. A mode without a file is not recorded. */
  readonly files: Readonly<Partial<Record<Mode, string>>>;
  /** What it waits for, in one line for the screen; undefined if it leaves by itself. */
  readonly asks: string | undefined;
  /** Shown at the end: what to do next. */
  readonly next: string;
  /** Joins, does its part and leaves. Rejects with a LabError if it cannot, or if the room is closed. */
  readonly join: (mode: Mode, port: number) => Promise<void>;
}

/** A guest's modes, in the order in which the people meet them. */
export function modesOf({ files }: Guest): readonly Mode[] {
  const kept = (["plain", "tls"] as const).filter((mode) => files[mode] !== undefined);
  return kept.length === 0 ? ["plain"] : kept;
}
