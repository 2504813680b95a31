import { type FieldWords, layerWords } from "../../wire/decode/texts.ts";
import { handshakeType } from "../../wire/tls/names.ts";
import { openingWords } from "../../wire/tls/open/texts.ts";
import { extensionWords, otherWords, tlsWords } from "../../wire/tls/texts.ts";
import { layersWords } from "../layers/texts.ts";

/**
 * What to tell a student about a field: by its label, and the label of the group it is in where one word means two things. Undefined
 * where nothing is known of it, which a test rules out for every label that the decoders note.
 */
export function fieldWords(label: string, parent: string | undefined): FieldWords | undefined {
  return known(`${parent}/${label}`) ?? known(label) ?? ofKind(label, parent) ?? lengthWords(label);
}

function known(key: string): FieldWords | undefined {
  if (Object.hasOwn(tlsWords, key)) return tlsWords[key];
  if (Object.hasOwn(layerWords, key)) return layerWords[key];
  if (Object.hasOwn(layersWords, key)) return layersWords[key];
  return Object.hasOwn(openingWords, key) ? openingWords[key] : undefined;
}

/** Extensions and messages of which no more than the name is known here. */
function ofKind(label: string, parent: string | undefined): FieldWords | undefined {
  if (parent === "Extensions")
    return Object.hasOwn(extensionWords, label) ? extensionWords[label] : otherWords.extension(label);
  return handshakeType.numberOf(label) === undefined ? undefined : otherWords.message;
}

/** "Session id length": what its field says of the one that follows. */
function lengthWords(label: string): FieldWords | undefined {
  const part = label.match(/^(.+) length$/)?.[1];
  return part === undefined ? undefined : otherWords.length(part);
}
