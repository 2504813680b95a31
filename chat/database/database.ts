import { closeSync, existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type Libsql from "libsql";
import { openOwnFile } from "../../terminal/files/open-own-file.ts";
import { systemReason } from "../../terminal/files/system-reason.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { applicationId, schemaSteps } from "./schema.ts";
import { Statements } from "./statements.ts";
import { texts } from "./texts.ts";

/** How long to wait while another program locks the file, in milliseconds. The chat waits too. */
const patience = 250;

/** The name of the file in `work/accounts/`. */
const databaseFile = "accounts.db";

/**
 * Opens the accounts of a folder for reading and writing, as the only server. Makes the folder (0700) and the file
 * (0600), and updates an older database in one transaction. However the process ends, the system releases the lock.
 * Throws LabError.
 */
export async function openDatabase(folder: string): Promise<Statements> {
  const Database = await loadLibsql();
  const path = join(folder, databaseFile);
  prepare(folder, [path, join(folder, "server.lock")]);
  const lock = new Database(join(folder, "server.lock"), { timeout: patience });
  try {
    // The journal is in memory, so none stays on the disk.
    lock.exec("PRAGMA journal_mode = MEMORY");
    lock.exec("BEGIN EXCLUSIVE");
  } catch {
    lock.close();
    throw new LabError(texts.inUse(printable(folder)), texts.stopTheOther);
  }
  try {
    const database = new Database(path, { timeout: patience });
    database.exec("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON");
    bringUpToDate(database, path);
    const close = database.close.bind(database);
    const withLock = Object.assign(database, {
      close: () => {
        close();
        lock.close();
        return database;
      },
    });
    return new Statements(withLock);
  } catch (error) {
    lock.close();
    throw openError(error, path);
  }
}

/**
 * Opens the accounts of a folder for reading, also while a server uses them; undefined if there are none. Throws
 * LabError.
 */
export async function openToRead(folder: string): Promise<Statements | undefined> {
  const path = join(folder, databaseFile);
  if (!existsSync(path)) return undefined;
  const file = statSync(path);
  if (!file.isFile())
    throw new LabError(texts.cannotOpen(printable(path), texts.noFile), texts.lookAtFile(printable(path)));
  if (file.size === 0) return undefined;
  const Database = await loadLibsql();
  try {
    const database = new Database(path, { timeout: patience });
    database.exec("PRAGMA query_only = ON"); // The package has no other way.
    versionOf(database, path);
    return new Statements(database);
  } catch (error) {
    throw openError(error, path);
  }
}

/** Why the file cannot be used at this moment, in words. */
export function databaseReason(error: unknown): string {
  const { code = "" } = error as { readonly code?: string };
  const known = Object.keys(texts.reasons).find((name) => code.startsWith(name));
  return known === undefined ? printable((error as Error).message) : texts.reasons[known]!;
}

async function loadLibsql(): Promise<typeof Libsql> {
  try {
    return (await import("libsql")).default;
  } catch {
    throw new LabError(texts.noBinary, texts.reinstall);
  }
}

function prepare(folder: string, paths: readonly string[]): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const path of paths) closeSync(openOwnFile(path, "append"));
  } catch (error) {
    throw new LabError(
      texts.cannotOpen(printable(folder), systemReason(error)),
      texts.lookAtFile(printable(join(folder, databaseFile))),
    );
  }
}

function bringUpToDate(database: Libsql.Database, path: string): void {
  const version = versionOf(database, path);
  for (let step = version; step < schemaSteps.length; step += 1) {
    database.exec("BEGIN IMMEDIATE");
    try {
      database.exec(schemaSteps[step]!);
      database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${step + 1}`);
      database.exec("COMMIT");
    } catch (error) {
      if (database.inTransaction) database.exec("ROLLBACK");
      throw error;
    }
  }
}

/**
 * The version of the schema, 0 for an empty file. Throws LabError for a newer one, and for a database of another
 * program.
 */
function versionOf(database: Libsql.Database, path: string): number {
  const number = (pragma: string) =>
    (database.prepare(`PRAGMA ${pragma}`).get() as Readonly<Record<string, number>>)[pragma]!;
  const version = number("user_version");
  const { tables } = database.prepare("SELECT count(*) AS tables FROM sqlite_master").get() as { tables: number };
  if (tables > 0 && number("application_id") !== applicationId)
    throw new LabError(texts.foreign(printable(path)), texts.lookAtFile(printable(path)));
  if (version > schemaSteps.length)
    throw new LabError(texts.tooNew(printable(path), version, schemaSteps.length), texts.updateLab);
  return version;
}

function openError(error: unknown, path: string): LabError {
  if (error instanceof LabError) return error;
  return new LabError(texts.cannotOpen(printable(path), databaseReason(error)), texts.lookAtFile(printable(path)));
}
