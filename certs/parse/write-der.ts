/** One DER value (X.690): a tag byte, the length in its shortest form, and the contents. */
export function der(tag: number, ...contents: readonly (Uint8Array | string)[]): Buffer {
  const body = Buffer.concat(contents.map((part) => Buffer.from(part as string, "latin1")));
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const digits = length.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), "0"), "hex");
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => der(0x31, ...parts);
export const explicit = (number: number, ...parts: readonly Uint8Array[]): Buffer => der(0xa0 | number, ...parts);
export const implicit = (number: number, ...parts: readonly (Uint8Array | string)[]): Buffer =>
  der(0x80 | number, ...parts);
export const octets = (...parts: readonly Uint8Array[]): Buffer => der(0x04, ...parts);
export const boolean = (value: boolean): Buffer => der(0x01, Uint8Array.of(value ? 0xff : 0x00));
export const nothing: Buffer = der(0x05);
export const integer = (...bytes: readonly number[]): Buffer => der(0x02, Uint8Array.from(bytes));
export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text));
export const printableString = (text: string): Buffer => der(0x13, text);
export const ia5 = (text: string): Buffer => der(0x16, text);
export const utcTime = (text: string): Buffer => der(0x17, text);
export const generalizedTime = (text: string): Buffer => der(0x18, text);
/** A BIT STRING of whole bytes. */
export const bitString = (bytes: Uint8Array): Buffer => der(0x03, Uint8Array.of(0), bytes);

/** A BIT STRING in which the bits with these numbers are set. */
export function bits(...numbers: readonly number[]): Buffer {
  const most = Math.max(-1, ...numbers);
  const bytes = Buffer.alloc(Math.ceil((most + 1) / 8));
  for (const number of numbers) bytes[number >> 3]! |= 0x80 >> (number & 7);
  return der(0x03, Uint8Array.of(bytes.length * 8 - most - 1), bytes);
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split(".").map(Number);
  return der(0x06, Uint8Array.from([first * 40 + second, ...others].flatMap(base128)));
}

function base128(number: number): readonly number[] {
  const bytes = [number & 0x7f];
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128))
    bytes.unshift(0x80 | (rest & 0x7f));
  return bytes;
}

/** A Name of one attribute each: `["2.5.4.3", utf8("leaf")]`. */
export function name(...attributes: readonly (readonly [type: string, value: Uint8Array])[]): Buffer {
  return sequence(...attributes.map(([type, value]) => set(sequence(oid(type), value))));
}

export const commonName = (text: string): Buffer => name(["2.5.4.3", utf8(text)]);
