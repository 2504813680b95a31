import { setImmediate as nextTurn } from "node:timers/promises";
import { bytesOfHex } from "../observe/query/parse-query.ts";
import type { Controller } from "./controller.ts";
import { itemBytes } from "./conversation-lines.ts";
import type { ConversationList } from "./conversation-list.ts";
import { texts } from "./texts.ts";

/** Milliseconds of searching between looks at the keyboard. */
const slice = 15;

let newest = 0;

/** What is looked through: the packets shown, or what was said on one connection. Rows are counted from 0. */
interface Place {
  readonly rows: number;
  /** The row that is chosen; the search begins at the next one, and comes around to this. */
  readonly start: number;
  /** Where the bytes begin in a row; negative where they are not in it. */
  readonly find: (row: number, wanted: Uint8Array) => number;
  /** The number of the packet that a row ends in. */
  readonly packetOf: (row: number) => number;
  readonly goTo: (row: number, byte: number) => void;
  /** Whether it is not shown any more. */
  readonly isGone: () => boolean;
  readonly notFound: (text: string) => string;
}

/**
 * Looks for words, or bytes given as `hex:1603`, in the packets shown, or in the conversation where that is shown: there also over the
 * borders of packets. Goes to the first row that has them and to their place in it; a newer search ends an older one.
 */
export async function search(controller: Controller, text: string, backwards: boolean): Promise<void> {
  newest += 1;
  const number = newest;
  const wanted = wantedBytes(text);
  if (wanted === undefined) {
    controller.send({ kind: "notice", text: texts.notice.notHexSearch(text.replace(hexPrefix, "")) });
    return;
  }
  const { rows, start, find, packetOf, goTo, isGone, notFound } = placeOf(controller);
  let until = performance.now() + slice;
  for (let step = 1; step <= rows; step++) {
    const row = (start + (backwards ? rows - step : step)) % rows;
    const byte = find(row, wanted);
    if (byte >= 0) {
      goTo(row, byte);
      controller.send({
        kind: "notice",
        text: texts.notice.found(packetOf(row), backwards ? row > start : row < start),
      });
      return;
    }
    if (step % 64 === 0 && performance.now() > until) {
      controller.send({ kind: "notice", text: texts.notice.searching(step / rows) });
      await nextTurn();
      if (number !== newest || isGone()) return;
      until = performance.now() + slice;
    }
  }
  controller.send({ kind: "notice", text: notFound(text) });
}

function placeOf(controller: Controller): Place {
  const { session, modelNow } = controller;
  const { conversation } = session;
  return modelNow.screen === "conversation" && conversation !== undefined
    ? inConversation(controller, conversation)
    : inPackets(controller);
}

function inPackets(controller: Controller): Place {
  const { session, modelNow } = controller;
  const { list, store } = session;
  return {
    rows: list.length,
    start: modelNow.packets.cursor,
    find: (row, wanted) => Buffer.from(store.frame(list.at(row)!).bytes.buffer).indexOf(wanted),
    packetOf: (row) => list.at(row)! + 1,
    goTo: (row, byte) => controller.send({ kind: "go-to", row, byte }),
    isGone: () => session.list !== list,
    notFound: texts.notice.notFound,
  };
}

/** A row here is an item: a line that was said, a record. */
function inConversation(controller: Controller, list: ConversationList): Place {
  const { session, modelNow } = controller;
  return {
    rows: list.items,
    start: list.placeOf(modelNow.conversation.cursor),
    find: (row, wanted) => Buffer.from(itemBytes(session.store, list.item(row)).buffer).indexOf(wanted),
    packetOf: (row) => list.item(row).packet + 1,
    goTo: (row, byte) => controller.send({ kind: "go-to-line", row: list.rowWith(row, byte) }),
    isGone: () => session.conversation !== list,
    notFound: texts.notice.notSaid,
  };
}

const hexPrefix = /^(hex:|0x)/i;

function wantedBytes(text: string): Uint8Array | undefined {
  if (!hexPrefix.test(text)) return Buffer.from(text);
  return bytesOfHex(text.replace(hexPrefix, ""));
}
