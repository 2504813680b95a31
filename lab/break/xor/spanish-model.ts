import { readFileSync } from "node:fs";
import { ownFile } from "../../../terminal/files/own-file.ts";
import { ownWords } from "../search/words.ts";
import { LanguageModel } from "./language-model.ts";

/**
 * The language of a Spanish chat, learned from lines made for the lab and from its words. Takes about half a second.
 */
export function spanishModel(): LanguageModel {
  const sentences = readFileSync(ownFile("lab/break/xor/spanish.txt"), "utf8").trimEnd().split("\n");
  return new LanguageModel(sentences, ownWords());
}
