import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AccountStore } from "../../chat/accounts/account-store.ts";
import { Accounts, type AccountsOptions } from "../../chat/accounts/accounts.ts";
import type { Email } from "../../chat/accounts/write-email.ts";
import { openDatabase } from "../../chat/database/database.ts";
import { FileStore } from "../../chat/files/file-store.ts";
import type { ServerEvent } from "../../chat/server/rules.ts";
import { type RunningServer, type ServerOptions, startServer } from "../../chat/server/server.ts";
import { testCertificates } from "./test-certificates.ts";

/** Little work for each password, for tests that are not about the cost. */
const littleCost = { log2N: 4, iterations: 4096 };

/** A server with accounts in its own folder, and everything that its operator would read. */
export interface AccountServer extends RunningServer {
  readonly folder: string;
  readonly accounts: Accounts;
  readonly events: readonly ServerEvent[];
  /** Every e-mail that was sent, as text. */
  readonly emails: readonly string[];
}

/**
 * Starts one that speaks TLS on localhost. `close` it at the end of the test; the folder is removed with the process.
 */
export async function startAccountServer(
  options: Partial<AccountsOptions> = {},
  server: Partial<ServerOptions> = {},
): Promise<AccountServer> {
  const folder = mkdtempSync(join(tmpdir(), "lab-accounts-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const emails: string[] = [];
  const send = async ({ message }: Email) => void emails.push(String(message));
  const sql = await openDatabase(folder);
  const accounts = new Accounts(new AccountStore(sql), {
    files: new FileStore(sql, join(folder, "files")),
    ...{ login: "words", storage: "scrypt", recovery: "strong", cost: littleCost, allowsClear: false, send },
    ...options,
  });
  const events: ServerEvent[] = [];
  const { cert, key } = testCertificates();
  const running = await startServer({
    ...{ hosts: ["127.0.0.1"], port: 0, mode: "tls", tls: { cert, key } },
    ...server,
    accounts,
    onEvent: (event) => events.push(event),
  });
  return Object.assign(running, { folder, accounts, events, emails });
}
