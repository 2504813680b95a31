import type { AlignedMessage } from "../align-messages.ts";
import type { ComparedFiles } from "./packet-pair.ts";

/** The wires a key asks for, in order: one alone, or the one in focus and then the other, for the message may be on that one only. */
export function wiresToTry(side: 0 | 1 | "in focus", focus: 0 | 1): readonly (0 | 1)[] {
  if (side !== "in focus") return [side];
  return focus === 0 ? [0, 1] : [1, 0];
}

/** The packet of a row on the first of these wires that has it, and its file; none that was read from standard input. */
export function packetToInspect(
  row: AlignedMessage | undefined,
  files: ComparedFiles,
  wires: readonly (0 | 1)[],
): { readonly file: string; readonly packet: number } | undefined {
  for (const wire of wires) {
    const packet = (wire === 0 ? row?.first : row?.second)?.[0]?.packet;
    if (packet !== undefined && files[wire] !== "-") return { file: files[wire], packet };
  }
  return undefined;
}
