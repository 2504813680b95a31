import { isIP } from "node:net";
import { DerError, type DerValue, explicit, hex, implicit, readDer } from "./der.ts";
import { type DistinguishedName, readName } from "./distinguished-name.ts";

/** One of the names in a certificate, or a limit of a CA: RFC 5280 section 4.2.1.6. Untrusted and not cleaned. */
export type GeneralName =
  | { readonly kind: "DNS" | "email" | "URI"; readonly value: string }
  /** 4 or 16 bytes; with a mask after them, 8 or 32. */
  | { readonly kind: "IP"; readonly bytes: Uint8Array }
  | { readonly kind: "directory"; readonly name: DistinguishedName }
  | { readonly kind: "other"; readonly type: string };

/** Reads a GeneralName. Throws DerError. */
export function readGeneralName({ tag, contents }: DerValue): GeneralName {
  switch (tag) {
    case implicit(1):
      return { kind: "email", value: ascii(contents) };
    case implicit(2):
      return { kind: "DNS", value: ascii(contents) };
    case implicit(6):
      return { kind: "URI", value: ascii(contents) };
    case implicit(7):
      return { kind: "IP", bytes: contents };
    case explicit(4):
      return { kind: "directory", name: readName(readDer(contents)) };
    default: {
      const type = otherTypes[tag & ~constructed];
      if (type === undefined) throw new DerError("another structure");
      return { kind: "other", type };
    }
  }
}

/**
 * A name as people type it: "DNS:localhost", "IP:127.0.0.1". Unusual characters are quoted, so that one name never
 * looks like two.
 */
export function generalNameText(name: GeneralName): string {
  switch (name.kind) {
    case "IP":
      return `IP:${addressText(name.bytes)}`;
    case "directory":
      return `directory:${quoted(name.name.text)}`;
    case "other":
      return name.type;
    default:
      return `${name.kind}:${quoted(name.value)}`;
  }
}

/** The tag bit for values that contain other values: X.690 section 8.1.2.5. */
const constructed = 0x20;

/** By their tags, without that bit. */
const otherTypes: Readonly<Record<number, string>> = {
  [implicit(0)]: "otherName",
  [implicit(3)]: "x400Address",
  [implicit(5)]: "ediPartyName",
  [implicit(8)]: "registeredID",
};

function ascii(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

function quoted(value: string): string {
  return /^[^\s,"\\]*$/.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;
}

/**
 * An address, or an address and a mask (`10.0.0.0/255.0.0.0`), in the form of RFC 5952; invalid bytes in hexadecimal.
 */
function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  if (bytes.length === 16) return shortest(hex(bytes).match(/.{4}/g)!.join(":"));
  if (bytes.length === 8 || bytes.length === 32) {
    const half = bytes.length / 2;
    return `${addressText(bytes.subarray(0, half))}/${addressText(bytes.subarray(half))}`;
  }
  return `#${hex(bytes)}`;
}

function shortest(address: string): string {
  return isIP(address) === 6 ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
}
