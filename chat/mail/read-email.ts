import { printable } from "../../terminal/printable.ts";

/** An e-mail for people: its headers by their names in lower case, and the lines of its body. Cleaned. */
export interface ReadEmail {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: readonly string[];
}

/**
 * Reads a stored e-mail (RFC 5322): the first header of each name, with continued lines joined. Encoded parts are not
 * decoded.
 */
export function readEmail(bytes: Buffer): ReadEmail {
  const [head = "", ...rest] = bytes.toString("utf8").replaceAll("\r\n", "\n").split("\n\n");
  const headers = new Map<string, string>();
  for (const line of head.replace(/\n[ \t]+/g, " ").split("\n")) {
    const [, name = "", value = ""] = /^([^\s:]+):\s*(.*)$/.exec(line) ?? [];
    if (name !== "" && !headers.has(name.toLowerCase())) headers.set(name.toLowerCase(), printable(value));
  }
  return { headers, body: rest.join("\n\n").trimEnd().split("\n").map(printable) };
}
