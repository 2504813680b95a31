import { type DerValue, Fields, hex, objectIdentifier, tags, valuesIn } from "./der.ts";

/** A subject or an issuer: RFC 5280 section 4.1.2.4. All texts are untrusted and not cleaned. */
export interface DistinguishedName {
  /** For people: "O=Encryption lab, CN=Class CA". RFC 4514, in the order of the certificate. */
  readonly text: string;
  /** For comparison: each relative name without differences of case and spaces. RFC 5280 section 7.1. */
  readonly comparable: readonly string[];
  readonly attributes: readonly Attribute[];
}

interface Attribute {
  /** Such as "CN"; an object identifier in dots if RFC 4514 has no short name. */
  readonly type: string;
  readonly value: string;
  readonly comparable: string;
}

/** Reads a Name. Throws DerError. */
export function readName(value: DerValue): DistinguishedName {
  const relative = new Fields(value)
    .rest()
    .map((set) => valuesIn(set).map((attribute) => readAttribute(new Fields(attribute))));
  return {
    text: relative.map((attributes) => attributes.map(attributeText).join("+")).join(", "),
    comparable: relative.map((attributes) =>
      attributes
        .map(({ comparable }) => comparable)
        .sort()
        .join("+"),
    ),
    attributes: relative.flat(),
  };
}

export function isSameName(one: DistinguishedName, other: DistinguishedName): boolean {
  return one.comparable.length === other.comparable.length && isBelow(one, other);
}

/**
 * Whether a name begins with all of `base`: the meaning of name constraints for directory names. RFC 5280 section
 * 4.2.1.10.
 */
export function isBelow(name: DistinguishedName, base: DistinguishedName): boolean {
  return base.comparable.every((part, index) => part === name.comparable[index]);
}

/** The short names of RFC 4514 section 3, and other common ones. */
const attributeTypes: Readonly<Record<string, string>> = {
  "2.5.4.3": "CN",
  "2.5.4.4": "SN",
  "2.5.4.5": "serialNumber",
  "2.5.4.6": "C",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.9": "STREET",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
  "2.5.4.42": "GN",
  "0.9.2342.19200300.100.1.1": "UID",
  "0.9.2342.19200300.100.1.25": "DC",
  "1.2.840.113549.1.9.1": "E",
};

/** How the bytes of each kind of string become text: X.690 section 8.23. */
const strings: Readonly<Record<number, (bytes: Buffer) => string>> = {
  12: (bytes) => bytes.toString("utf8"),
  19: (bytes) => bytes.toString("latin1"), // PrintableString
  20: (bytes) => bytes.toString("latin1"), // TeletexString; in practice ISO 8859-1.
  22: (bytes) => bytes.toString("latin1"), // IA5String
  26: (bytes) => bytes.toString("latin1"), // VisibleString
  28: (bytes) => codePoints(bytes, 4), // UniversalString
  30: (bytes) => codePoints(bytes, 2), // BMPString
};

function codePoints(bytes: Buffer, width: 2 | 4): string {
  const characters: string[] = [];
  for (let at = 0; at + width <= bytes.length; at += width) {
    const code = bytes.readUIntBE(at, width);
    characters.push(code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code));
  }
  return characters.join("");
}

function readAttribute(fields: Fields): Attribute {
  const oid = objectIdentifier(fields.take(tags.objectIdentifier));
  const { tag, contents, bytes } = fields.take();
  fields.end();
  const text = strings[tag]?.(Buffer.from(contents));
  return {
    type: attributeTypes[oid] ?? oid,
    value: text ?? `#${hex(bytes)}`,
    comparable: `${oid}=${text === undefined ? `#${hex(bytes)}` : JSON.stringify(folded(text))}`,
  };
}

/** As OpenSSL compares: the kind of string, the case of ASCII letters and the number of spaces do not matter. */
function folded(text: string): string {
  return text
    .replace(/[\t-\r ]+/g, " ")
    .replace(/^ | $/g, "")
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function attributeText({ type, value }: Attribute): string {
  return `${type}=${value.replace(/[,+"\\<>;]|^[# ]| $/g, "\\$&")}`;
}
