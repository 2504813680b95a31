import { createHash } from "node:crypto";
import type { BrokenRecipe } from "../../protocol/recipes.ts";
import type { LayersLine } from "../layers-line.ts";
import { openFernet, sealFernet } from "./fernet.ts";
import { rc4 } from "./rc4.ts";

/** An opened message: its text under the name that it claims, or why it does not open. */
export type OpenedMessage =
  | { readonly kind: "message"; readonly name: string; readonly text: string }
  /** Cut, changed, from another session, or from another recipe. */
  | { readonly kind: "does-not-open"; readonly name: string }
  /** It opens, but has another MD5. */
  | { readonly kind: "wrong-md5"; readonly name: string };

/**
 * Encrypts one message. In `stream`, each message uses the keystream from its start, with the MD5 of the ciphertext
 * beside it. In the other recipes it is a Fernet token of the MD5 of the text, a space and the text. Nothing connects
 * the name with the message.
 */
export function sealMessage(recipe: BrokenRecipe, sessionKey: string, name: string, text: string): LayersLine {
  if (recipe === "stream") {
    const sealed = rc4(Buffer.from(sessionKey, "hex"), Buffer.from(text));
    return { kind: "streamed", name, sealed, md5: md5(sealed) };
  }
  return { kind: "token", name, token: sealFernet(sessionKey, Buffer.from(`${md5(Buffer.from(text))} ${text}`)) };
}

/** Opens a message; undefined if the line is not one of these recipes' messages. */
export function openMessage(sessionKey: string, line: LayersLine): OpenedMessage | undefined {
  if (line.kind === "streamed") {
    const { name, sealed } = line;
    if (md5(sealed) !== line.md5) return { kind: "wrong-md5", name };
    return { kind: "message", name, text: rc4(Buffer.from(sessionKey, "hex"), sealed).toString() };
  }
  if (line.kind !== "token") return undefined;
  const { name } = line;
  const [, sum, text] = /^([0-9a-f]{32}) (.*)$/su.exec(openFernet(sessionKey, line.token)?.toString() ?? "") ?? [];
  if (text === undefined) return { kind: "does-not-open", name };
  return sum === md5(Buffer.from(text)) ? { kind: "message", name, text } : { kind: "wrong-md5", name };
}

/** MD5 (RFC 1321) in hexadecimal: broken since 2004, and without a key it proves nothing. */
export function md5(bytes: Uint8Array): string {
  return createHash("md5").update(bytes).digest("hex");
}
