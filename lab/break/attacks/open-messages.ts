import { openMessage } from "../../../chat/layers/broken/message.ts";
import { openKeyLines } from "../../../chat/layers/broken/session.ts";
import type { BrokenRecipe } from "../../../chat/protocol/recipes.ts";
import { type LayersCapture, ofKind } from "../capture/layers-capture.ts";
import { messagesOf, wrappedKeys } from "../capture/what-is-needed.ts";

/** An opened message, and its first place on the wire. */
export interface OpenedMessage {
  readonly packet: number;
  readonly name: string;
  readonly text: string;
}

/** What someone with a key gets: the session key and the messages. */
export interface OpenedConversation {
  readonly sessionKey: string;
  readonly messages: readonly OpenedMessage[];
}

/**
 * Opens the conversation like a client. Undefined if the wrapped keys do not open with this access key. Throws
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

/** Leaves out messages of other sessions, which this key does not open. */
export function openWithSessionKey(capture: LayersCapture, sessionKey: string): OpenedConversation {
  const messages = messagesOf(capture).flatMap(({ packet, line }) => {
    const opened = openMessage(sessionKey, line);
    return opened?.kind === "message" ? [{ packet, name: opened.name, text: opened.text }] : [];
  });
  return { sessionKey, messages };
}

/** The recipe that the server named; if the capture lacks it, one with this form of messages. */
function brokenRecipeOf({ recipe, lines }: LayersCapture): BrokenRecipe {
  if (recipe === "stream" || ofKind(lines, "streamed").length > 0) return "stream";
  return recipe === "reversed" || recipe === "clock" ? recipe : "chain";
}
