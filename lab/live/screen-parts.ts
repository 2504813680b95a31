import type { Fact, FactName } from "../../sniffer/compare/facts.ts";
import { texts as compareTexts } from "../../sniffer/compare/texts.ts";
import { cell } from "../../terminal/columns.ts";
import { texts } from "./texts.ts";
import type { WireEntry } from "./wire.ts";

/** One line of the screen; `isLoud` for what should catch the eye, which the words say as well. */
export interface ScreenLine {
  readonly text: string;
  readonly isLoud?: boolean;
  readonly isQuiet?: boolean;
}

/** The facts worth telling while people talk, the most telling first. */
const told: readonly FactName[] = ["words", "names", "password", "count", "lengths", "version", "serverName"];

/** What an eavesdropper knows, a line a fact, the most telling first. */
export function toldFacts(facts: readonly Fact[]): readonly string[] {
  return told
    .flatMap((name) => facts.filter(({ about }) => about === name))
    .filter(({ knowledge }) => knowledge !== "absent")
    .map(
      ({ about, knowledge, found }) =>
        `${compareTexts.knowledge[knowledge].toUpperCase()}: ${compareTexts.facts[about]}: ${found}`,
    );
}

/** What was on the wire in words, and below it in bytes. */
export function entryLines({ who, words: said, hex, bytes, kind }: WireEntry, columns: number): ScreenLine[] {
  const head = ` ${who}: ${said}`;
  const length = bytes === 0 ? "" : ` ${texts.bytes(bytes)}`;
  return [
    { text: cell(head, columns - length.length) + length, isLoud: kind === "readable" },
    { text: cell(`   ${hex}`, columns), isQuiet: true },
  ];
}

/** A line that begins a part of the screen. */
export function heading(title: string, columns: number): ScreenLine {
  return { text: cell(`── ${title} ${"─".repeat(columns)}`, columns).replace(/…\s*$/, "─"), isQuiet: true };
}

/** These lines, cut or filled up to so many. */
export function filled(lines: readonly string[], height: number): string[] {
  return [...lines, ...Array<string>(Math.max(0, height - lines.length)).fill("")].slice(0, height);
}

/** The same of lines of the screen. */
export function filledLines(lines: readonly ScreenLine[], height: number): ScreenLine[] {
  const missing = Math.max(0, height - lines.length);
  return [...lines, ...Array.from({ length: missing }, () => ({ text: "" }))].slice(0, height);
}
