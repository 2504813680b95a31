import { hexNumber, type Names } from "./registry.ts";
import { faults, labels, values } from "./texts.ts";

/** One decoded field: its label, the place of its bytes, and their meaning. */
export interface Field {
  readonly label: string;
  /** Offsets into the bytes of the outermost reader: `start` is the first byte, `end` the one after the last. */
  readonly start: number;
  readonly end: number;
  /** The value for people: "12345", "0x0800 (IPv4)", "127.0.0.1". Untrusted text. Empty for a group. */
  readonly value: string;
  readonly children: readonly Field[];
}

/**
 * What is wrong. "truncated": a field needs more bytes than there are · "excess": bytes are left over in a part of
 * known length · "invalid": a value that the protocol does not allow · "limit": a bound of this lab.
 */
export type DecodeErrorKind = "truncated" | "excess" | "invalid" | "limit";

/** The bytes break the rules of the protocol. The message names the field, what it needs, and what was found. */
export class DecodeError extends Error {
  readonly kind: DecodeErrorKind;
  /** An offset into the bytes of the outermost reader. */
  readonly offset: number;

  constructor(kind: DecodeErrorKind, message: string, offset: number) {
    super(message);
    this.name = "DecodeError";
    this.kind = kind;
    this.offset = offset;
  }
}

/** Gives the meaning of a number: a registry of names, or a function. Used only when fields are noted. */
export type Meaning = Names | ((value: number) => string);

/** A field before all its children are read. */
interface OpenField {
  label: string;
  start: number;
  end: number;
  value: string;
  children: OpenField[];
}

/**
 * Reads bytes from front to back. Each read has the field's label. A plain reader notes nothing and is fast.
 * `Reader.noting` makes a reader that also notes every field. So tree, highlighted bytes and explanations come from the
 * decoder itself.
 */
