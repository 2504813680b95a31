import { layoutOf } from "./layout.ts";
import { type Movement, moveTo, target } from "./list-view.ts";
import type { ConversationForm, ConversationSides, Model, Scene } from "./model.ts";

const forms: readonly ConversationForm[] = ["text", "hex", "raw"];
const allSides: readonly ConversationSides[] = ["both", "client", "server"];

export const nextForm = (form: ConversationForm): ConversationForm => forms[(forms.indexOf(form) + 1) % forms.length]!;
export const nextSides = (sides: ConversationSides): ConversationSides =>
  allSides[(allSides.indexOf(sides) + 1) % allSides.length]!;

/** Moves in the conversation, which follows its newest line until the user moves away from it; without a movement, follows or stays. */
export function moveInConversation(model: Model, to: Movement | undefined, scene: Scene): Model {
  const { conversation } = model;
  const rows = Math.max(1, layoutOf(model).body - 1);
  const length = scene.conversationRows;
  const isFollowing = to === undefined ? conversation.isFollowing : to === "last";
  const wanted = isFollowing
    ? length - 1
    : to === undefined
      ? conversation.cursor
      : target(conversation, to, length, rows);
  const view = moveTo(conversation, wanted, length, rows);
  if (view === conversation && isFollowing === conversation.isFollowing) return model;
  return { ...model, conversation: { ...conversation, ...view, isFollowing } };
}
