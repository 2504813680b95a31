import { parseQuery } from "../../sniffer/observe/query/parse-query.ts";
import type { Query } from "../../sniffer/observe/query/query.ts";
import { QueryFault } from "../../sniffer/observe/query/query-fault.ts";
import { queryRefused } from "../../sniffer/observe/query/query-refused.ts";
import { LabError } from "../../terminal/lab-error.ts";
import type { SniffOptions } from "./options.ts";
import { texts } from "./texts.ts";

/** The query of --where and --connection; undefined without both. Throws a LabError for a query with an error. */
export function chosenQuery({ where, connection }: SniffOptions): Query | undefined {
  if (where?.trim() === "") throw new LabError(texts.emptyQuery, texts.whereExample, 2);
  const query = where === undefined ? undefined : understood(where);
  if (connection === undefined) return query;
  const only = { kind: "connection", number: connection } as const;
  return query === undefined ? only : { kind: "and", left: query, right: only };
}

function understood(where: string): Query | undefined {
  try {
    return parseQuery(where);
  } catch (error) {
    throw error instanceof QueryFault ? queryRefused(where, error, texts.whereExample) : error;
  }
}
