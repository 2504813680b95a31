import { graphemes, widthOf } from "../columns.ts";

/** ASCII for the signs of the screens. Each is one column wide, like the sign that it replaces. */
const asciiFor: Readonly<Record<string, string>> = {
  ...{ "→": ">", "←": "<", "↑": "^", "↓": "v", "↵": "<", "▶": ">", "▸": "+", "▾": "-", "●": "*" },
  ...{
    "…": "~",
    "·": ".",
    "─": "-",
    "│": "|",
    "≠": "!",
    "┼": "+",
    "┌": "+",
    "┐": "+",
    "└": "+",
    "┘": "+",
    "█": "#",
    "▌": "|",
    "▏": "|",
  },
  ...{
    "¿": "?",
    "¡": "!",
    "«": '"',
    "»": '"',
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    º: "o",
    ª: "a",
  },
};

/**
 * For terminals without UTF-8: letters lose their accents; any other character becomes question marks, one for each of
 * its columns.
 */
export function inAscii(text: string): string {
  if (!/[^\x00-\x7f]/.test(text)) return text;
  return Array.from(graphemes.segment(text), ({ segment }) => {
    if (/^[\x00-\x7f]*$/.test(segment)) return segment;
    const letter = asciiFor[segment] ?? segment.normalize("NFD")[0]!;
    return /^[ -~]$/.test(letter) ? letter : "?".repeat(widthOf(segment));
  }).join("");
}
