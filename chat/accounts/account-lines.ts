import { fitted, widthOf } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import type { Account } from "./account-store.ts";
import { storageOf } from "./password-record.ts";
import { texts } from "./texts.ts";

/** The accounts as a table, never with anything of a password but how it is stored. */
export function accountLines(accounts: readonly Account[]): readonly string[] {
  if (accounts.length === 0) return [texts.noAccounts];
  const rows = accounts.map(({ name, email, password, registered }) => [
    printable(name),
    printable(email),
    texts.storedAs[storageOf(password)],
    printable(registered.slice(0, 16).replace("T", " ")),
  ]);
  return tableLines([texts.listHead, ...rows]);
}

/** Rows as lines, each column as wide as its widest cell. */
export function tableLines(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]!))));
  return rows.map((row) =>
    row
      .map((cell, column) => fitted(cell, widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}
