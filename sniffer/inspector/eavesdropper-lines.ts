import { fitted } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { type Line, span, type Tone } from "../../terminal/screen/line.ts";
import { wrapText } from "../../terminal/wrap.ts";
import type { Overheard } from "../observe/eavesdropper/eavesdropper.ts";
import { type Fact, factsOf } from "../observe/eavesdropper/facts.ts";
import { texts as factTexts } from "../observe/eavesdropper/texts.ts";
import { texts } from "./texts.ts";

const tagWidth = 12;
const labelWidth = 24;
/** With fewer columns, the finding is below its label. */
const MIN_BESIDE = 30;
/** Lines of one fact. */
const MAX_FACT_LINES = 4;

const tones: Readonly<Record<Fact["knowledge"], Tone>> = {
  readable: "readable-area",
  partly: "warning-area",
  hidden: "protected-area",
  absent: "plain",
};

/** What an eavesdropper knows, as the lines of a page: all facts, then the last lines and lengths. */
export function eavesdropperLines(overheard: Overheard, width: number): readonly Line[] {
  const facts = factsOf(overheard).filter(({ knowledge }) => knowledge !== "absent");
  const { lastLines, lastLengths } = overheard;
  const { eavesdropper: said } = texts;
  return [
    ...facts.flatMap((fact) => factLines(fact, width)),
    ...(lastLengths.length === 0 ? [] : [[], [span(said.lengths, "strong")]]),
    ...(lastLengths.length === 0 ? [] : indented(said.lengthList(lastLengths), width)),
    ...(lastLines.length === 0 ? [] : [[], [span(said.lines, "strong")]]),
    ...lastLines.flatMap(({ from, text }) => indented(`${from === "client" ? "→" : "←"} ${printable(text)}`, width)),
  ];
}

/** What your key opened of the connection, separate from what an eavesdropper knows. */
export function openedFacts(records: number, lines: number, width: number): readonly Line[] {
  const { eavesdropper: said } = texts;
  return [[], [span(said.opened, "strong")], ...indented(said.openedRecords(records, lines), width)];
}

function factLines({ about, knowledge, found }: Fact, width: number): Line[] {
  const room = width - tagWidth - labelWidth;
  const tone = knowledge === "readable" ? "readable" : "plain";
  const isBeside = room >= MIN_BESIDE;
  const parts = wrapText(printable(found), isBeside ? room : width - 5, { lines: MAX_FACT_LINES, breaksWords: true });
  const head = [
    span(" "),
    span(fitted(` ${factTexts.tags[knowledge]}`, tagWidth - 2), tones[knowledge]),
    span(` ${fitted(factTexts.facts[about], Math.min(labelWidth, width - tagWidth))}`, "faint"),
  ];
  if (!isBeside) return [head, ...parts.map((part) => [span("    "), span(part, tone)])];
  const under = span(" ".repeat(tagWidth + labelWidth));
  return parts.map((part, at) => [...(at === 0 ? head : [under]), span(part, tone)]);
}

function indented(text: string, width: number): Line[] {
  const lines = wrapText(text, width - 4, { lines: MAX_FACT_LINES, breaksWords: true });
  return lines.map((line, at) => [span(`${at === 0 ? "  " : "    "}${line}`)]);
}
