import { printable } from "../../../terminal/printable.ts";
import { wrapped, wrapText } from "../../../terminal/wrap.ts";
import { type Field, hex } from "../../wire/decode/reader.ts";
import type { ExplainedPart } from "./explain-bytes.ts";
import { fieldWords } from "./field-words.ts";
import { texts } from "./texts.ts";

/** Bytes shown of one field. */
const SHOWN_BYTES = 12;
/** Letters shown of one value. */
const SHOWN_LETTERS = 120;

/** Explained bytes as text: each field with its bytes, its meaning and its purpose. Cleaned. */
export function explainedText(parts: readonly ExplainedPart[], bytes: Uint8Array, width = 80): string[] {
  const told = new Set<string>();
  return parts.flatMap((part, at) => [
    ...(at > 0 ? [""] : []),
    ...wrapped(`${texts.bytes(part.start, part.end)}: ${texts.kinds[part.kind]}`, width),
    ...part.fields.flatMap((field) => fieldLines(field, undefined, 1, bytes, width, told)),
    ...(part.problem === undefined ? [] : wrapped(texts.problem(part.problem), width)),
    ...part.remarks.flatMap((remark) => wrapped(remark, width)),
  ]);
}

/** Each explanation is printed only once. */
function fieldLines(
  field: Field,
  parent: string | undefined,
  depth: number,
  bytes: Uint8Array,
  width: number,
  told: Set<string>,
): string[] {
  const indent = "  ".repeat(depth);
  const { label, start, end, value, children } = field;
  const known = fieldWords(label, parent);
  const why =
    known === undefined ? "" : [known.what, known.why, known.source && `(${known.source})`].filter(Boolean).join(" ");
  const isNew = why !== "" && !told.has(why);
  told.add(why);
  const letters = [...value];
  const shownValue = letters.length > SHOWN_LETTERS ? `${letters.slice(0, SHOWN_LETTERS).join("")}…` : value;
  const shownBytes = children.length > 0 ? "" : `  [${spaced(bytes.subarray(start, end))}]`;
  const head = `${label}${shownValue === "" ? "" : `: ${shownValue}`}${shownBytes}`;
  const room = width - indent.length;
  const headLines = wrapText(printable(head), room - 2, { first: room, breaksWords: true });
  return [
    ...headLines.map((line, at) => `${indent}${at > 0 ? "  " : ""}${line}`),
    ...(isNew ? wrapped(why, width - indent.length - 4).map((line) => `${indent}    ${line}`) : []),
    ...children.flatMap((child) => fieldLines(child, label, depth + 1, bytes, width, told)),
  ];
}

function spaced(bytes: Uint8Array): string {
  const shown = hex(bytes.subarray(0, SHOWN_BYTES), " ");
  return bytes.length > SHOWN_BYTES ? `${shown} …` : shown;
}
