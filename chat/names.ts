import { printable } from "../terminal/printable.ts";
import { type Refusal, refusal } from "./refusal.ts";

/** Longest name, in characters as Unicode counts them. */
const MAX_NAME_CHARACTERS = 20;

const shape = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u;

/** Alphabets with letters that look like those of another. A name keeps to one of them. */
const alphabets = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];

/** Why this cannot be a name; undefined if it can. */
export function nameProblem(name: string): Refusal | undefined {
  if (name === "") return refusal("name-empty");
  if ([...name].length > MAX_NAME_CHARACTERS) return refusal("name-too-long", MAX_NAME_CHARACTERS);
  if (printable(name) !== name) return refusal("name-unprintable", printable(name));
  if (/\s/u.test(name)) return refusal("name-spaces", name.trim().replace(/\s+/gu, "_"));
  if (!shape.test(name)) return refusal("name-shape", name);
  if (alphabets.filter((alphabet) => alphabet.test(name)).length > 1) return refusal("name-mixed", name);
  return undefined;
}

/** A name near this one that can be had: in Latin letters and without spaces, or with a 2 behind it where nothing was wrong with it. */
export function proposedName(name: string): string {
  const fit = name
    .trim()
    .replace(/\s+/gu, "_")
    .replace(/[^\p{Script=Latin}\p{N}._-]+/gu, "")
    .replace(/^[._-]+|[._-]+$/gu, "")
    .slice(0, 10);
  if (fit === "") return "ana2";
  return fit === name ? `${fit}2` : fit;
}

/**
 * What is left of a name when case, accents, width and look-alike letters are taken away. Two names with the same skeleton could be
 * mistaken for one another, so only one of them may be in the room (the idea of Unicode TR 39, with a table for one class).
 */
export function nameSkeleton(name: string): string {
  const bare = name.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  let skeleton = "";
  for (const character of bare) skeleton += looksLike[character] ?? character;
  return skeleton.replaceAll("rn", "m").replaceAll("vv", "w");
}

/** Lower-case characters that look like another one, in lower or upper case. */
const looksLike: Readonly<Record<string, string>> = {
  // Digits and letters: 0 O o, 1 I l i.
  ...{ "0": "o", "1": "l", i: "l", ı: "l", "5": "s" },
  // Cyrillic
  ...{ а: "a", в: "b", г: "r", е: "e", ё: "e", з: "3", и: "u", і: "l", ї: "l", ј: "j", к: "k", м: "m", н: "h" },
  ...{ о: "o", п: "n", р: "p", с: "c", т: "t", у: "y", х: "x", ѕ: "s", ԁ: "d", ԛ: "q", ԝ: "w", һ: "h", ь: "b", ӏ: "l" },
  // Greek
  ...{ α: "a", β: "b", γ: "y", ε: "e", ζ: "z", η: "n", ι: "l", κ: "k", μ: "m", ν: "v", ο: "o", ρ: "p", σ: "o" },
  ...{ ς: "c", τ: "t", υ: "u", χ: "x", ω: "w" },
  // Armenian and Latin letters without a decomposition
  ...{ օ: "o", ո: "n", ս: "u", հ: "h", ց: "g", ø: "o", ł: "l", đ: "d", ħ: "h", ɑ: "a", ɡ: "g", ɩ: "l" },
};
