/** Whether people speak in the clear or over TLS. */
export type Mode = "plain" | "tls";

/**
 * A program that comes into the room: once in each mode for which it keeps a capture, or in the clear where it keeps
 * none.
 */
export interface Guest {
  readonly name: string;
  /** The capture files, in place of the usual ones; what is said in a mode without one is not kept. */
  readonly files: Readonly<Partial<Record<Mode, string>>>;
  /** What it waits for, in one line to be shown meanwhile; undefined where it leaves by itself. */
  readonly asks: string | undefined;
  /** Said when all is over: what to do next. */
  readonly next: string;
  /** Joins, does its part and leaves. Rejects with a LabError where it cannot, or the room is closed. */
  readonly join: (mode: Mode, port: number) => Promise<void>;
}

/** The modes in which a guest wants to come, in the order in which the people meet them. */
export function modesOf({ files }: Guest): readonly Mode[] {
  const kept = (["plain", "tls"] as const).filter((mode) => files[mode] !== undefined);
  return kept.length === 0 ? ["plain"] : kept;
}
