/** One value in DER (X.690): its tag byte, its contents, and all its bytes with the header. */
export interface DerValue {
  readonly tag: number;
  readonly contents: Uint8Array;
  readonly bytes: Uint8Array;
}

/** The tag bytes that certificates use: X.690 section 8.1.2. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/**
 * The tag byte of a field that a structure numbers itself: `[0] IMPLICIT` holds bytes, `[0] EXPLICIT` holds other
 * values.
 */
export const implicit = (number: number): number => 0x80 | number;
export const explicit = (number: number): number => 0xa0 | number;

/** Bytes that are wrong for a certificate: "not DER" (or cut), or DER of "another structure". */
export class DerError extends Error {
  readonly kind: "not DER" | "another structure";

  constructor(kind: DerError["kind"]) {
    super(kind);
    this.name = "DerError";
    this.kind = kind;
  }
}

/** Most values inside another one; a certificate has a few, a crafted one may have half a million. */
const MAX_VALUES = 10_000;

/**
 * Reads bytes that are exactly one value. Strict: a length has only one form, because a signature covers only one form.
 * Throws DerError.
 */
export function readDer(bytes: Uint8Array): DerValue {
  const value = valueAt(bytes, 0);
  if (value.bytes.length !== bytes.length) throw new DerError("not DER");
  return value;
}

/** Whether bytes are exactly one value. */
export function isDer(bytes: Uint8Array): boolean {
  try {
    readDer(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The values inside another one, in order. Throws DerError. */
export function valuesIn({ contents }: DerValue): readonly DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < contents.length; at += values.at(-1)!.bytes.length) {
    if (values.length === MAX_VALUES) throw new DerError("another structure");
    values.push(valueAt(contents, at));
  }
  return values;
}

/** The values inside a SEQUENCE, in order. Every method throws DerError if the next value is another one. */
export class Fields {
  private readonly values: readonly DerValue[];
  private at = 0;

  constructor(sequence: DerValue, tag: number = tags.sequence) {
    this.values = valuesIn(expectTag(sequence, tag));
  }

  /** The next value; it must have one of these tags, if any are given. */
  take(...allowed: readonly number[]): DerValue {
    const value = this.values[this.at];
    if (value === undefined || !(allowed.length === 0 || allowed.includes(value.tag)))
      throw new DerError("another structure");
    this.at++;
    return value;
  }

  /** The next value if it has this tag; otherwise it stays for the next call. */
  optional(tag: number): DerValue | undefined {
    return this.values[this.at]?.tag === tag ? this.take() : undefined;
  }

  /** All that is left. */
  rest(): readonly DerValue[] {
    const rest = this.values.slice(this.at);
    this.at = this.values.length;
    return rest;
  }

  end(): void {
    if (this.at < this.values.length) throw new DerError("another structure");
  }
}

/** The value itself, if it has this tag. Throws DerError. */
export function expectTag(value: DerValue, tag: number): DerValue {
  if (value.tag !== tag) throw new DerError("another structure");
  return value;
}

/** An OBJECT IDENTIFIER in dots: X.690 section 8.19. */
export function objectIdentifier(value: DerValue): string {
  const { contents } = expectTag(value, tags.objectIdentifier);
  const numbers: bigint[] = [];
  let number = 0n;
  let isFirstByte = true;
  for (const byte of contents) {
    if (isFirstByte && byte === 0x80) throw new DerError("not DER");
    number = (number << 7n) | BigInt(byte & 0x7f);
    isFirstByte = byte < 0x80;
    if (!isFirstByte) continue;
    numbers.push(number);
    number = 0n;
  }
  const [first, ...others] = numbers;
  if (first === undefined || !isFirstByte || contents.length > MAX_IDENTIFIER_BYTES) throw new DerError("not DER");
  const root = first < 80n ? first / 40n : 2n;
  return [root, first - root * 40n, ...others].join(".");
}

/** Longest object identifier that is read; real ones have up to 20 bytes. */
const MAX_IDENTIFIER_BYTES = 64;

/** A BOOLEAN; DER writes TRUE as 0xff. */
export function boolean({ tag, contents: [byte, ...more] }: DerValue): boolean {
  if (tag !== tags.boolean || more.length > 0 || (byte !== 0x00 && byte !== 0xff)) throw new DerError("not DER");
  return byte === 0xff;
}

/** An INTEGER of at most four bytes; larger ones have no use here. */
export function smallInteger({ contents }: DerValue): number {
  const [first] = contents;
  if (first === undefined || contents.length > 4) throw new DerError("another structure");
  return contents.reduce((number, byte) => number * 256 + byte, 0) - (first < 0x80 ? 0 : 256 ** contents.length);
}

/** The numbers of the set bits in a BIT STRING; bit 0 is the first one: X.690 section 8.6. */
export function setBits({ contents: [unused, ...bytes] }: DerValue): readonly number[] {
  if (unused === undefined || unused > 7) throw new DerError("not DER");
  return bytes.flatMap((byte, index) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => byte & (0x80 >> bit)).map((bit) => index * 8 + bit),
  );
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

function valueAt(bytes: Uint8Array, start: number): DerValue {
  const [tag, first] = [bytes[start], bytes[start + 1]];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new DerError("not DER");
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const contentsStart = start + 2 + lengthBytes;
  const length =
    first < 0x80 ? first : bytes.subarray(start + 2, contentsStart).reduce((sum, byte) => sum * 256 + byte, 0);
  const isShortestForm = first < 0x80 || (length >= 0x80 && bytes[start + 2] !== 0);
  const end = contentsStart + length;
  if (first === 0x80 || lengthBytes > 4 || !isShortestForm || end > bytes.length) throw new DerError("not DER");
  return { tag, contents: bytes.subarray(contentsStart, end), bytes: bytes.subarray(start, end) };
}
