import { objectNames } from "./object-names.ts";
import { DecodeError, type Field, hex, Reader } from "./reader.ts";
import { registry } from "./registry.ts";
import { faults, values } from "./texts.ts";

/**
 * The names of a structure's parts, in order. A part with a `tag` is optional: it is absent if the next tag is another
 * one.
 */
export interface DerShape {
  readonly name: string;
  readonly tag?: number;
  readonly parts?: readonly DerShape[];
}

/** Universal tags as on the wire, with the bit for "constructed" (0x20): X.680 section 8.4. */
const derTag = registry(1, {
  BOOLEAN: 0x01,
  INTEGER: 0x02,
  "BIT STRING": 0x03,
  "OCTET STRING": 0x04,
  NULL: 0x05,
  "OBJECT IDENTIFIER": 0x06,
  ENUMERATED: 0x0a,
  UTF8String: 0x0c,
  PrintableString: 0x13,
  TeletexString: 0x14,
  IA5String: 0x16,
  UTCTime: 0x17,
  GeneralizedTime: 0x18,
  BMPString: 0x1e,
  SEQUENCE: 0x30,
  SET: 0x31,
});
/** The tag bit for values that contain other values. */
const constructed = 0x20;

/** The decoder's place in a value. */
interface Place {
  readonly shape?: DerShape | undefined;
  readonly depth: number;
  /** How many strings with DER inside are around this place. */
  readonly wraps: number;
}

/** Deepest nesting that is followed. A certificate has about ten levels. */
const MAX_DEPTH = 40;
/** Strings with DER inside, one in another. Each level is read twice: first as a try. A certificate has one level. */
const MAX_WRAPS = 2;

/**
 * The fields of one DER value (X.690), such as a certificate, request or public key. Each value is a group of its tag,
 * its length and its contents. Throws DecodeError; the reader's `fields` keep what was read before the error.
 */
function readDer(reader: Reader, place: Place = { depth: 0, wraps: 0 }): void {
  if (place.depth > MAX_DEPTH) throw new DecodeError("limit", faults.derDepth(MAX_DEPTH), reader.offset);
  const first = tagName(reader.bytes[reader.offset] ?? 0);
  reader.group(place.shape === undefined ? first : `${place.shape.name}: ${first}`, (inner) => {
    const tag = inner.uint8("Tag", tagName);
    if ((tag & 0x1f) === 0x1f) throw new DecodeError("invalid", faults.derTag, inner.offset - 1);
    const length = readLength(inner);
    if (length > inner.left) {
      throw new DecodeError("truncated", faults.truncated("The value", length, inner.left), inner.offset);
    }
    readContents(inner, tag, length, place);
  });
}

/** All DER values of `bytes` as a tree of fields. `problem` says why the tree ends early. */
export function derFields(
  bytes: Uint8Array,
  shape?: DerShape,
): { readonly fields: readonly Field[]; readonly problem?: DecodeError } {
  const reader = Reader.noting(bytes);
  try {
    reader.many((inner) => readDer(inner, { shape, depth: 0, wraps: 0 }));
    return { fields: reader.fields };
  } catch (error) {
    if (error instanceof DecodeError) return { fields: reader.fields, problem: error };
    throw error;
  }
}

/** X.690 section 8.1.3: a length up to 127 has one byte. Larger ones have a count of bytes first, then the length. */
function readLength(reader: Reader): number {
  const first = reader.bytes[reader.offset] ?? 0;
  if (first < 0x80) return reader.uint8("Length", values.bytes);
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw new DecodeError("invalid", faults.derLength, reader.offset);
  const value = (bytes: Uint8Array) => bytes.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
  return value(reader.take("Length", 1 + count, (bytes) => values.bytes(value(bytes))));
}

