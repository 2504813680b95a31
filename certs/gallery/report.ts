import { widthOf } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { tableLines } from "../../terminal/table-lines.ts";
import { wrapText } from "../../terminal/wrap.ts";
import { labelled, wrap } from "../wrap.ts";
import type { ClientName, GalleryRow } from "./table.ts";
import { alertNames, caseTexts, texts } from "./texts.ts";

/** What is wrong in a case and what fixes it, as lines for a terminal. */
export function caseAsLines(name: string): readonly string[] {
  const { wrong = "", fix = "" } = caseTexts[name] ?? {};
  return [name, ...wrap(wrong, "  "), ...labelled(`  ${texts.fix}`, fix, 12)];
}

/** A case as lines for a terminal: what is wrong, then what each client says in its own words, then the alerts. */
export function rowAsLines(row: GalleryRow): readonly string[] {
  const lines = [row.name, ...wrap(caseTexts[row.name]?.wrong ?? "", "  ")];
  if (row.serverSaid !== undefined) {
    lines.push(...labelledLine(texts.noServer, texts.verdicts["does not start"], row.serverSaid));
  }
  for (const { client, verdict, said } of row.results)
    lines.push(...labelledLine(texts.clients[client], texts.verdicts[verdict], said));
  const alerts = alertsInWords(row);
  if (alerts !== texts.noAlert) lines.push(...labelledLine(texts.wire, texts.anAlert, alerts));
  return lines;
}

/**
 * All cases as a table for a terminal of 80 columns and 24 lines: each cell shows why a client refuses. Where the table
 * is wider than the terminal, the cells of a case follow each other below its name.
 */
export function rowsAsTable(rows: readonly GalleryRow[], columns = Infinity): readonly string[] {
  const cells = rows.map(shortCells);
  const table = tableLines([texts.shortHead, ...cells]);
  const isTooWide = table.some((line) => widthOf(line) > columns);
  return [...(isTooWide ? cells.flatMap((row) => listed(row, columns)) : table), "", ...texts.shortFoot];
}

function listed([name, ...cells]: readonly string[], columns: number): readonly string[] {
  const [, ...heads] = texts.shortHead;
  const known = cells.flatMap((cell, index) => (cell === "-" ? [] : [`${heads[index]}: ${cell}`]));
  return [name!, ...wrapText(known.join("; "), columns - 2).map((line) => `  ${line}`)];
}

function shortCells({ name, serverSaid, results }: GalleryRow): readonly string[] {
  if (serverSaid !== undefined) return [name, texts.doesNotStart, "-", "-", "-"];
  const of = (client: ClientName) => {
    const result = results.find((one) => one.client === client);
    if (result === undefined || result.verdict === "cannot" || result.verdict === "not installed") return "-";
    return result.verdict === "accepts" ? texts.verdicts.accepts : (result.short ?? result.brief);
  };
  const alerts = new Set(results.flatMap((result) => result.alerts.map(({ description }) => description)));
  const names = [...alerts].map((number) => alertNames[number] ?? String(number));
  return [name, of("lab"), of("openssl"), of("curl"), names.join(", ") || "-"];
}

/** Each alert once, with all its senders: "unknown_ca (48), openssl and curl". */
export function alertsInWords({ results }: GalleryRow): string {
  const senders = new Map<string, string[]>();
  for (const { client, alerts } of results) {
    for (const { from, description } of alerts) {
      const name = texts.alert(alertNames[description] ?? texts.unnamedAlert, description);
      const sender = from === "client" ? texts.clients[client] : from;
      const known = senders.get(name) ?? [];
      if (!known.includes(sender)) senders.set(name, [...known, sender]);
    }
  }
  return [...senders].map(([alert, who]) => `${alert}, ${who.join(" and ")}`).join("; ") || texts.noAlert;
}

function labelledLine(who: string, verdict: string, said: string): readonly string[] {
  return labelled(`  ${who}`, said === "" ? verdict : `${verdict}: ${printable(said)}`, 12);
}
