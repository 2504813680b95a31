import { randomBytes } from "node:crypto";
import type { Statements } from "../database/statements.ts";
import { nameSkeleton } from "../protocol/look-alikes.ts";

export const MAX_ACCOUNTS = 10_000;
/** Most accounts of one address in one e-mail, the oldest first. */
const MAX_ACCOUNTS_AN_EMAIL = 5;

/** An account as in the file. `password` is a record of password-record.ts; times are ISO 8601 in UTC. */
export interface Account {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly registered: string;
}

/** An unused code: `expires` in milliseconds since 1970. */
export interface WaitingCode {
  readonly code: string;
  readonly expires: number;
  readonly tries: number;
}

const columns = "id, name, email, password, registered";

/**
 * The accounts in their SQLite file. Each method is one statement or one transaction. When it returns, everything is on
 * the disk. If it throws SQLite's error, nothing was changed.
 */
export class AccountStore {
  private readonly sql: Statements;

  constructor(sql: Statements) {
    this.sql = sql;
  }

  get size(): number {
    return (this.sql.get("SELECT count(*) AS size FROM accounts") as { size: number }).size;
  }

  list(): readonly Account[] {
    return this.sql.all(`SELECT ${columns} FROM accounts ORDER BY name`) as Account[];
  }

  find(name: string): Account | undefined {
    return this.sql.get(`SELECT ${columns} FROM accounts WHERE name = ?`, name) as Account | undefined;
  }

  /** Whether an account has this name, or one that looks like it. */
  isTaken(name: string): boolean {
    return this.sql.get("SELECT id FROM accounts WHERE look = ?", nameSkeleton(name)) !== undefined;
  }

  /** The accounts of an e-mail address, the oldest first, at most as many as in one e-mail. */
  ofEmail(email: string): readonly Account[] {
    const most = MAX_ACCOUNTS_AN_EMAIL;
    return this.sql.all(
      `SELECT ${columns} FROM accounts WHERE email = ? ORDER BY id LIMIT ${most}`,
      email,
    ) as Account[];
  }

  /** Adds an account; false if the name was taken meanwhile. */
  add(account: { readonly name: string; readonly email: string; readonly password: string }): boolean {
    const { name, email, password } = account;
    const now = new Date().toISOString();
    const { changes } = this.sql.run(
      "INSERT INTO accounts (name, look, email, password, registered, changed) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
      ...[name, nameSkeleton(name), email, password, now, now],
    );
    return changes === 1;
  }

  /** Stores new password records for the accounts of these ids, in one transaction. */
  setPasswords(records: ReadonlyMap<number, string>): void {
    const now = new Date().toISOString();
    this.sql.whole(() => {
      for (const [id, record] of records)
        this.sql.run("UPDATE accounts SET password = ?, changed = ? WHERE id = ?", record, now, id);
    });
  }

  /** The unused code for this address. */
  codeOf(email: string): WaitingCode | undefined {
    return this.sql.get("SELECT code, expires, tries FROM codes WHERE email = ?", email) as WaitingCode | undefined;
  }

  /** Stores a new code for the address, which replaces an older one. Removes expired codes. */
  putCode(email: string, code: string, expires: number, now: number): void {
    this.sql.whole(() => {
      this.sql.run("DELETE FROM codes WHERE expires < ?", now);
      this.sql.run(
        "INSERT OR REPLACE INTO codes (email, code, expires, tries) VALUES (?, ?, ?, 0)",
        email,
        code,
        expires,
      );
    });
  }

  /**
   * Counts one try for the code of this address. Without a code it writes the same amount elsewhere: both take the same
   * time.
   */
  countTry(email: string): void {
    const { changes } = this.sql.run("UPDATE codes SET tries = tries + 1 WHERE email = ?", email);
    if (changes === 0)
      this.sql.run("INSERT OR REPLACE INTO settings (name, value) VALUES ('idle', ?)", `${Date.now()}`);
  }

  /** Removes a used code; false if it was gone already. */
  spendCode(email: string): boolean {
    return this.sql.run("DELETE FROM codes WHERE email = ?", email).changes === 1;
  }

  /** A random secret of this database, in hexadecimal. The first call makes it. */
  secret(name: string): string {
    this.sql.run("INSERT OR IGNORE INTO settings (name, value) VALUES (?, ?)", name, randomBytes(32).toString("hex"));
    return (this.sql.get("SELECT value FROM settings WHERE name = ?", name) as { value: string }).value;
  }

  close(): void {
    this.sql.close();
  }
}
