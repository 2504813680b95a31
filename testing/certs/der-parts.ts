import { der, oid, sequence } from "../../certs/parse/write-der.ts";

/** DER values that only tests write; the lab's own are in certs/parse/write-der.ts. */

export const set = (...parts: readonly Uint8Array[]): Buffer => der(0x31, ...parts);
export const explicit = (number: number, ...parts: readonly Uint8Array[]): Buffer => der(0xa0 | number, ...parts);
export const implicit = (number: number, ...parts: readonly (Uint8Array | string)[]): Buffer =>
  der(0x80 | number, ...parts);
export const boolean = (value: boolean): Buffer => der(0x01, Uint8Array.of(value ? 0xff : 0x00));
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

/** A Name of one attribute each: `["2.5.4.3", utf8("leaf")]`. */
export function name(...attributes: readonly (readonly [type: string, value: Uint8Array])[]): Buffer {
  return sequence(...attributes.map(([type, value]) => set(sequence(oid(type), value))));
}

export const commonName = (text: string): Buffer => name(["2.5.4.3", utf8(text)]);
