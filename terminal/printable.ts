/** Most combining marks shown on one character; more is an attempt to smear over neighbouring lines. */
const MAX_COMBINING_MARKS = 4;

/** ASCII and the letters and signs of Western and Central European languages: nearly every line, and nothing to write out. */
const plainLatin = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u017f]*$/;

/** Control characters, line separators, direction overrides, invisible characters, tags and lone surrogates. */
const unprintable =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: single code points are meant, each written out by itself
  /[\p{Cc}\p{Cs}\p{Co}\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;

/** A joiner or emoji selector that does not follow a picture (as it does in 👩‍💻 and ❤️). */
// biome-ignore lint/suspicious/noMisleadingCharacterClass: as above
const strayJoiner = /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}0-9#*\ufe0f])[\u200d\ufe00-\ufe0f]/gu;

const smeared = new RegExp(`(\\p{M}{${MAX_COMBINING_MARKS}})(\\p{M}+)`, "gu");

/**
 * Makes text from outside safe to show: the one way for such text to reach a terminal. Whatever could move the cursor, colour,
 * reorder or hide is written out (`\x1b`, `\u{202e}`), line ends and tabs too; letters, accents and emoji stay as they are.
 */
export function printable(text: string): string {
  if (plainLatin.test(text)) return text;
  return text
    .replace(unprintable, writtenOut)
    .replace(strayJoiner, writtenOut)
    .replace(smeared, (_, kept: string, rest: string) => kept + [...rest].map(writtenOut).join(""));
}

const shortNames: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0" };

function writtenOut(character: string): string {
  const short = shortNames[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0)!;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}
