import { type FieldWords, layerWords } from "../../wire/decode/field-texts.ts";
import { labels } from "../../wire/decode/texts.ts";
import { extensionWords, otherWords } from "../../wire/tls/extension-texts.ts";
import { tlsWords } from "../../wire/tls/field-texts.ts";
import { handshakeType } from "../../wire/tls/names.ts";
import { openingWords } from "../../wire/tls/open/texts.ts";
import { layersWords } from "../layers/texts.ts";

const extensions = new Map(Object.entries(extensionWords));
const known = new Map(Object.entries({ ...openingWords, ...layersWords, ...layerWords, ...tlsWords }));
/** The fields that only count the bytes of another one, which follows: by their label, the label of that one. */
const counted = new Map([...known.keys()].map(labelOf).map((label) => [labels.length(label), label]));

/**
 * What to tell a student about a field: by its label, and the label of the group it is in where one word means two things. Undefined
 * where nothing is known of it, which a test rules out for every label that the decoders note.
 */
export function fieldWords(label: string, parent: string | undefined): FieldWords | undefined {
  return known.get(`${parent}/${label}`) ?? known.get(label) ?? ofKind(label, parent);
}

/** Extensions and messages of which no more than the name is known here, and lengths. */
function ofKind(label: string, parent: string | undefined): FieldWords | undefined {
  if (parent === "Extensions") return extensions.get(label) ?? otherWords.extension(label);
  if (handshakeType.numberOf(label) !== undefined) return otherWords.message;
  const next = counted.get(label);
  return next === undefined ? undefined : otherWords.length(next);
}

/** "Label" of "Parent/Label". */
function labelOf(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}