export class Reader {
  readonly bytes: Uint8Array;
  offset: number;
  end: number;
  /** The fields noted at this level, or undefined in a plain reader. */
  private notes: OpenField[] | undefined;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.offset = start;
    this.end = end;
    this.notes = undefined;
  }

  /** A reader that notes every field. Read `fields` when the decoder has finished or has thrown. */
  static noting(bytes: Uint8Array, start = 0, end = bytes.length): Reader {
    const reader = new Reader(bytes, start, end);
    reader.notes = [];
    return reader;
  }

  /** The fields noted so far. Empty in a plain reader. */
  get fields(): readonly Field[] {
    return this.notes ?? [];
  }

  /** Bytes not yet read. */
  get left(): number {
    return this.end - this.offset;
  }

  /** Whether fields are noted. Ask this before you make an expensive label or value. */
  get isNoting(): boolean {
    return this.notes !== undefined;
  }

  uint8(label: string, meaning?: Meaning): number {
    const at = this.advance(label, 1);
    const value = this.bytes[at]!;
    if (this.notes !== undefined) this.note(label, at, numberText(value, 1, meaning));
    return value;
  }

  uint16(label: string, meaning?: Meaning): number {
    const at = this.advance(label, 2);
    const value = (this.bytes[at]! << 8) | this.bytes[at + 1]!;
    if (this.notes !== undefined) this.note(label, at, numberText(value, 2, meaning));
    return value;
  }

  uint24(label: string, meaning?: Meaning): number {
    const at = this.advance(label, 3);
    const value = (this.bytes[at]! << 16) | (this.bytes[at + 1]! << 8) | this.bytes[at + 2]!;
    if (this.notes !== undefined) this.note(label, at, numberText(value, 3, meaning));
    return value;
  }

  uint32(label: string, meaning?: Meaning): number {
    const at = this.advance(label, 4);
    const { bytes } = this;
    const value = ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
    if (this.notes !== undefined) this.note(label, at, numberText(value, 4, meaning));
    return value;
  }

  /** The next `length` bytes, as a view. `show` gives their value for people; without it, hexadecimal. */
  take(label: string, length: number, show: (bytes: Uint8Array) => string = hex): Uint8Array {
    const at = this.advance(label, length);
    const view = this.bytes.subarray(at, at + length);
    if (this.notes !== undefined) this.note(label, at, show(view));
    return view;
  }

  /** The next `length` bytes as UTF-8 text. Invalid bytes become U+FFFD. */
  text(label: string, length: number): string {
    const at = this.advance(label, length);
    const value = utf8.decode(this.bytes.subarray(at, at + length));
    if (this.notes !== undefined) this.note(label, at, value);
    return value;
  }

  /** All bytes that are left, as a view. Notes nothing if there are none. */
  rest(label: string, show?: (bytes: Uint8Array) => string): Uint8Array {
    return this.left === 0 ? this.bytes.subarray(this.offset, this.offset) : this.take(label, this.left, show);
  }

  /** Skips `length` bytes as one noted field, without a view of them. */
  skip(label: string, length: number): void {
    const at = this.advance(label, length);
    if (this.notes !== undefined) this.note(label, at, hex(this.bytes.subarray(at, at + length)));
  }

  /** Reads a part of exactly `length` bytes with a new reader. Bytes left over in it are an error. */
  block<T>(label: string, length: number, read: (reader: Reader) => T): T {
    const at = this.advance(label, length);
    const inner = new Reader(this.bytes, at, at + length);
    const value = this.inside(label, inner, read);
    if (inner.left > 0) throw new DecodeError("excess", faults.leftOver(label, inner.left), inner.offset);
    return value;
  }

  /**
   * Like `block`, for a part whose length is surely right. An error inside costs only this part; it is returned, not
   * thrown.
   */
  attempt(label: string, length: number, read: (reader: Reader) => void): DecodeError | undefined {
    const at = this.advance(label, length);
    const inner = new Reader(this.bytes, at, at + length);
    try {
      this.inside(label, inner, read);
      if (inner.left > 0) throw new DecodeError("excess", faults.leftOver(label, inner.left), inner.offset);
      return undefined;
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      inner.offset = inner.notes?.at(-1)?.end ?? at;
      inner.rest("Not decoded", (bytes) => values.bytes(bytes.length));
      return error;
    }
  }

  /** A vector of RFC 8446 section 3.4, `opaque label<0..2^bits-1>`: its length in `bits` bits, then its bytes. */
  vector(label: string, bits: 8 | 16 | 24, show?: (bytes: Uint8Array) => string): Uint8Array {
    return this.take(label, this.lengthOf(label, bits), show);
  }

  /** A vector of UTF-8 text. Invalid bytes become U+FFFD. */
  textVector(label: string, bits: 8 | 16): string {
    return this.text(label, this.lengthOf(label, bits));
  }

  /** A vector that holds parts of one kind. */
  list<T>(label: string, bits: 8 | 16 | 24, read: (reader: Reader) => T): T[] {
    return this.block(label, this.lengthOf(label, bits), (inner) => inner.many(read));
  }

  private lengthOf(label: string, bits: 8 | 16 | 24): number {
    const name = labels.length(label);
    return bits === 8 ? this.uint8(name) : bits === 16 ? this.uint16(name) : this.uint24(name);
  }

  /** Puts the fields that `read` reads under one heading. It uses this reader. */
  group<T>(label: string, read: (reader: Reader) => T): T {
    if (this.notes === undefined) return read(this);
    const outer = this.notes;
    const field: OpenField = { label, start: this.offset, end: this.offset, value: "", children: [] };
    outer.push(field);
    this.notes = field.children;
    try {
      return read(this);
    } finally {
      this.notes = outer;
      field.end = this.offset;
    }
  }

  /** Reads parts until nothing is left. Each must consume at least one byte. */
  many<T>(read: (reader: Reader) => T): T[] {
    const values: T[] = [];
    while (this.left > 0) {
      const before = this.offset;
      values.push(read(this));
      if (this.offset === before) throw new DecodeError("invalid", faults.emptyPart, before);
    }
    return values;
  }

  /** Sets a nearer end: the layer above said that its data stop there. */
  narrow(end: number): void {
    if (end < this.end) this.end = Math.max(end, this.offset);
  }

  /** Gives a value for people to the field or group that was noted last. Does nothing in a plain reader. */
  describe(value: () => string): void {
    const last = this.notes?.at(-1);
    if (last !== undefined) last.value = value();
  }

  private inside<T>(label: string, inner: Reader, read: (reader: Reader) => T): T {
    if (this.notes === undefined) return read(inner);
    inner.notes = [];
    this.notes.push({ label, start: inner.offset, end: inner.end, value: "", children: inner.notes });
    return read(inner);
  }

  private advance(label: string, length: number): number {
    const at = this.offset;
    if (length > this.end - at) throw this.truncated(label, length);
    this.offset = at + length;
    return at;
  }

  private truncated(label: string, length: number): DecodeError {
    return new DecodeError("truncated", faults.truncated(label, length, this.left), this.offset);
  }

  private note(label: string, start: number, value: string): void {
    this.notes!.push({ label, start, end: this.offset, value, children: [] });
  }
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Lower-case hexadecimal, with `between` two bytes. */
export function hex(bytes: Uint8Array, between = ""): string {
  let text = "";
  for (const byte of bytes) text += (text === "" ? "" : between) + byte.toString(16).padStart(2, "0");
  return text;
}

/** Bytes as in a sniffer's text column: ASCII, and a dot for others, so that random bytes do not look like letters. */
export function asciiText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·")).join("");
}

function numberText(value: number, bytes: number, meaning: Meaning | undefined): string {
  if (meaning === undefined) return String(value);
  const number = hexNumber(value, bytes);
  if (typeof meaning === "function") return `${number} (${meaning(value)})`;
  return meaning.isKnown(value) ? `${number} (${meaning.nameOf(value)})` : number;
}
