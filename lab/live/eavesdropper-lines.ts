import type { Mode } from "../../exercises/bot/guest.ts";
import type { Overheard } from "../../sniffer/observe/eavesdropper/eavesdropper.ts";
import { firstFitting, fitted, widthOf } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { type Line, span, type Tone } from "../../terminal/screen/line.ts";
import type { Model } from "./model.ts";
import { texts } from "./texts.ts";

/** Columns of one wire below which every space counts. */
const NARROW = 24;

/** What an eavesdropper reads, knows and sees on one of the two wires: three lines. */
export function eavesdropperLines({ facts, attacker }: Model, mode: Mode, width: number): readonly Line[] {
  const known = facts[mode];
  const isUsed = known !== undefined && known.packets > 0;
  const reads: readonly [readonly string[], Tone] = !isUsed
    ? [[texts.nothingToRead], "faint"]
    : mode === "plain"
      ? [[texts.everyWord], "readable"]
      : // Who only listens reads nothing of TLS; who ends it, in the middle, reads all.
        attacker?.opensTls
        ? [texts.attackerReads, "readable"]
        : [[texts.notOneWord], "protected"];
  const { versions, serverNames } = known?.tls ?? {};
  const knows = mode === "tls" ? texts.tlsKnown(versions?.at(-1), serverNames?.at(-1)) : knownInClear(known);
  return [
    row(texts.reading, ...reads, width),
    row(texts.knowing, knows, mode === "plain" ? "readable" : "plain", width),
    row(texts.seeing, isUsed ? texts.seen : [], "plain", width),
  ];
}

/** The most important text that was read: a password before all others. */
function knownInClear(known: Overheard | undefined): readonly string[] {
  if (known?.secret?.password !== undefined) return texts.password(known.secret.password);
  return known === undefined || known.names.length === 0 ? [] : texts.names(known.names);
}

const longestLabel = Math.max(...[texts.reading, texts.knowing, texts.seeing].map(widthOf));

function row(label: string, ways: readonly string[], tone: Tone, width: number): Line {
  if (ways.join("") === "") return [];
  // In a narrow window the text needs the second space.
  const labelWidth = longestLabel + (width < NARROW ? 1 : 2);
  return [span(fitted(label, labelWidth), "faint"), span(firstFitting(ways.map(printable), width - labelWidth), tone)];
}
