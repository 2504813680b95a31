import { tableLines } from "../../terminal/table-lines.ts";
import { bytesOf, emails, type KeptEmail, openEmail } from "./maildir.ts";
import { type ReadEmail, readEmail } from "./read-email.ts";
import { texts } from "./texts.ts";

/** The headers that are shown, in this order. */
const shownHeaders = ["from", "to", "subject", "date", "received"];

/** The e-mails of a folder as rows: number, recipient, subject, arrival. New ones are marked. */
export function emailRows(folder: string): readonly (readonly string[])[] {
  return emails(folder).map((email, index) => {
    const { headers } = peek(email);
    return [
      `${index + 1}${email.isNew ? ` ${texts.isNew}` : ""}`,
      headers.get("to") ?? "",
      headers.get("subject") ?? texts.noSubject,
      new Date(email.came).toTimeString().slice(0, 8),
    ];
  });
}

/** The list for printing. */
export function listLines(folder: string): readonly string[] {
  const rows = emailRows(folder);
  return rows.length === 0 ? [texts.none] : tableLines([texts.head, ...rows]);
}

/** An e-mail for printing; marks it as read. Undefined if there is none with this number. */
export function emailLines(folder: string, number: number): readonly string[] | undefined {
  const email = emails(folder)[number - 1];
  if (email === undefined) return undefined;
  const { headers, body } = readEmail(openEmail(folder, email));
  const names = shownHeaders.filter((name) => headers.has(name));
  const widest = Math.max(0, ...names.map((name) => name.length));
  return [
    ...names.map((name) => `${capital(name)}:${" ".repeat(widest - name.length + 1)}${headers.get(name)}`),
    "",
    ...body,
  ];
}

function peek({ path }: KeptEmail): ReadEmail {
  try {
    return readEmail(bytesOf(path));
  } catch {
    return { headers: new Map(), body: [] }; // Deleted meanwhile.
  }
}

function capital(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}
