import { asciiText, hex } from "../../sniffer/wire/decode/reader.ts";
import { suiteNumber, versionNumber } from "../../sniffer/wire/tls/names.ts";
import { plaintextLength } from "../../sniffer/wire/tls/plaintext-length.ts";
import { firstFitting, fitted, widthOf } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { type Line, span, type Tone } from "../../terminal/screen/line.ts";
import { wrapped } from "../../terminal/wrap.ts";
import { texts } from "./texts.ts";
import type { WireEntry } from "./wire.ts";

/** Fewest rows for earlier lines: fewer would only confuse. */
const MIN_EARLIER = 4;
/** Most columns of a name. */
const MAX_NAME = 8;
/** Lines of the wire as text. */
const TEXT_LINES = 2;

/** An unencrypted line: as text, as bytes, and its length. */
export function plainLines({ text, body, bodyLength }: WireEntry, width: number, height: number): Line[] {
  return parts(
    width,
    wrapped(text ?? asciiText(body), width),
    "readable",
    (rows) => byteLines(body, bodyLength, width, charactersOf, rows),
    height,
    [sumLine(text === undefined ? [texts.bytes(bodyLength)] : texts.plainSum(bodyLength), width)],
  );
}

/** A record: the same three, with the five bytes of its header on a separate line. */
export function tlsLines(
  { header, body, bodyLength }: WireEntry,
  session: { readonly version: string | undefined; readonly suite: string | undefined },
  width: number,
  height: number,
): Line[] {
  const text = asciiText(Uint8Array.of(...header, ...body.subarray(0, width * TEXT_LINES)));
  const five = hex(header, " ");
  const head: Line = [
    span(five, "strong"),
    span(
      firstFitting(
        texts.headerMark.map((mark) => ` ${mark}`),
        width - five.length,
      ),
      "faint",
    ),
  ];
  const bytes = header.length + bodyLength;
  const [version, suite] = [versionNumber(session.version), suiteNumber(session.suite)];
  const { usualLeast, parts: inside } = plaintextLength(bodyLength, version, suite);
  const known = inside.flatMap((part) => part.bytes ?? []);
  const sum: Line[] =
    known.length === 0
      ? [sumLine([texts.bytes(bytes)], width)]
      : [sumLine(texts.tlsSum(bytes, header.length, usualLeast, known), width), sumLine(texts.tlsSumWords, width)];
  const lines = Array.from({ length: TEXT_LINES }, (_, at) => text.slice(at * width, (at + 1) * width));
  const under = (rows: number) => [
    head,
    ...byteLines(body, bodyLength, width, (bytes) => [...asciiText(bytes)], rows - 1),
  ];
  return parts(width, lines, "protected", under, height, sum);
}

/** Earlier lines on this wire, one row each, as on the wire. */
export function earlierLines(entries: readonly WireEntry[], width: number, rows: number): Line[] {
  if (entries.length === 0 || rows < MIN_EARLIER) return [];
  const shown = entries.slice(0, rows - 2);
  const names = nameWidth(shown);
  const lines = shown.map(({ who, text, header, body }): Line => {
    const name = `${fitted(printable(who), names)} `;
    const read = text ?? asciiText(Uint8Array.of(...header, ...body.subarray(0, width)));
    const tone = header.length === 0 ? "readable" : "protected";
    return [span(name, "faint"), span(fitted(printable(read), width - widthOf(name)), tone)];
  });
  return [[], [span(fitted(texts.earlier, width), "faint")], ...lines];
}

/** The handshake, as much as fits: one part per line, the newest last. */
export function handshakeLines(entries: readonly WireEntry[], width: number, height: number): Line[] {
  const names = nameWidth(entries);
  const lines = entries.map(({ text, who, isToServer }): Line => {
    const way = `${fitted(printable(who), names)} ${isToServer ? "→" : "←"} `;
    return [span(way, "faint"), span(fitted(printable(text ?? ""), width - widthOf(way)))];
  });
  return [[span(firstFitting(texts.handshake, width), "faint")], ...lines.slice(-Math.max(1, height - 1))];
}

function sumLine(ways: readonly string[], width: number): Line {
  return [span(firstFitting(ways, width), "faint")];
}

/** Columns for the names of those who sent these. */
function nameWidth(entries: readonly WireEntry[]): number {
  return Math.min(MAX_NAME, Math.max(...entries.map(({ who }) => widthOf(printable(who)))));
}

function parts(
  width: number,
  text: readonly string[],
  tone: Tone,
  bytes: (rows: number) => readonly Line[],
  height: number,
  sum: readonly Line[],
): Line[] {
  const gap: Line[] = height >= 12 ? [[]] : [];
  const head: Line[] = [
    [span(firstFitting(texts.wire, width), "faint")],
    ...Array.from({ length: TEXT_LINES }, (_, at): Line => [span(text[at] ?? "", tone)]),
    ...gap,
  ];
  const room = Math.max(1, height - head.length - gap.length - sum.length);
  return [...head, ...bytes(room), ...gap, ...sum];
}

/** Bytes in hexadecimal, and their characters beside them. If they need more rows, the number of bytes left out. */
function byteLines(
  body: Uint8Array,
  length: number,
  width: number,
  read: (bytes: Uint8Array) => readonly string[],
  rows: number,
): Line[] {
  const perLine = width >= 16 * 3 + 18 ? 16 : width >= 8 * 3 + 10 ? 8 : 4;
  const characters = read(body);
  const lines: Line[] = [];
  for (let at = 0; at < body.length; at += perLine) {
    const digits = hex(body.subarray(at, at + perLine), " ");
    lines.push([span(`${digits.padEnd(perLine * 3)} `), span(characters.slice(at, at + perLine).join(""))]);
  }
  if (length === body.length && lines.length <= rows) return lines;
  const shown = lines.slice(0, Math.max(0, rows - 1));
  return [...shown, [span(texts.more(length - Math.min(body.length, shown.length * perLine)), "faint")]].slice(0, rows);
}

/**
 * In UTF-8: for each byte the character that begins there, nothing for the other bytes of a character, and a dot for
 * bytes that are not text.
 */
function charactersOf(bytes: Uint8Array): readonly string[] {
  const characters: string[] = [];
  while (characters.length < bytes.length) {
    const at = characters.length;
    const lead = bytes[at]!;
    const size = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    const character = decoded(bytes.subarray(at, at + size));
    characters.push(character ?? "·", ...Array<string>(character === undefined ? 0 : size - 1).fill(""));
  }
  return characters;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The character, if these bytes are a printable one. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    const character = utf8.decode(bytes);
    return printable(character) === character && widthOf(character) > 0 ? character : undefined;
  } catch {
    return undefined;
  }
}
