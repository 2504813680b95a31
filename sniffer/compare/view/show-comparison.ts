import { showFullScreen } from "../../../terminal/screen/full-screen.ts";
import type { Wires } from "../wires.ts";
import { compareProgram, type WantedPacket } from "./compare-program.ts";
import type { Place } from "./model.ts";
import type { ComparedFiles } from "./packet-pair.ts";

export interface ShownComparison {
  readonly wires: Wires;
  readonly files: ComparedFiles;
  /** Shows a packet of a file with every byte explained. Resolves when the user leaves it. */
  readonly inspect: (file: string, packet: number) => Promise<unknown>;
}

/**
 * Shows the comparison on the terminal until the user ends it. Meanwhile the inspector may use the terminal for a
 * packet.
 */
export async function showComparison({ wires, files, inspect }: ShownComparison): Promise<void> {
  let place: Place = { selected: 0, focus: 0 };
  for (;;) {
    const wanted: WantedPacket[] = [];
    await showFullScreen((screen) =>
      compareProgram({ wires, files, place, onInspect: (one) => wanted.push(one), screen }),
    );
    const [packet] = wanted;
    if (packet === undefined) return;
    place = packet.place;
    await inspect(packet.file, packet.packet);
  }
}
