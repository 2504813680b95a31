import { widthOf } from "../../../terminal/columns.ts";
import { printable } from "../../../terminal/printable.ts";
import { type Line, type Span, span, type Tone } from "../../../terminal/screen/line.ts";

/** The chosen bytes: those of a field, and the one under the cursor, if there is one. */
export interface ChosenBytes {
  readonly start: number;
  readonly end: number;
  readonly cursor?: number | undefined;
}

/** Bytes that are words, and their mark: a plain line, a record, or an opened line. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly kind: "text" | "record" | "opened";
}

/**
 * Rows of hexadecimal and text. The field's bytes are also marked by brackets, not only by colour. In the text, each
 * character is over its first byte (`ñ` over c3), with nothing over its other bytes.
 */
export function bytesLines(
  bytes: Uint8Array,
  { top, rows, perRow }: { readonly top: number; readonly rows: number; readonly perRow: number },
  { start, end, cursor }: ChosenBytes,
  runs: readonly Run[],
): readonly Line[] {
  const lines: Line[] = [];
  const isInField = (at: number) => at >= start && at < end;
  const runAt = (at: number) => runs.find((one) => at >= one.start && at < one.end);
  const toneOf = (at: number): Tone => {
    if (at === cursor) return "chosen";
    if (!isInField(at)) return wordTones[runAt(at)?.kind ?? "none"];
    return areaTones[runAt(at)?.kind ?? "none"];
  };
  const digits = Math.max(4, (bytes.length - 1).toString(16).length);
  for (let row = top; row < top + rows && row * perRow < bytes.length; row++) {
    const from = row * perRow;
    const to = Math.min(bytes.length, from + perRow);
    const spans: Span[] = [span(`${from.toString(16).padStart(digits, "0").padEnd(5)} `, "faint")];
    for (let at = from; at < from + perRow; at++) {
      // A space between two bytes is marked if both are.
      const before = at === start && start < end ? "[" : at === end && start < end && at > from ? "]" : " ";
      const isInside = isInField(at) && at > start && at > from;
      add(spans, before, isInside ? toneOf(at) : "plain");
      add(spans, at < to ? bytes[at]!.toString(16).padStart(2, "0") : "  ", at < to ? toneOf(at) : "plain");
    }
    add(spans, end === from + perRow && start < end ? "]" : " ", "plain");
    add(spans, " ", "plain");
    for (let at = from; at < to; ) {
      const { text, length } = characterAt(bytes, at, to, runAt(at));
      add(spans, text, toneOf(at));
      at += length;
    }
    lines.push(spans);
  }
  return lines;
}

const wordTones = { text: "readable", record: "protected", opened: "protected-strong", none: "plain" } as const;
const areaTones = {
  text: "readable-area",
  record: "protected-area",
  opened: "protected-area",
  none: "marked",
} as const;

/** The byte in a column of the pane, for a click in the hexadecimal or in the text. */
export function byteAt(column: number, perRow: number): number | undefined {
  const hex = Math.floor((column - 7) / 3);
  if (column >= 6 && hex >= 0 && hex < perRow) return hex;
  const text = column - (6 + perRow * 3 + 2);
  return text >= 0 && text < perRow ? text : undefined;
}

/** Adjacent pieces with the same look become one piece, which is faster to draw. */
function add(spans: Span[], text: string, tone: Tone): void {
  const last = spans.at(-1)!;
  if (last.tone === tone) spans[spans.length - 1] = span(last.text + text, tone);
  else spans.push(span(text, tone));
}

/** The text column for the bytes at `at`, in as many columns as bytes, and the number of these bytes. */
function characterAt(
  bytes: Uint8Array,
  at: number,
  to: number,
  run: Run | undefined,
): { readonly text: string; readonly length: number } {
  const byte = bytes[at]!;
  if (byte >= 0x20 && byte < 0x7f) return { text: String.fromCharCode(byte), length: 1 };
  if (run === undefined || run.kind === "record") return { text: "·", length: 1 };
  if (byte === 0x0a) return { text: "↵", length: 1 };
  const first = firstByteOf(bytes, at, run.start);
  const length = lengthOfCharacter(bytes, first, run.end);
  if (first + length <= at) return { text: "·", length: 1 };
  // The rest of a character that began in the row before.
  const room = Math.min(to, first + length) - at;
  if (first < at) return { text: " ".repeat(room), length: room };
  const character = printable(utf8.decode(bytes.subarray(first, first + length)));
  const columns = widthOf(character);
  const isShown = [...character].length === 1 && columns > 0 && columns <= room;
  return { text: (isShown ? character : "·") + " ".repeat(room - (isShown ? columns : 1)), length: room };
}

const utf8 = new TextDecoder();

/** The first byte of the character around a byte (RFC 3629): at most three bytes before it. */
function firstByteOf(bytes: Uint8Array, at: number, least: number): number {
  let first = at;
  while (first > least && first > at - 3 && (bytes[first]! & 0xc0) === 0x80) first -= 1;
  return first;
}

/** Bytes of the UTF-8 character that begins here; 0 if none does, or if it is cut. */
function lengthOfCharacter(bytes: Uint8Array, at: number, end: number): number {
  const byte = bytes[at]!;
  const length =
    byte >= 0xf0 && byte < 0xf5 ? 4 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xc2 && byte < 0xe0 ? 2 : 0;
  if (length === 0 || at + length > end) return 0;
  for (let next = at + 1; next < at + length; next++) if ((bytes[next]! & 0xc0) !== 0x80) return 0;
  return length;
}
