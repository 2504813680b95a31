import { type DerShape, derFields } from "../../../sniffer/wire/decode/der.ts";
import { certificateShape, publicKeyShape, requestShape } from "../../../sniffer/wire/decode/der-shapes.ts";
import type { Field } from "../../../sniffer/wire/decode/reader.ts";
import { printable } from "../../../terminal/printable.ts";

/** Width of the lines, and their largest indent. */
const COLUMNS = 79;
const MAX_INDENT = 30;

const shapes: Readonly<Record<string, DerShape>> = {
  certificate: certificateShape,
  request: requestShape,
  "public key": publicKeyShape,
};

/**
 * The ASN.1 tree of DER bytes, one line per value: its offset, its length with the header, its name and kind, its
 * contents.
 */
export function derLines(kind: string, der: Uint8Array): readonly string[] {
  const { fields, problem } = derFields(der, shapes[kind]);
  const lines = [" offset length", ...fields.flatMap((field) => linesOf(field, 0))];
  return problem === undefined
    ? lines
    : [...lines, `${String(problem.offset).padStart(7)} ${printable(problem.message)}`];
}

/** A value is a group of tag, length and contents; only the contents get their own lines. */
function linesOf({ label, start, end, children }: Field, depth: number): readonly string[] {
  const contents = children.find((child) => child.label.startsWith("Contents"));
  const value = contents === undefined || contents.children.length > 0 ? "" : ` ${printable(contents.value)}`;
  const place = `${String(start).padStart(7)} ${String(end - start).padStart(6)}  `;
  const line = `${place}${" ".repeat(Math.min(depth * 2, MAX_INDENT))}${label}${value}`;
  const inner = contents?.children.flatMap((child) => linesOf(child, depth + 1)) ?? [];
  return [line.length > COLUMNS ? `${line.slice(0, COLUMNS - 1)}…` : line, ...inner];
}
