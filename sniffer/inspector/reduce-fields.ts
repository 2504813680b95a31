import { layoutOf } from "./layout.ts";
import { type Movement, moveTo, target } from "./list-view.ts";
import type { Model, Scene } from "./model.ts";
import { rowAtByte } from "./tree.ts";

/** Stands for "not chosen yet": the packet's tree is not known when it is chosen. */
const toBeChosen = -1;

/** Another packet is chosen: what it carries is to be chosen in its tree. */
export function packetChosen(model: Model, isOther: boolean): Model {
  if (!isOther) return model;
  return { ...model, tree: { cursor: toBeChosen, top: 0 }, byte: 0, bytesTop: 0 };
}

/** Chooses what the packet carries, once its tree is known: the line or the record, else the whole. */
export function chooseContents(model: Model, scene: Scene): Model {
  if (model.tree.cursor !== toBeChosen || scene.tree.length === 0) return model;
  // A search has set the byte already.
  if (model.byte > 0) return selectRow(model, rowAtByte(scene.tree, 0, model.byte), scene, false);
  const contents = scene.tree.findIndex(
    ({ label, depth }) => depth === 1 && (label === "Line" || label === "TLS record"),
  );
  return selectRow(model, Math.max(0, contents), scene, true);
}

/** Moves in the tree; the bytes pane goes to the bytes of the field. */
export function moveInTree(model: Model, to: Movement, scene: Scene): Model {
  const { tree: rows } = layoutOf(model);
  return selectRow(model, target(model.tree, to, scene.tree.length, rows), scene, true);
}

/** Chooses a row of the tree; with `showsBytes` the bytes pane goes to its first byte. */
export function selectRow(model: Model, row: number, scene: Scene, showsBytes: boolean): Model {
  const { tree: rows } = layoutOf(model);
  const tree = moveTo(model.tree, row, scene.tree.length, rows);
  const chosen = scene.tree[tree.cursor];
  if (chosen === undefined || !showsBytes) return tree === model.tree ? model : { ...model, tree };
  return withByte({ ...model, tree }, chosen.start, scene);
}

/** Moves in the bytes; the tree goes to the field that the byte belongs to. */
export function moveInBytes(model: Model, to: Movement | "left" | "right", scene: Scene): Model {
  const { bytes: rows, perRow } = layoutOf(model);
  const section = scene.tree[model.tree.cursor]?.section ?? 0;
  const length = scene.sections[section]?.bytes.length ?? 0;
  const steps = {
    left: -1,
    right: 1,
    up: -perRow,
    down: perRow,
    "page-up": -perRow * rows,
    "page-down": perRow * rows,
  };
  const wanted = to === "first" ? 0 : to === "last" ? length - 1 : model.byte + steps[to];
  if ((to === "up" || to === "down") && (wanted < 0 || wanted >= length)) return model;
  const byte = Math.max(0, Math.min(length - 1, wanted));
  const row = rowAtByte(scene.tree, section, byte);
  return withByte(selectRow(model, row, scene, false), byte, scene);
}

/** Opens (true), closes (false) or turns (undefined) the group under the cursor; closing what cannot be closed goes to its group. */
export function turnGroup(model: Model, opens: boolean | undefined, scene: Scene): Model {
  const row = scene.tree[model.tree.cursor];
  if (row === undefined) return model;
  if (row.hasChildren && (opens === undefined || opens !== row.isOpen)) {
    const toggled = new Set(model.toggled);
    if (!toggled.delete(row.key)) toggled.add(row.key);
    return { ...model, toggled };
  }
  if (opens === true) return row.hasChildren ? moveInTree(model, "down", scene) : model;
  if (opens === undefined) return { ...model, pane: "bytes" };
  const above = scene.tree.findLastIndex(({ depth }, index) => index < model.tree.cursor && depth < row.depth);
  return above < 0 ? model : selectRow(model, above, scene, true);
}

function withByte(model: Model, byte: number, scene: Scene): Model {
  const { bytes: rows, perRow } = layoutOf(model);
  const section = scene.tree[model.tree.cursor]?.section ?? 0;
  const lines = Math.ceil((scene.sections[section]?.bytes.length ?? 0) / perRow);
  const { top } = moveTo({ cursor: 0, top: model.bytesTop }, Math.floor(byte / perRow), lines, Math.max(1, rows));
  return { ...model, byte, bytesTop: top };
}
