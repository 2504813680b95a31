import { openMessage } from "../../../chat/layers/broken/message.ts";
import { openKeyLines } from "../../../chat/layers/broken/session.ts";
import type { BrokenRecipe } from "../../../chat/protocol/recipes.ts";
import { type LayersCapture, ofKind } from "../capture/layers-capture.ts";
import { messagesOf, wrappedKeys } from "../capture/what-is-needed.ts";

/** A message that was opened, and where it crossed the wire first. */
export interface OpenedMessage {
  readonly packet: number;
  readonly name: string;
  readonly text: string;
}

/** What someone with a key has: the session key, and what was said. */
export interface OpenedConversation {
  readonly sessionKey: string;
  readonly messages: readonly OpenedMessage[];
}

/**
 * Opens the conversation as a client does. Undefined where this is not the access key of the wrapped keys. Throws
 * NotInCapture.
 */
export function openWithAccessKey(capture: LayersCapture, accessKey: string): OpenedConversation | undefined {
  const { first, second } = wrappedKeys(capture);
  const sessionKey = openKeyLines(brokenRecipeOf(capture), accessKey, [first.line, second.line]);
  return sessionKey === undefined ? undefined : openWithSessionKey(capture, sessionKey);
}

/** `reversed`: the public key, which everyone has, opens what the private key has locked. Throws NotInCapture. */
export function openReversed(capture: LayersCapture): OpenedConversation | undefined {
  return openWithAccessKey(capture, "");
}

/** Messages of other sessions, which this key does not open, are left out. */
export function openWithSessionKey(capture: LayersCapture, sessionKey: string): OpenedConversation {
  const messages = messagesOf(capture).flatMap(({ packet, line }) => {
    const opened = openMessage(sessionKey, line);
    return opened?.kind === "message" ? [{ packet, name: opened.name, text: opened.text }] : [];
  });
  return { sessionKey, messages };
}

/** The recipe that the server named; where that is not in the capture, one with this form of messages. */
function brokenRecipeOf({ recipe, lines }: LayersCapture): BrokenRecipe {
  if (recipe === "stream" || ofKind(lines, "streamed").length > 0) return "stream";
  return recipe === "reversed" || recipe === "clock" ? recipe : "chain";
}
