import { findKeystream } from "./find-keystream.ts";
import { joined, type KnownKeystream, keystreamUnder, placements } from "./keystream.ts";
import type { LanguageModel } from "./language-model.ts";

const MAX_CRIB = 200;

/** The state of the screen: a crib that slides over lines with one keystream. */
export interface CribModel {
  readonly lines: readonly Uint8Array[];
  readonly crib: string;
  /** The place of the crib: its line, and its first byte there. */
  readonly line: number;
  readonly at: number;
  /** The fixed cribs, the latest last. */
  readonly fixed: readonly KnownKeystream[];
}

export type CribAction =
  | { readonly kind: "slide" | "line"; readonly by: number }
  | { readonly kind: "fix" | "undo" | "erase" | "best" | "guess" }
  | { readonly kind: "type"; readonly text: string };

/** The keystream under all fixed cribs. */
export function knownOf({ fixed }: CribModel): KnownKeystream {
  return fixed.reduce(joined, new Map());
}

/** The keystream under the crib at its present place, if it is right. */
export function cribKeystream({ lines, line, at, crib }: CribModel): KnownKeystream {
  return keystreamUnder(lines[line]!, at, crib);
}

/** The next state; pure. `language` is called only if it is needed. */
export function reduce(model: CribModel, action: CribAction, language: () => LanguageModel): CribModel {
  switch (action.kind) {
    case "slide":
      return inside({ ...model, at: model.at + action.by });
    case "line":
      return inside({ ...model, line: model.line + action.by });
    case "type":
      return inside({ ...model, crib: (model.crib + clean(action.text)).slice(0, MAX_CRIB) });
    case "erase":
      return { ...model, crib: [...model.crib].slice(0, -1).join("") };
    case "fix":
      return model.crib === "" ? model : { ...model, fixed: [...model.fixed, cribKeystream(model)], crib: "" };
    case "undo":
      return { ...model, fixed: model.fixed.slice(0, -1) };
    case "best": {
      const [best] = placements(model.lines, model.crib, language(), [model.line]);
      return model.crib === "" || best === undefined ? model : { ...model, at: best.at };
    }
    case "guess": {
      const { bytes } = findKeystream(model.lines, language(), knownOf(model));
      return { ...model, fixed: [...model.fixed, new Map(bytes.entries())], crib: "" };
    }
  }
}

/** Keeps the crib inside its line, and the line inside the list. */
function inside(model: CribModel): CribModel {
  const line = Math.max(0, Math.min(model.lines.length - 1, model.line));
  const last = Math.max(0, model.lines[line]!.length - Buffer.byteLength(model.crib));
  return { ...model, line, at: Math.max(0, Math.min(last, model.at)) };
}

function clean(text: string): string {
  return text.normalize("NFC").replace(/[\p{Cc}\u2028\u2029]+/gu, "");
}
