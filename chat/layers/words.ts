import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { MAX_LINE_BYTES } from "../protocol/lines.ts";
import { readClientLine } from "../protocol/protocol.ts";
import type { ClientLayers } from "./layers.ts";
import type { LayersRefusal } from "./layers-refused.ts";
import { texts } from "./texts.ts";

/** Why a client cannot continue with a server's layers, for people. */
export function layersError(why: LayersRefusal): LabError {
  switch (why.kind) {
    case "no-layers":
      return new LabError(texts.noLayers, texts.startLayers);
    case "unknown-recipe":
      return new LabError(texts.unknownRecipe(printable(why.recipe).slice(0, 40)), texts.sameVersion);
    case "other-recipe":
      return new LabError(texts.otherRecipe(printable(why.recipe), why.wanted), texts.attackerCould);
    case "keys-do-not-open":
      return new LabError(texts.keysDoNotOpen, texts.passTheHash);
    case "not-genuine":
      return new LabError(texts.notGenuine, texts.attackerCould);
  }
}

/**
 * A typed line in the form in which it is sent, or why it is not sent. Commands that others do not read are not
 * encrypted.
 */
export function outgoing(
  layers: ClientLayers,
  name: string,
  typed: string,
): { readonly line: string } | { readonly notSent: string } {
  const { kind } = readClientLine(typed, name);
  const isSpeech = kind === "message" || kind === "action" || kind === "private";
  if (!isSpeech) return { line: typed };
  // With the weak recipes the server does not open messages, so it cannot find a command in one.
  if (kind !== "message" && layers.recipe !== "fixed") return { notSent: texts.wouldBeClear };
  const line = layers.seal(name, typed);
  const length = Buffer.byteLength(line);
  return length > MAX_LINE_BYTES ? { notSent: texts.tooLongSealed(length, MAX_LINE_BYTES) } : { line };
}
