import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { openOwnFile } from "../../terminal/files/open-own-file.ts";
import type { Statements } from "../database/statements.ts";
import type { PublicKeys } from "./key-pair.ts";
import type { ListedFile } from "./requests.ts";

/** Most files of one account, and most bytes of one file and of all files of an account. */
export const MAX_FILES_AN_ACCOUNT = 100;
export const MAX_FILE_BYTES = 4 * 1024 ** 3;
export const MAX_BYTES_AN_ACCOUNT = 8 * 1024 ** 3;
/** How long an unfinished upload is kept, in milliseconds. */
const partLifetime = 24 * 3600_000;

/** A file, for one of its readers. */
export interface StoredFile {
  readonly id: number;
  readonly size: number;
  readonly sha256: string;
  /** The file's key, wrapped for this reader. */
  readonly wrapped: string;
  /** Where its bytes are. */
  readonly path: string;
}

/** A file, for the operator of the server. */
export interface KnownFile extends ListedFile {
  readonly id: number;
}

/** A file before it is stored. */
export interface NewFile {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly wrapped: string;
}

/** An unfinished upload: `descriptor` writes after the first `offset` bytes. */
export interface Part {
  readonly path: string;
  readonly offset: number;
  readonly descriptor: number;
}

const idOf = "(SELECT id FROM accounts WHERE name = ?)";

/**
 * The encrypted files of all accounts: their facts in the SQLite file, their bytes in a folder, under numbers. A file
 * is in both or in neither: opening the store removes what a crash left over.
 */
export class FileStore {
  protected readonly sql: Statements;
  private readonly folder: string;
  /** The uploads that are running. */
  private readonly busy = new Set<string>();

  /** Makes `folder` if it is missing. */
  constructor(sql: Statements, folder: string) {
    this.sql = sql;
    this.folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.removeLeftovers();
  }

  /** A user's public keys, for another user. */
  keysFor(_asker: string, user: string): PublicKeys | undefined {
    return this.keysOf(user);
  }

  protected keysOf(user: string): PublicKeys | undefined {
    const row = this.sql.get(`SELECT recipient, verifying FROM public_keys WHERE account = ${idOf}`, user);
    return row as PublicKeys | undefined;
  }

  /** Stores a user's public keys, which replace older ones. */
  setKeys(user: string, { recipient, verifying }: PublicKeys): void {
    this.sql.run(
      `INSERT OR REPLACE INTO public_keys (account, recipient, verifying) VALUES (${idOf}, ?, ?)`,
      ...[user, recipient, verifying],
    );
  }

  isAccount(user: string): boolean {
    return this.sql.get("SELECT id FROM accounts WHERE name = ?", user) !== undefined;
  }

  /** The files that a user can open, their own first. */
  list(user: string): readonly ListedFile[] {
    const rows = this.sql.all(
      `SELECT files.id, accounts.name AS owner, size, stored, files.name FROM readers
       JOIN files ON files.id = file JOIN accounts ON accounts.id = files.owner
       WHERE readers.account = ${idOf} ORDER BY accounts.name <> ?, accounts.name, files.name`,
      ...[user, user],
    ) as (Omit<ListedFile, "sharedWith"> & { readonly id: number })[];
    return rows.map(({ id, ...file }) => ({
      ...file,
      sharedWith: file.owner === user ? this.readersOf(id, user) : [],
    }));
  }

  /** All files of all accounts, oldest first. */
  all(): readonly KnownFile[] {
    const rows = this.sql.all(
      `SELECT files.id, accounts.name AS owner, size, stored, files.name FROM files
       JOIN accounts ON accounts.id = files.owner ORDER BY files.id`,
    ) as Omit<KnownFile, "sharedWith">[];
    return rows.map((file) => ({ ...file, sharedWith: this.readersOf(file.id, file.owner) }));
  }

