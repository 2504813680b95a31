import { setImmediate as nextTurn } from "node:timers/promises";
import type { Controller } from "./controller.ts";
import { words } from "./words.ts";

/** Milliseconds of searching between looks at the keyboard. */
const slice = 15;

let newest = 0;

/**
 * Looks for words, or bytes given as `hex:1603`, in the packets shown, from the one after the chosen packet around to it again. Goes
 * to the first that has them and to their place; a newer search ends an older one.
 */
export async function searchPackets(controller: Controller, text: string, backwards: boolean): Promise<void> {
  newest += 1;
  const number = newest;
  const { session } = controller;
  const wanted = wantedBytes(text);
  if (wanted === undefined) {
    controller.send({ kind: "notice", text: words.notice.notHexSearch(text.replace(hexPrefix, "")) });
    return;
  }
  const { list, store } = session;
  const start = controller.modelNow.packets.cursor;
  const rows = list.length;
  let until = performance.now() + slice;
  for (let step = 1; step <= rows; step++) {
    const row = (start + (backwards ? rows - step : step)) % rows;
    const packet = list.at(row);
    if (packet === undefined || session.list !== list) return;
    const byte = Buffer.from(store.frame(packet).bytes.buffer).indexOf(wanted);
    if (byte >= 0) {
      controller.send({ kind: "go-to", row, byte });
      controller.send({ kind: "notice", text: words.notice.found(packet + 1, backwards ? row > start : row < start) });
      return;
    }
    if (step % 64 === 0 && performance.now() > until) {
      controller.send({ kind: "notice", text: words.notice.searching(step / rows) });
      await nextTurn();
      if (number !== newest) return;
      until = performance.now() + slice;
    }
  }
  controller.send({ kind: "notice", text: words.notice.notFound(text) });
}

const hexPrefix = /^(hex:|0x)/i;

function wantedBytes(text: string): Buffer | undefined {
  if (!hexPrefix.test(text)) return Buffer.from(text);
  const digits = text.replace(hexPrefix, "").replace(/[\s:]/g, "");
  return /^([0-9a-f]{2})+$/i.test(digits) ? Buffer.from(digits, "hex") : undefined;
}
