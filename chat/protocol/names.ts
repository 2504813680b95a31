import { printable } from "../../terminal/printable.ts";
import { nameSkeleton } from "./look-alikes.ts";
import { type Refusal, refusal } from "./refusal.ts";

/** Longest name, in characters as Unicode counts them. */
const MAX_NAME_CHARACTERS = 20;

/** Names with a role: no member's name may look like them. */
const reserved = new Set(
  ["operator", "server", "teacher", "operador", "operadora", "servidor", "profesor", "profesora"].map(nameSkeleton),
);

/** Why this cannot be a name; undefined if it can. */
export function nameProblem(name: string): Refusal | undefined {
  if (name === "") return refusal("name-empty");
  if (/^\/(?:register|registrar|recover|recuperar|files)(?: |$)/i.test(name)) return refusal("no-accounts");
  if ([...name].length > MAX_NAME_CHARACTERS) return refusal("name-too-long", MAX_NAME_CHARACTERS);
  if (printable(name) !== name) return refusal("name-unprintable", printable(name));
  if (name.startsWith("~ ")) return refusal("no-layers");
  if (/\s/u.test(name)) return refusal("name-spaces", name.trim().replace(/\s+/gu, "_"));
  if (!isMadeOfNameCharacters(name)) return refusal("name-shape", name);
  if (!families.some((family) => family.test(name))) return refusal("name-mixed", name);
  if (reserved.has(nameSkeleton(name))) return refusal("name-reserved", name);
  return undefined;
}

/** A similar name that is allowed: in Latin letters and without spaces, or with a 2 at its end if the name was fine. */
export function proposedName(name: string): string {
  const fit = name
    .normalize("NFKC")
    .replace(/\s+/gu, "_")
    .replace(new RegExp(`[^0-9${latin}._-]+`, "gu"), "")
    .replace(/^[._-]+|[._-]+$/gu, "")
    .slice(0, 10);
  if (fit === "") return "ana2";
  const isFree = nameProblem(name) !== undefined && nameProblem(fit) === undefined;
  return isFree ? fit : `${fit}2`;
}

/** Latin letters of living languages, without phonetic ones, which look like small capitals or turned letters. */
const latin = "A-Za-zÀ-ÖØ-öø-ķĹ-ňŊ-žƆƊƏƐƓƔƘƙƝƠơƯưƳƴǍ-ǜǞ-ǣǦ-ǭǰǴǵǸ-țȞȟȦ-ȳɓɔɗəɛɣɲ\\u1e00-\\u1e99\\u1e9e-\\u1ef9";
const cyrillic = "\\u0400-\\u0481\\u048a-\\u052f";

/** The scripts that Unicode recommends for names (UAX 31, table 5), besides Latin and Cyrillic. */
const otherScripts = [
  ...["Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Greek", "Gujarati", "Gurmukhi", "Hebrew"],
  ...["Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu", "Thaana", "Thai"],
  ...["Tibetan"],
].map((script) => `\\p{scx=${script}}`);
/** Scripts that are used together. */
const japanese = "\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}";
const korean = "\\p{scx=Han}\\p{scx=Hangul}";
const chinese = "\\p{scx=Han}\\p{scx=Bopomofo}";

const allLetters = [latin, cyrillic, ...otherScripts, japanese, korean, chinese];
/** Characters that a name may have besides letters, in any script. */
const common = "0-9\\u0300-\\u034e\\u0350-\\u036f._\\-";

/** Modifier letters and compatibility forms are forms of other letters. Languages need only these of them. */
const neededModifiers = /[ー々ๆໆ]/gu;
const neededCompatibility = /[\u0e33\u0eb3]/gu;

function isMadeOfNameCharacters(name: string): boolean {
  const bare = name.replace(neededCompatibility, "");
  return (
    bare.normalize("NFKC") === bare &&
    /^[\p{L}\p{Nd}]/u.test(name) &&
    !/\p{Lm}/u.test(name.replace(neededModifiers, "")) &&
    nameCharacters.test(name) &&
    /^[\p{L}\p{M}\p{Nd}._-]*$/u.test(name)
  );
}

const nameCharacters = new RegExp(`^[${common}${allLetters.join("")}]*$`, "u");
/** A name uses only one of these: the letters of one script, or of scripts that are used together. */
const families = allLetters.map((letters) => new RegExp(`^[${common}${letters}]*$`, "u"));
