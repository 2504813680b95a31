import { fieldWords } from "../../observe/explain/field-words.ts";
import type { Field } from "../../wire/decode/reader.ts";
import { texts } from "../texts.ts";
import { groupValue } from "./group-value.ts";
import type { Section } from "./section.ts";

/** One line of the explanation tree. */
export interface TreeRow {
  /** The same for this kind of row in every packet, so that it stays open or closed: "IPv4/Flags". */
  readonly key: string;
  readonly section: number;
  readonly depth: number;
  /** Untrusted text. */
  readonly label: string;
  readonly value: string;
  readonly parent: string | undefined;
  /** Its bytes, as offsets into its section. */
  readonly start: number;
  readonly end: number;
  readonly hasChildren: boolean;
  readonly isOpen: boolean;
  readonly kind: "section" | "field" | "note";
}

/** Fields that are open at first: those that matter for the lesson. */
const openAtFirst = new Set([
  "TLS record",
  "Fragment",
  "Handshake message",
  "Line",
  "Line of layers",
  "Alert",
  "client_hello",
  "server_hello",
  "5 Content",
]);

/** The rows of the tree. `toggled` has the keys of rows that the user opened or closed. */
export function treeRows(sections: readonly Section[], toggled: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  // A single packet needs no row of its own.
  const isAlone = sections.length === 1;
  const depth = isAlone ? 0 : 1;
  for (const [section, { title, bytes, fields, notes }] of sections.entries()) {
    const key = section === 0 ? "packet" : "part";
    const isOpen = isAlone || !toggled.has(key);
    const whole = { section, parent: undefined, start: 0, end: bytes.length, kind: "section" as const };
    if (!isAlone) rows.push({ ...whole, key, depth: 0, label: title, value: "", hasChildren: true, isOpen });
    if (!isOpen) continue;
    for (const note of notes) {
      rows.push({
        key: "note",
        section,
        depth,
        label: texts.observed,
        value: note,
        parent: undefined,
        start: 0,
        end: 0,
        hasChildren: false,
        isOpen: false,
        kind: "note",
      });
    }
    const hasContent = fields.some(({ label }) => openAtFirst.has(label));
    addFields(rows, fields, { section, bytes, depth, path: key, parent: undefined, toggled, opensLast: !hasContent });
  }
  return rows;
}

interface Place {
  readonly section: number;
  readonly bytes: Uint8Array;
  readonly depth: number;
  readonly path: string;
  readonly parent: string | undefined;
  readonly toggled: ReadonlySet<string>;
  /** Whether the last group is open at first: without readable data, the innermost header matters most. */
  readonly opensLast: boolean;
}

function addFields(rows: TreeRow[], fields: readonly Field[], place: Place): void {
  const lastGroup = place.opensLast ? fields.findLast(({ children }) => children.length > 0) : undefined;
  for (const field of fields) {
    const key = `${place.path}/${field.label}`;
    const hasChildren = field.children.length > 0;
    const isOpenAtFirst = openAtFirst.has(field.label) || field === lastGroup;
    const isOpen = hasChildren && isOpenAtFirst !== place.toggled.has(key);
    const { label, value, start, end } = field;
    rows.push({
      key,
      section: place.section,
      depth: place.depth,
      label,
      value: value === "" && hasChildren ? groupValue(field, place.bytes) : value,
      parent: place.parent,
      start,
      end,
      hasChildren,
      isOpen,
      kind: "field",
    });
    if (isOpen) {
      addFields(rows, field.children, { ...place, depth: place.depth + 1, path: key, parent: label, opensLast: false });
    }
  }
}

/** The innermost visible row that contains this byte, or the section's own row. */
export function rowAtByte(rows: readonly TreeRow[], section: number, byte: number): number {
  let best = rows.findIndex((row) => row.section === section);
  for (const [index, row] of rows.entries()) {
    if (row.section === section && row.start <= byte && byte < row.end && row.depth >= rows[best]!.depth) best = index;
  }
  return Math.max(0, best);
}

/** The explanation of a row: what it is, its purpose, and the standard. */
export function aboutRow(row: TreeRow, sections: readonly Section[]): string {
  if (row.kind === "section") return sections[row.section]?.about ?? "";
  if (row.kind === "note") return `${row.value}. ${texts.observedAbout}`;
  const about = fieldWords(row.label, row.parent);
  return [about?.source && `[${about.source}]`, about?.what, about?.why].filter(Boolean).join(" ");
}
