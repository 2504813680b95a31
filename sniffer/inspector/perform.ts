import { chosenText } from "./chosen-text.ts";
import type { Controller } from "./controller.ts";
import type { Model, Request } from "./model.ts";
import { saveConversation } from "./save-conversation.ts";
import { search } from "./search.ts";
import type { Session } from "./session.ts";
import { traits } from "./store/packet-index.ts";
import { texts } from "./texts.ts";
import { writePackets } from "./write-packets.ts";

/** Most characters that are given to the clipboard; terminals refuse much more. */
const MAX_COPIED = 70_000;

/** Does what the reducer asked for outside the model: files, the clipboard, long searches. What comes of it is sent back as actions. */
export function perform(controller: Controller, request: Request): void {
  const { session } = controller;
  const model = controller.modelNow;
  const packet = session.chosenPacket(model);
  const notice = (text: string) => controller.send({ kind: "notice", text });
  switch (request.kind) {
    case "quit":
      controller.outside.leave();
      return;
    case "apply-filter":
      session.filter(request.text);
      session.work(20, model);
      controller.send({
        kind: "filtered",
        text: request.text,
        row: packet === undefined ? 0 : session.list.rowOf(packet),
      });
      return;
    case "search":
      void search(controller, request.text, request.backwards);
      return;
    case "mark":
      if (packet === undefined) return;
      if (session.store.packets.has(packet, traits.marked)) session.store.packets.remove(packet, traits.marked);
      else session.store.packets.add(packet, traits.marked);
      session.store.changed?.push(packet);
      return;
    case "copy":
      notice(copy(controller));
      return;
    case "write":
      void writePackets(session, model, request.text, notice);
      return;
    case "save":
      notice(saveConversation(session, request.text));
      return;
    case "open-conversation":
    case "open-knowledge": {
      const connection = connectionToShow(session, model);
      if (connection === undefined) notice(texts.conversation.none);
      else {
        const screen = request.kind === "open-conversation" ? "conversation" : "knowledge";
        controller.send({ kind: "opened", screen, connection });
      }
      return;
    }
    case "to-item":
      if (model.conversation.isFollowing) return;
      controller.send({ kind: "go-to-line", row: session.conversation?.rowOf(request.item) ?? 0 });
      return;
    case "to-packet-of-conversation":
      toPacket(controller);
  }
}

function copy(controller: Controller): string {
  const { session, modelNow } = controller;
  const text = chosenText(session, modelNow, session.scene(modelNow));
  if (text.length > MAX_COPIED) return texts.notice.tooLong;
  controller.outside.copy(text);
  return texts.notice.copied(text.length);
}

/** The connection that a page is about already, or that of the chosen packet. */
function connectionToShow(session: Session, model: Model): number | undefined {
  if (model.screen === "conversation") return model.conversation.connection;
  if (model.screen === "knowledge") return model.knowledge.connection;
  const packet = session.chosenPacket(model);
  return packet === undefined ? undefined : session.store.connectionOf(packet);
}

/** From a line of the conversation to its packet; where the filter hides that, the filter goes. */
function toPacket(controller: Controller): void {
  const { session, modelNow } = controller;
  const row = session.conversation?.at(modelNow.conversation.cursor);
  if (row === undefined) return;
  const { packet } = row.item;
  if (session.list.at(session.list.rowOf(packet)) !== packet) {
    session.filter("");
    controller.send({ kind: "filtered", text: "", row: packet });
  }
  controller.send({ kind: "go-to", row: session.list.rowOf(packet) });
}
