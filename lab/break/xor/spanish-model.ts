import { readFileSync } from "node:fs";
import { ownWords } from "../search/words.ts";
import { LanguageModel } from "./language-model.ts";

/**
 * What people write in a Spanish chat, learned from lines made for the lab and from its words. Takes about half a
 * second.
 */
export function spanishModel(): LanguageModel {
  const here = import.meta.url.replace("/dist/lab/", "/lab/");
  const sentences = readFileSync(new URL("spanish.txt", here), "utf8").trimEnd().split("\n");
  return new LanguageModel(sentences, ownWords());
}
