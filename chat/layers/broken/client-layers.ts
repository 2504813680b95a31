import type { BrokenRecipe } from "../../protocol/recipes.ts";
import type { OpenedLine } from "../layers.ts";
import { readLayersLine, writeLayersLine } from "../layers-line.ts";
import { isSpeech } from "../speech.ts";
import { openMessage, sealMessage } from "./message.ts";
import { accessHash, openKeyLines } from "./session.ts";

/** The client's first step: it proves that it knows the access key. */
export function accessLine(accessKey: string): string {
  return writeLayersLine({ kind: "access", hash: accessHash(accessKey) });
}

/** Opens the session key in the server's two lines; undefined if the access key does not fit. */
export function sessionKeyOf(recipe: BrokenRecipe, accessKey: string, lines: readonly string[]): string | undefined {
  const read = lines.map(readLayersLine).filter((line) => line !== undefined);
  return openKeyLines(recipe, accessKey, read);
}

/** `~ [ana] gAAAAAB…` */
export function sealLine(recipe: BrokenRecipe, sessionKey: string, name: string, text: string): string {
  return writeLayersLine(sealMessage(recipe, sessionKey, name, text));
}

/** An incoming line, as the room would send it without layers. Lines that are not messages are returned unchanged. */
export function openLine(sessionKey: string, text: string): OpenedLine {
  const line = readLayersLine(text);
  const opened = line && openMessage(sessionKey, line);
  if (opened === undefined) return isSpeech(text) ? { kind: "in-the-clear" } : { kind: "line", line: text };
  return opened.kind === "message" ? { kind: "line", line: `${opened.name} > ${opened.text}` } : opened;
}
