import { printable } from "../../terminal/printable.ts";
import { tableLines } from "../../terminal/table-lines.ts";
import type { Account } from "./account-store.ts";
import { storageOf } from "./password-record.ts";
import { texts } from "./texts.ts";

/** The accounts as a table. Of a password it shows only how it is stored. */
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
