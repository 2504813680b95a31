import { type ListView, type Movement, moveTo, target } from "../../../terminal/screen/list-view.ts";
import type { Layout } from "./layout.ts";
import type { Section } from "./section.ts";
import { rowAtByte, type TreeRow } from "./tree.ts";

/** The choice in the explanation of a packet: a field of the tree, and a byte. */
export interface Fields {
  readonly tree: ListView;
  /** Keys of the groups that were opened or closed by the user. */
  readonly toggled: ReadonlySet<string>;
  readonly byte: number;
  readonly bytesTop: number;
}

/** The contents of the tree and of the bytes. */
export interface Explained {
  readonly sections: readonly Section[];
  readonly tree: readonly TreeRow[];
}

/** Means "not chosen yet": the tree of a new packet is not known at once. */
const toBeChosen = -1;

export const noFields: Fields = { tree: { cursor: toBeChosen, top: 0 }, toggled: new Set(), byte: 0, bytesTop: 0 };

/**
 * Another packet is chosen. In its tree the data will be chosen, or the field with `byte`, if something was found
 * there.
 */
export function forPacket({ toggled }: Fields, byte = 0): Fields {
  return { ...noFields, toggled, byte };
}

/** The bytes of the chosen row's section. */
export function chosenBytes({ tree: { cursor } }: Fields, { sections, tree }: Explained): Uint8Array {
  return sections[tree[cursor]?.section ?? 0]?.bytes ?? new Uint8Array(0);
}

/** Adjusts the windows. If nothing is chosen yet, chooses the packet's data: its line or record. */
export function settled(fields: Fields, explained: Explained, layout: Layout): Fields {
  const { tree } = explained;
  if (tree.length === 0) return fields;
  if (fields.tree.cursor !== toBeChosen)
    return withByte(inWindow(fields, fields.tree.cursor, explained, layout), fields.byte, explained, layout);
  if (fields.byte > 0) {
    // A found byte is in the middle of the pane.
    const bytesTop = Math.max(0, Math.floor(fields.byte / layout.perRow) - (layout.lower >> 1));
    return inWindow({ ...fields, bytesTop }, rowAtByte(tree, 0, fields.byte), explained, layout);
  }
  const least = Math.min(...tree.map(({ depth, kind }) => (kind === "field" ? depth : Number.POSITIVE_INFINITY)));
  const isOpened = tree.some(({ label }) => label === "5 Content");
  const contents = tree.findIndex(({ label, depth }) =>
    isOpened
      ? label === "5 Content"
      : depth === least && (label === "Line" || label === "Line of layers" || label === "TLS record"),
  );
  const row = tree[Math.max(0, contents)]!;
  // The words begin in the second row; the row above shows the bytes before them.
  const bytesTop = Math.max(0, Math.floor(row.start / layout.perRow) - 1);
  return withByte(
    { ...inWindow(fields, Math.max(0, contents), explained, layout), bytesTop },
    row.start,
    explained,
    layout,
  );
}

/** Moves in the tree; the bytes follow. */
export function moveInTree(fields: Fields, to: Movement, explained: Explained, layout: Layout): Fields {
  const { tree } = explained;
  return chooseRow(fields, target(fields.tree.cursor, to, tree.length, layout.lower), explained, layout);
}

/** Chooses a row of the tree; the bytes go to its first byte. */
export function chooseRow(fields: Fields, row: number, explained: Explained, layout: Layout): Fields {
  const there = inWindow(fields, row, explained, layout);
  return withByte(there, explained.tree[there.tree.cursor]?.start ?? 0, explained, layout);
}

/** Moves in the bytes; the tree goes to the field of the byte. */
export function moveInBytes(
  fields: Fields,
  to: Movement | "left" | "right",
  explained: Explained,
  layout: Layout,
): Fields {
  const { lower: rows, perRow } = layout;
  const { length } = chosenBytes(fields, explained);
  const steps = {
    left: -1,
    right: 1,
    up: -perRow,
    down: perRow,
    "page-up": -perRow * rows,
    "page-down": perRow * rows,
  };
  const wanted = to === "first" ? 0 : to === "last" ? length - 1 : fields.byte + steps[to];
  if ((to === "up" || to === "down") && (wanted < 0 || wanted >= length)) return fields;
  return chooseByte(fields, wanted, explained, layout);
}

export function chooseByte(fields: Fields, wanted: number, explained: Explained, layout: Layout): Fields {
  const byte = Math.max(0, Math.min(chosenBytes(fields, explained).length - 1, wanted));
  const section = explained.tree[fields.tree.cursor]?.section ?? 0;
  return withByte(
    inWindow(fields, rowAtByte(explained.tree, section, byte), explained, layout),
    byte,
    explained,
    layout,
  );
}

/**
 * Opens (true), closes (false) or changes (undefined) the group under the cursor. If it cannot be closed, goes to the
 * group around it. Undefined if there is no group to change: the caller then goes to the field's bytes.
 */
export function turnGroup(
  fields: Fields,
  opens: boolean | undefined,
  explained: Explained,
  layout: Layout,
): Fields | undefined {
  const row = explained.tree[fields.tree.cursor];
  if (row === undefined) return fields;
  if (row.hasChildren && (opens === undefined || opens !== row.isOpen)) {
    const toggled = new Set(fields.toggled);
    if (!toggled.delete(row.key)) toggled.add(row.key);
    return { ...fields, toggled };
  }
  if (opens === true) return row.hasChildren ? moveInTree(fields, "down", explained, layout) : fields;
  if (opens === undefined) return undefined;
  const above = explained.tree.findLastIndex(({ depth }, index) => index < fields.tree.cursor && depth < row.depth);
  return above < 0 ? fields : chooseRow(fields, above, explained, layout);
}

function inWindow(fields: Fields, row: number, { tree }: Explained, { lower }: Layout): Fields {
  const view = moveTo(fields.tree, row, tree.length, Math.max(1, lower));
  return view === fields.tree ? fields : { ...fields, tree: view };
}

function withByte(fields: Fields, byte: number, explained: Explained, { lower, perRow }: Layout): Fields {
  const lines = Math.ceil(chosenBytes(fields, explained).length / perRow);
  const { top } = moveTo({ cursor: 0, top: fields.bytesTop }, Math.floor(byte / perRow), lines, Math.max(1, lower));
  return top === fields.bytesTop && byte === fields.byte ? fields : { ...fields, byte, bytesTop: top };
}
