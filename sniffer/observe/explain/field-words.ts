import { type FieldWords, layerWords } from "../../wire/decode/field-texts.ts";
import { labels } from "../../wire/decode/texts.ts";
import { extensionWords, otherWords } from "../../wire/tls/extension-texts.ts";
import { tlsWords } from "../../wire/tls/field-texts.ts";
import { handshakeType } from "../../wire/tls/names.ts";
import { openingWords } from "../../wire/tls/open/texts.ts";
import { layersWords } from "../layers/texts.ts";

const extensions = new Map(Object.entries(extensionWords));
const known = new Map(Object.entries({ ...openingWords, ...layersWords, ...layerWords, ...tlsWords }));
/** Fields that only count the bytes of the next one: from their label to the next one's label. */
const counted = new Map([...known.keys()].map(labelOf).map((label) => [labels.length(label), label]));

/**
 * The explanation of a field, by its label. If one label means two things, also by the label of its group. Undefined
 * for an unknown label; a test makes sure that every label of the decoders is known.
 */
export function fieldWords(label: string, parent: string | undefined): FieldWords | undefined {
  return known.get(`${parent}/${label}`) ?? known.get(label) ?? ofKind(label, parent);
}

/** Lengths, and extensions and messages of which only the name is known. */
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
