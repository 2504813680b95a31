import { printable } from "../../../terminal/printable.ts";
import type { Hit, Searched } from "./finder.ts";
import { texts } from "./texts.ts";

/** One hit as a line. Cleaned. */
export function hitLine({ packet, firstPacket, connection, from, offset, form, inside, opened, context }: Hit): string {
  const place =
    connection === undefined
      ? texts.inFrame(packet, offset)
      : texts.inStream(firstPacket, packet, connection, texts.senders[from ?? "nobody"], offset);
  return printable(texts.hit(opened ? texts.opened(place) : place, inside, form, context));
}

export function searchedLine(searched: Searched): string {
  const { hits, openedHits, chanceHits, streamBytes, connections, encryptedBytes, packets } = searched;
  const line = texts.searched(hits, streamBytes, connections, encryptedBytes, packets);
  const notes = [
    chanceHits > 0 && texts.chance(chanceHits),
    openedHits !== undefined && texts.openedHits(openedHits),
  ].filter((note) => note !== false);
  return [line, ...notes].join(" ");
}
