import { print } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { paint } from "../../terminal/style.ts";
import { wrapText } from "../../terminal/wrap.ts";
import type { OpenedConversation } from "./attacks/open-messages.ts";
import type { SearchResult } from "./search/run-search.ts";
import { texts as searchTexts } from "./search/texts.ts";
import { texts } from "./texts.ts";

/** Most messages that are printed. */
const MAX_PRINTED = 40;
/** What a random key of 8 small letters would cost. */
const RANDOM_KEYS = 26 ** 8;

/** Prints a sentence; on a terminal it is broken between words. */
export function say(sentence: string): void {
  const { isTTY, columns } = process.stdout;
  const lines = isTTY && sentence !== "" ? wrapText(sentence, columns || 80) : [sentence];
  for (const line of lines) print(line);
}

/**
 * The cost of a search: guesses, time, and what a better key would have cost. Prints what was not found; false then.
 */
export function printSearch(result: SearchResult, advice: string): boolean {
  const { kind, guesses, seconds, speed } = result;
  if (kind === "found") {
    say(searchTexts.guesses(guesses, seconds, speed));
    return true;
  }
  const not = kind === "stopped" ? searchTexts.stopped(guesses, seconds) : searchTexts.notFound(guesses, seconds);
  say(`${not}; ${searchTexts.randomLetters(RANDOM_KEYS / Math.max(1, speed))}`);
  say(advice);
  return false;
}

/** The cost of an attack that is no search through words, since `start` (of `performance.now()`). */
export function printCost(
  start: number,
  { guesses = 0, of = texts.guessesOf.none }: { readonly guesses?: number; readonly of?: string } = {},
): void {
  say(searchTexts.cost(guesses, of, (performance.now() - start) / 1000));
}

export function printFound(line: string): void {
  print(paint("danger", printable(line)));
}

/** What was opened, the messages with their packets. */
export function printConversation({ sessionKey, messages }: OpenedConversation): void {
  say("");
  say(texts.sessionKey(printable(sessionKey)));
  say(messages.length === 0 ? texts.saidNothing : texts.said(messages.length));
  for (const { packet, name, text } of messages.slice(0, MAX_PRINTED)) {
    say(`  ${texts.packet(packet).padEnd(12)} ${printable(name)}: ${printable(text)}`);
  }
  if (messages.length > MAX_PRINTED) say(`  ${texts.more(messages.length - MAX_PRINTED)}`);
}

/** Commands to copy, under a heading; not indented, since some are Python. They are made of cleaned words. */
export function printByHand(heading: string, lines: readonly string[]): void {
  say("");
  say(heading);
  for (const line of lines) for (const part of line.split("\n")) print(part);
}
