import { grouped } from "../../terminal/grouped.ts";
import { printable } from "../../terminal/printable.ts";
import { tableLines } from "../../terminal/table-lines.ts";
import { outlineAge } from "./age-outline.ts";
import type { KnownFile } from "./file-store.ts";
import type { ListedFile } from "./requests.ts";
import { fileTexts as texts } from "./texts.ts";

/** How many encrypted bytes are shown, and how many in one line. */
const SHOWN_BYTES = 48;
const BYTES_A_LINE = 16;

/** The cells of a file in a list. Cleaned. */
export function fileCells({ name, owner, stored, size, sharedWith }: ListedFile) {
  return {
    name: printable(name),
    owner: printable(owner),
    stored: printable(stored.slice(0, 16).replace("T", " ")),
    bytes: grouped(size),
    sharedWith: printable(sharedWith.join(", ")),
  };
}

/** All files of a server as a table for its operator, with their numbers in `work/accounts/files`. */
export function knownFileLines(files: readonly KnownFile[]): readonly string[] {
  if (files.length === 0) return [texts.noFiles];
  const rows = files.map((file) => {
    const { owner, bytes, stored, sharedWith, name } = fileCells(file);
    return [String(file.id), owner, bytes, stored, name, sharedWith];
  });
  return [...tableLines([texts.knownHead, ...rows]), texts.howToLook];
}

/**
 * What the server knows of a file, from its first bytes: each line of the age header with its meaning, and the first
 * encrypted bytes. Other files are shown as bytes. Cleaned pairs: what is there, and its meaning.
 */
export function serverViewLines(bytes: Uint8Array): readonly (readonly [shown: string, meaning: string])[] {
  const { header, payloadAt } = outlineAge(bytes);
  const lines = header.map(({ part, text }) => [printable(text), texts.parts[part]] as const);
  if (header.length > 0 && payloadAt === undefined) return lines;
  const payload = Buffer.from(bytes.subarray(payloadAt ?? 0)).subarray(0, SHOWN_BYTES);
  const rows = Array.from({ length: Math.ceil(payload.length / BYTES_A_LINE) }, (_, row) =>
    payload.subarray(row * BYTES_A_LINE, (row + 1) * BYTES_A_LINE),
  );
  const meaning = payloadAt === undefined ? texts.notAge : texts.payload;
  return [...lines, ...rows.map((row, at) => [hexLine(row), at === 0 ? meaning : ""] as const)];
}

/** In the form of `xxd`: hexadecimal, and the same as ASCII. */
function hexLine(row: Buffer): string {
  const hex = row.toString("hex").match(/.{2}/g)!.join(" ");
  const text = row.toString("latin1").replace(/[^ -~]/g, ".");
  return `${hex.padEnd(3 * BYTES_A_LINE)} ${text}`;
}
