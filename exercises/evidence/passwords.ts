import { dirname } from "node:path";
import { openToRead } from "../../chat/database/database.ts";
import { readOwnFile } from "../student/own-file.ts";

/** The password in a student's file: its first line; empty if there is none. */
export function passwordIn(path: string): string {
  return readOwnFile(path)?.split(/\r?\n/u, 1)[0] ?? "";
}

/** What a server's table stores instead of an account's password; undefined without such an account. */
export async function recordOf(name: string, table: string): Promise<string | undefined> {
  const sql = await openToRead(dirname(table));
  const row = sql?.get("SELECT password FROM accounts WHERE name = ?", name) as { password: string } | undefined;
  sql?.close();
  return row?.password;
}