  /** The first bytes of a stored file. */
  firstBytes(id: number, length: number): Uint8Array {
    const file = openSync(this.pathOf(id), "r");
    try {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, 0));
    } finally {
      closeSync(file);
    }
  }

  find(owner: string, name: string, reader: string): StoredFile | undefined {
    const row = this.sql.get(
      `SELECT files.id, size, sha256, wrapped FROM files JOIN readers ON readers.file = files.id
       WHERE owner = ${idOf} AND files.name = ? AND readers.account = ${idOf}`,
      ...[owner, name, reader],
    ) as Omit<StoredFile, "path"> | undefined;
    return row && { ...row, path: this.pathOf(row.id) };
  }

  /** The number of a user's files, and their bytes. */
  usage(owner: string): { readonly files: number; readonly bytes: number } {
    const row = this.sql.get(
      `SELECT count(*) AS files, coalesce(sum(size), 0) AS bytes FROM files WHERE owner = ${idOf}`,
      owner,
    );
    return row as { files: number; bytes: number };
  }

  /**
   * The place of an upload's bytes, open at its end. If the same upload starts again, it continues. An account has one
   * unfinished upload; a new one replaces it. Undefined while another connection sends it.
   */
  beginPart(owner: string, { size, sha256 }: NewFile): Part | undefined {
    const { id } = this.sql.get("SELECT id FROM accounts WHERE name = ?", owner) as { id: number };
    const path = join(this.folder, `${id}-${sha256}.part`);
    if (this.busy.has(path)) return undefined;
    for (const entry of readdirSync(this.folder)) {
      const other = join(this.folder, entry);
      if (entry.startsWith(`${id}-`) && other !== path && !this.busy.has(other)) rmSync(other, { force: true });
    }
    const there = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    const offset = there <= size ? there : 0;
    this.busy.add(path);
    return { path, offset, descriptor: openOwnFile(path, offset === 0 ? "replace" : "append") };
  }

  endPart(path: string): void {
    this.busy.delete(path);
  }

  /**
   * Makes a file of a complete upload. False if a file with this name came meanwhile. Its bytes are on the disk before
   * the file is known.
   */
  add(owner: string, { name, size, sha256, wrapped }: NewFile, part: string): boolean {
    sync(part);
    return this.sql.whole(() => {
      const { changes, lastInsertRowid } = this.sql.run(
        `INSERT INTO files (owner, name, size, sha256, stored) VALUES (${idOf}, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        ...[owner, name, size, sha256, new Date().toISOString()],
      );
      if (changes === 0) return false;
      const id = Number(lastInsertRowid);
      this.sql.run(`INSERT INTO readers (file, account, wrapped) VALUES (?, ${idOf}, ?)`, id, owner, wrapped);
      renameSync(part, this.pathOf(id));
      return true;
    });
  }

  /** Lets another user open a file, with its key wrapped for them. */
  async share({ id }: StoredFile, reader: string, wrapped: string): Promise<void> {
    this.sql.run(`INSERT OR REPLACE INTO readers (file, account, wrapped) VALUES (?, ${idOf}, ?)`, id, reader, wrapped);
  }

  /** False if it was not shared with them. */
  unshare(file: number, reader: string): boolean {
    return this.sql.run(`DELETE FROM readers WHERE file = ? AND account = ${idOf}`, file, reader).changes === 1;
  }

  remove(file: number): void {
    this.sql.run("DELETE FROM files WHERE id = ?", file);
    rmSync(this.pathOf(file), { force: true });
  }

  private readersOf(file: number, except: string): string[] {
    const rows = this.sql.all(
      "SELECT name FROM readers JOIN accounts ON accounts.id = account WHERE file = ? AND name <> ? ORDER BY name",
      ...[file, except],
    );
    return (rows as { name: string }[]).map(({ name }) => name);
  }

  private pathOf(id: number): string {
    return join(this.folder, `${id}.age`);
  }

  private removeLeftovers(): void {
    const known = new Set((this.sql.all("SELECT id FROM files") as { id: number }[]).map(({ id }) => `${id}.age`));
    for (const entry of readdirSync(this.folder)) {
      const path = join(this.folder, entry);
      const isOldPart = entry.endsWith(".part") && Date.now() - statSync(path).mtimeMs > partLifetime;
      if (isOldPart || (/^\d+\.age$/.test(entry) && !known.has(entry))) rmSync(path, { force: true });
    }
  }
}

/** Waits until a file's bytes are on the disk. */
function sync(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
