import type { ComparedFiles } from "./packet-pair.ts";

/**
 * The wires of a key, in order: a single one, or the one in focus and then the others, because that one may lack the
 * message.
 */
export function wiresToTry(side: number | "in focus", focus: number, wires: number): readonly number[] {
  if (side !== "in focus") return [side];
  return Array.from({ length: wires }, (_, at) => (focus + at) % wires);
}

/**
 * The packet of a row, and its file, from the first of these wires that has it. A wire from standard input does not
 * count, because its packets cannot be read again.
 */
export function packetToInspect(
  row: { readonly cells: readonly (readonly { readonly packet: number }[])[] } | undefined,
  files: ComparedFiles,
  wires: readonly number[],
): { readonly file: string; readonly packet: number } | undefined {
  for (const wire of wires) {
    const [packet, file] = [row?.cells[wire]?.[0]?.packet, files[wire]];
    if (packet !== undefined && file !== undefined && file !== "-") return { file, packet };
  }
  return undefined;
}