function readContents(reader: Reader, tag: number, length: number, place: Place): void {
  const inside = { depth: place.depth + 1, wraps: place.wraps };
  const contents = reader.bytes.subarray(reader.offset, reader.offset + length);
  if (length === 0) return;
  if ((tag & constructed) !== 0) {
    const shapes = [...(place.shape?.parts ?? [])];
    reader.block("Contents", length, (inner) =>
      inner.many((part) => readDer(part, { ...inside, shape: nextShape(shapes, part.bytes[part.offset]!) })),
    );
  } else if (tag === derTag["OCTET STRING"] && isDer(contents, place)) {
    readWrapped(reader, length, place);
  } else if (tag === derTag["BIT STRING"]) {
    reader.uint8("Unused bits at the end");
    if (isDer(contents.subarray(1), place)) readWrapped(reader, length - 1, place);
    else if (length > 1) reader.take("Contents", length - 1);
  } else {
    reader.take("Contents", length, valueText(tag));
  }
}

/** The name of the next part. Skips optional parts that are absent. */
function nextShape(shapes: DerShape[], tag: number): DerShape | undefined {
  for (let shape = shapes.shift(); shape !== undefined; shape = shapes.shift()) {
    if (shape.tag === undefined || shape.tag === tag) return shape;
  }
  return undefined;
}

/** The contents of an extension, an RSA key or an ECDSA signature: a string of bytes with DER inside. */
function readWrapped(reader: Reader, length: number, place: Place): void {
  const inside = { depth: place.depth + 1, wraps: place.wraps + 1 };
  reader.block("Contents, DER again", length, (inner) => readDer(inner, inside));
}

/** Only these tags count as DER inside a string; other bytes can look like DER by chance. */
const wrappedTags: readonly number[] = [derTag.SEQUENCE, derTag["BIT STRING"], derTag["OCTET STRING"]];

/** Whether a string's bytes are exactly one DER value at every level. This try notes nothing. */
function isDer(bytes: Uint8Array, { depth, wraps }: Place): boolean {
  if (wraps >= MAX_WRAPS || !wrappedTags.includes(bytes[0] ?? 0)) return false;
  const reader = new Reader(bytes);
  try {
    readDer(reader, { depth: depth + 1, wraps: wraps + 1 });
    return reader.left === 0;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}

function tagName(tag: number): string {
  if (derTag.isKnown(tag)) return derTag.nameOf(tag);
  return tag >= 0x80 ? `[${tag & 0x1f}]` : `tag ${tag & 0x1f}`;
}

function valueText(tag: number): (bytes: Uint8Array) => string {
  return valueTexts[tag] ?? (tag >= 0x80 ? asciiOrHex : hex);
}

const valueTexts: Readonly<Record<number, (bytes: Uint8Array) => string>> = {
  [derTag.BOOLEAN]: (bytes) => (bytes.some((byte) => byte !== 0) ? "TRUE" : "FALSE"),
  [derTag.INTEGER]: integerText,
  [derTag["OBJECT IDENTIFIER"]]: objectIdentifierText,
  [derTag.UTF8String]: utf8Text,
  [derTag.PrintableString]: utf8Text,
  [derTag.TeletexString]: utf8Text,
  [derTag.IA5String]: utf8Text,
  [derTag.UTCTime]: utf8Text,
  [derTag.GeneralizedTime]: utf8Text,
};

const utf8 = new TextDecoder();

function utf8Text(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/**
 * Only the structure knows the kind of these values: names in a subjectAltName are ASCII, addresses and key identifiers
 * are bytes.
 */
function asciiOrHex(bytes: Uint8Array): string {
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f) ? `"${utf8Text(bytes)}"` : hex(bytes);
}

/** Small integers in decimal; serial numbers, moduli and other large ones in hexadecimal. */
function integerText(bytes: Uint8Array): string {
  if (bytes.length > 4) return hex(bytes);
  return String(
    bytes.reduce((value, byte, index) => value * 256 + (index === 0 && byte > 0x7f ? byte - 256 : byte), 0),
  );
}

/** X.690 section 8.19: the first two arcs share a number; each number is written in groups of seven bits. */
function objectIdentifierText(bytes: Uint8Array): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of bytes) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    if (arcs.length === 0) arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)));
    else arcs.push(arc);
    arc = 0;
  }
  const dotted = arcs.join(".");
  const name = objectNames[dotted];
  return name === undefined ? dotted : `${name} (${dotted})`;
}
