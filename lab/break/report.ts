import { indentedLines } from "../../terminal/advice.ts";
import { isOnTerminal } from "../../terminal/on-terminal.ts";
import { printData, printed } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { showPages } from "../../terminal/show-pages.ts";
import { paint } from "../../terminal/style.ts";
import { wrapText } from "../../terminal/wrap.ts";
import type { OpenedConversation } from "./attacks/open-messages.ts";
import type { SearchResult } from "./search/run-search.ts";
import { texts as searchTexts } from "./search/texts.ts";
import { texts } from "./texts.ts";

const MAX_PRINTED = 40;
/** The number of guesses for a random key of 8 small letters. */
const RANDOM_KEYS = 26 ** 8;

export type Report = readonly string[];

/** Prints a report: on a terminal from its beginning, page by page. */
export async function show(report: Report): Promise<void> {
  if (isOnTerminal()) return showPages(report);
  for (const line of report) printData(printed(line)); // It contains commands to copy: lines are not broken.
}

/** A sentence; on a terminal it breaks between words. The text beside a label stays below itself. */
export function said(sentence: string): Report {
  const { isTTY, columns } = process.stdout;
  if (!isTTY || sentence === "") return [sentence];
  return sentence.startsWith(" ") ? indentedLines(sentence, columns || 80) : wrapText(sentence, columns || 80);
}

/** The cost of a search, and after a failure the cost of a better key. */
export function searchReport({ kind, guesses, seconds, speed }: SearchResult, advice: string): Report {
  if (kind === "found") return said(searchTexts.guesses(guesses, seconds, speed));
  const not = kind === "stopped" ? searchTexts.stopped(guesses, seconds) : searchTexts.notFound(guesses, seconds);
  return [...said(`${not}; ${searchTexts.randomLetters(RANDOM_KEYS / Math.max(1, speed))}`), ...said(advice)];
}

/** The cost of an attack without a search through words, since `start` (of `performance.now()`). */
export function costReport(
  start: number,
  { guesses = 0, of = texts.guessesOf.none }: { readonly guesses?: number; readonly of?: string } = {},
): Report {
  return said(searchTexts.cost(guesses, of, (performance.now() - start) / 1000));
}

/** What was found, in red. */
export function found(line: string): Report {
  return [paint("danger", printable(line))];
}

/** The opened messages with their packets. */
export function conversationReport({ sessionKey, messages }: OpenedConversation): Report {
  const shown = messages
    .slice(0, MAX_PRINTED)
    .flatMap(({ packet, name, text }) => messageLine(packet, printable(name), printable(text)));
  const more = messages.length > MAX_PRINTED ? said(`  ${texts.more(messages.length - MAX_PRINTED)}`) : [];
  return [
    ...["", ...said(texts.sessionKey(printable(sessionKey)))],
    ...said(messages.length === 0 ? texts.saidNothing : texts.said(messages.length)),
    ...[...shown, ...more],
  ];
}

/** One message; name and text are clean. */
export function messageLine(packet: number, name: string, text: string): Report {
  return said(`  ${texts.packet(packet).padEnd(12)} ${name}: ${text}`);
}

/** Commands to copy, under a heading; not indented, because some are Python. They contain only clean words. */
export function byHandReport(heading: string, lines: readonly string[]): Report {
  return ["", ...said(heading), ...lines.flatMap((line) => line.split("\n"))];
}
