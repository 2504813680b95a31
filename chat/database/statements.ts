import type Libsql from "libsql";

/** The statements of one database, each prepared once. Throws SQLite's errors. */
export class Statements {
  private readonly database: Libsql.Database;
  private readonly prepared = new Map<string, Libsql.Statement<unknown[]>>();

  constructor(database: Libsql.Database) {
    this.database = database;
  }

  run(sql: string, ...values: readonly unknown[]): Libsql.RunResult {
    return this.statement(sql).run(...values);
  }

  get(sql: string, ...values: readonly unknown[]): unknown {
    return this.statement(sql).get(...values);
  }

  all(sql: string, ...values: readonly unknown[]): readonly unknown[] {
    return this.statement(sql).all(...values);
  }

  /** One transaction: everything is done, or nothing. */
  whole<Result>(act: () => Result): Result {
    this.database.exec("BEGIN IMMEDIATE");
    try {
      const result = act();
      this.database.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.database.inTransaction) this.database.exec("ROLLBACK");
      throw error;
    }
  }

  close(): void {
    this.database.close();
  }

  private statement(sql: string): Libsql.Statement<unknown[]> {
    const statement = this.prepared.get(sql) ?? this.database.prepare(sql);
    this.prepared.set(sql, statement);
    return statement;
  }
}
