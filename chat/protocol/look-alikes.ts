/**
 * Marks that a skeleton drops: accents, Hebrew points and Arabic vowels. In Indian scripts and in Thai, vowel signs are
 * letters.
 */
const accents = /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u065f\u0670]/gu;

/**
 * A name without case, accents, separators and look-alike letters. People could confuse two names with the same
 * skeleton (the idea of Unicode TR 39, section 4, with a table for the scripts that a name may use).
 */
export function nameSkeleton(name: string): string {
  const bare = name.normalize("NFKD").toLowerCase().normalize("NFKD").replace(accents, "");
  let skeleton = "";
  for (const character of bare) skeleton += looksLike[character] ?? character;
  return skeleton.replaceAll("rn", "m").replaceAll("vv", "w");
}

/** Lower-case characters that look like another one, in lower or upper case. Separators are dropped. */
const looksLike: Readonly<Record<string, string>> = {
  ...{ ".": "", _: "", "-": "" },
  // Digits and letters: 0 O o, 1 I l i.
  ...{ "0": "o", "1": "l", i: "l", ı: "l", "5": "s" },
  // Latin letters without a decomposition
  ...{ æ: "ae", œ: "oe", ø: "o", ð: "d", đ: "d", ɗ: "d", ħ: "h", ł: "l", ŋ: "n", ɲ: "n", þ: "p", ŧ: "t", ß: "b" },
  ...{ ɓ: "b", ə: "e", ɛ: "e", ɔ: "c", ɣ: "y", ƙ: "k", ƴ: "y" },
  // Cyrillic
  ...{ а: "a", в: "b", г: "r", ґ: "r", е: "e", є: "e", з: "3", и: "u", і: "l", ј: "j", к: "k", қ: "k", м: "m", н: "h" },
  ...{ о: "o", п: "n", р: "p", с: "c", т: "t", у: "y", ү: "y", х: "x", ѕ: "s", ԁ: "d", ԛ: "q", ԝ: "w", һ: "h", ь: "b" },
  ...{ ӏ: "l", ө: "o", ә: "e" },
  // Greek
  ...{ α: "a", β: "b", γ: "y", ε: "e", ζ: "z", η: "n", ι: "l", κ: "k", μ: "m", ν: "v", ο: "o", ρ: "p", σ: "o" },
  ...{ ς: "c", τ: "t", υ: "u", χ: "x", ω: "w" },
  // Armenian and Georgian
  ...{ օ: "o", ո: "n", ս: "u", հ: "h", ց: "g", զ: "q", յ: "j", ք: "p", ყ: "y", ჿ: "o" },
  // Arabic letters with one shape; Hebrew and other letters that are a stroke or a ring
  ...{ ی: "ي", ى: "ي", ک: "ك", ە: "ه", ا: "l", ٱ: "l", ו: "l", ן: "l", ס: "o", ه: "o", ഠ: "o", ഒ: "o", ဝ: "o" },
  // Japanese: the long vowel, the Chinese one, and the two letters that are Chinese characters as well
  ...{ ー: "", 一: "", カ: "力", ロ: "口", ニ: "二", ハ: "八", エ: "工", タ: "夕", ト: "卜", へ: "ヘ" },
};
