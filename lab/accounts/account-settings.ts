import { join } from "node:path";
import type { Accounts, LoginForm } from "../../chat/accounts/accounts.ts";
import type { Recovery } from "../../chat/accounts/recovery-code.ts";
import { texts as accountTexts } from "../../chat/accounts/texts.ts";
import type { PortMode } from "../../chat/transport/listen.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { givenOption } from "../option-values.ts";
import { accountsFolder } from "../work-folder.ts";
import type { AccountOptions } from "./account-options.ts";
import type { OutgoingMail } from "./outgoing-mail.ts";
import { texts } from "./texts.ts";

/** How accounts are stored, with warnings. */
export interface AccountSettings {
  readonly login: LoginForm;
  readonly storage: "scrypt" | "sha256" | "scram";
  readonly recovery: Recovery;
  readonly allowsClear: boolean;
  /** The server spies on the files that are shared, for a lesson. */
  readonly curious: boolean;
  readonly notes: readonly string[];
}

/** Undefined without `--accounts`. Throws LabError if the options do not fit together. */
export function accountSettings(
  options: AccountOptions & { readonly layers?: unknown },
  mode: PortMode,
): AccountSettings | undefined {
  if (options.accounts === undefined) {
    const idle = givenOption(options, [
      ...(["login", "storage", "recovery", "smtp", "mailFrom", "smtpUser", "smtpPasswordFile"] as const),
      ...(["mailTls", "mailPort", "curious"] as const),
    ]);
    if (idle === undefined) return undefined;
    throw new LabError(texts.needsAccounts(idle), texts.startWithAccounts, 2);
  }
  if (options.layers !== undefined) throw new LabError(texts.notWithLayers, texts.startWithAccounts, 2);
  const login = options.login ?? "words";
  const recovery = options.recovery ?? "strong";
  const storage = storageFor(login, options.storage);
  const notes = [
    ...(mode === "plain" ? [accountTexts.plainWarning] : []),
    ...(login === "hash" ? [accountTexts.weakWarning("--login hash")] : []),
    ...(options.storage === "sha256" ? [accountTexts.weakWarning("--storage sha256")] : []),
    ...(options.curious ? [accountTexts.weakWarning("--curious")] : []),
    ...(recovery === "weak" ? [accountTexts.weakWarning("--recovery weak")] : []),
  ];
  return { recovery, login, storage, allowsClear: mode === "plain", curious: options.curious === true, notes };
}

/** Opens `work/accounts`. */
export async function openAccounts(settings: AccountSettings, mail: OutgoingMail): Promise<Accounts> {
  const { openDatabase } = await import("../../chat/database/database.ts");
  const { AccountStore } = await import("../../chat/accounts/account-store.ts");
  const { Accounts } = await import("../../chat/accounts/accounts.ts");
  const { usualCost } = await import("../../chat/accounts/password-record.ts");
  const { FileStore } = await import("../../chat/files/file-store.ts");
  const { CuriousFileStore } = await import("../../chat/files/curious-file-store.ts");
  try {
    const sql = await openDatabase(accountsFolder);
    const folder = join(accountsFolder, "files");
    const files = settings.curious ? await CuriousFileStore.open(sql, folder) : new FileStore(sql, folder);
    const accounts = new Accounts(new AccountStore(sql), {
      ...settings,
      files,
      send: mail.send,
      cost: usualCost,
    });
    if (files instanceof CuriousFileStore) files.onRead = (read) => accounts.onEvent({ kind: "read", ...read });
    return accounts;
  } catch (error) {
    await mail.close(); // Otherwise the open mail server would keep the program running.
    throw error;
  }
}

/** A hash from a client can only be compared with the same hash; SCRAM has its own keys. */
function storageFor(login: LoginForm, wanted: "scrypt" | "sha256" | undefined): AccountSettings["storage"] {
  const only = login === "hash" ? "sha256" : login === "scram" ? "scram" : undefined;
  if (only === undefined || wanted === undefined || wanted === only) return only ?? wanted ?? "scrypt";
  throw new LabError(texts.storageUnfit(login, wanted), texts.leaveStorageOut(login), 2);
}
