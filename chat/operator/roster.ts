import { fitted, widthOf } from "../../terminal/columns.ts";
import { type Line, type Span, span } from "../../terminal/screen/line.ts";
import type { Member } from "../server/room.ts";
import { texts } from "./texts.ts";

const gap = 2;

/**
 * All members by name from top to bottom, each with a tag for its protection, in as many columns as fit: 30 names fit
 * on 80 by 24.
 */
export function rosterLines(members: readonly Member[], width: number): readonly Line[] {
  if (members.length === 0) return [[span(texts.nobodyHere)]];
  const inTheClear = members.filter(({ protection }) => protection.kind === "plain").length;
  const sorted = members.toSorted((a, b) => a.name.localeCompare(b.name));
  const nameWidth = Math.max(...sorted.map(({ name }) => widthOf(name)));
  const cellWidth = widthOf(texts.plainTag) + 1 + nameWidth + gap;
  const columns = Math.max(1, Math.floor((width - 1 + gap) / cellWidth));
  const rows = Math.ceil(sorted.length / columns);
  const lines = Array.from({ length: rows }, (_, row) => {
    const cells = sorted.filter((_, index) => index % rows === row);
    return cells.flatMap((member, at) => cell(member, at === cells.length - 1 ? 0 : nameWidth + gap));
  });
  const isLayered = members.some(({ protection }) => protection.kind === "plain" && protection.layers !== undefined);
  const title = isLayered
    ? texts.layersTitle(members.length)
    : texts.rosterTitle(inTheClear, members.length - inTheClear);
  return [[span(title)], ...lines];
}

/** The last one of a row is not padded. */
function cell({ name, protection }: Member, width: number): readonly Span[] {
  const plainTag = protection.kind === "plain" && protection.layers !== undefined ? texts.layersTag : texts.plainTag;
  const tag = protection.kind === "plain" ? span(plainTag, "readable-area") : span(texts.tlsTag, "protected-area");
  return [tag, span(` ${width === 0 ? name : fitted(name, width)}`)];
}
