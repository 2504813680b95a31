import { lineText } from "../../terminal/screen/line.ts";
import { hex } from "../wire/decode/reader.ts";
import { savedLine } from "./conversation-lines.ts";
import type { Model, Scene } from "./model.ts";
import { packetLine } from "./packet-line.ts";
import type { Session } from "./session.ts";

/** What is chosen, as text for the clipboard: the packet's line, the field's value, the field's bytes, the line of a conversation. */
export function chosenText(session: Session, model: Model, scene: Scene): string {
  const { store } = session;
  if (model.screen === "conversation") {
    const row = session.conversation?.at(model.conversation.cursor);
    return row === undefined ? "" : savedLine(store, row.item, "E");
  }
  if (model.screen === "knowledge") return session.knowledgePage(model).map(lineText).join("\n");
  const field = scene.tree[model.tree.cursor];
  const bytes = scene.sections[field?.section ?? 0]?.bytes ?? new Uint8Array(0);
  if (model.pane === "bytes") return hex(bytes.subarray(field?.start ?? 0, field?.end ?? bytes.length));
  if (model.pane === "tree" && field !== undefined) return field.value === "" ? field.label : field.value;
  const packet = session.chosenPacket(model);
  return packet === undefined ? "" : lineText(packetLine(store, packet, 200, false)).trim();
}
