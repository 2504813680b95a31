/** Most combining marks shown on one character; more is an attempt to smear over neighbouring lines. */
const MAX_COMBINING_MARKS = 4;

/**
 * ASCII, the letters and signs of Western and Central European languages, and the signs that screens are drawn with: nearly every line.
 * Nothing of it is written out, and each character is one unit long and one column wide.
 */
export const plainText = /^[ -~\u00a1-\u00ac\u00ae-\u017f…←-↓↵─│┼┌┐└┘█▌▏▶▸▾●]*$/;

/**
 * By their Unicode properties: control characters, lone surrogates, private use, line and paragraph separators, format characters (those that
 * change the direction, those that enclose what follows, those of hieroglyphs, tags), and all that is shown as nothing. Joiners and emoji
 * selectors are dealt with below.
 */
const unprintable = /(?![\u200d\ufe00-\ufe0f])[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** A joiner or emoji selector that does not follow a picture (as it does in 👩‍💻 and ❤️). */
// biome-ignore lint/suspicious/noMisleadingCharacterClass: as above
const strayJoiner = /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}0-9#*\ufe0f])[\u200d\ufe00-\ufe0f]/gu;

const smeared = new RegExp(`(\\p{M}{${MAX_COMBINING_MARKS}})(\\p{M}+)`, "gu");

/**
 * Makes text from outside safe to show: the one way for such text to reach a terminal. Whatever could move the cursor, colour,
 * reorder or hide is written out (`\x1b`, `\u{202e}`), line ends and tabs too; letters, accents and emoji stay as they are.
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
