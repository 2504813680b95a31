/** Most combining marks on one character; more could cover the lines around it. */
const MAX_COMBINING_MARKS = 4;

/**
 * ASCII, the letters and signs of Western and Central European languages, and the signs that screens use: nearly every
 * line. None of these needs cleaning, and each is one unit long and one column wide.
 */
export const plainText = /^[ -~\u00a1-\u00ac\u00ae-\u017f…←-↓↵─│┼┌┐└┘█▌▏▶▸▾●]*$/;

/**
 * By their Unicode properties: control characters, lone surrogates, private use, line and paragraph separators, format
 * characters, and all invisible characters. Format characters change the direction, enclose the next character, arrange
 * hieroglyphs, or are tags. Joiners and emoji selectors are handled below.
 */
const unprintable = /(?![\u200d\ufe00-\ufe0f])[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** A joiner or emoji selector that does not follow a picture (as it does in 👩‍💻 and ❤️). */
// biome-ignore lint/suspicious/noMisleadingCharacterClass: as above
const strayJoiner = /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}0-9#*\ufe0f])[\u200d\ufe00-\ufe0f]/gu;

const smeared = new RegExp(`(\\p{M}{${MAX_COMBINING_MARKS}})(\\p{M}+)`, "gu");

/**
 * Makes text from outside safe to show: the only way for such text to a terminal. Characters that could move the
 * cursor, colour, reorder or hide text become escapes (`\x1b`, `\u{202e}`), also line ends and tabs. Letters, accents
 * and emoji stay.
 */
export function printable(text: string): string {
  if (plainText.test(text)) return text;
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
