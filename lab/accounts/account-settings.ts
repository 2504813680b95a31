import type { Accounts, LoginForm } from "../../chat/accounts/accounts.ts";
import { texts as accountTexts } from "../../chat/accounts/texts.ts";
import type { PortMode } from "../../chat/transport/listen.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { accountsFolder } from "../work-folder.ts";
import type { AccountOptions } from "./account-options.ts";
import { texts } from "./texts.ts";

/** How the accounts are to be kept, and the warnings about it. */
export interface AccountSettings {
  readonly login: LoginForm;
  readonly storage: "scrypt" | "sha256" | "scram";
  readonly allowsClear: boolean;
  readonly notes: readonly string[];
}

/** Undefined without `--accounts`. Throws LabError where the options do not go together. */
export function accountSettings(
  options: AccountOptions & { readonly layers?: unknown },
  mode: PortMode,
): AccountSettings | undefined {
  if (options.accounts === undefined) {
    const idle = options.login === undefined ? options.storage && "--storage" : "--login";
    if (idle === undefined) return undefined;
    throw new LabError(texts.needsAccounts(idle), texts.startWithAccounts, 2);
  }
  if (options.layers !== undefined) throw new LabError(texts.notWithLayers, texts.startWithAccounts, 2);
  const login = options.login ?? "words";
  const storage = storageFor(login, options.storage);
  const notes = [
    ...(mode === "plain" ? [accountTexts.plainWarning] : []),
    ...(login === "hash" ? [accountTexts.weakWarning("--login hash")] : []),
    ...(options.storage === "sha256" ? [accountTexts.weakWarning("--storage sha256")] : []),
  ];
  return { login, storage, allowsClear: mode === "plain", notes };
}

/** Opens `work/accounts`. */
export async function openAccounts(settings: AccountSettings): Promise<Accounts> {
  const { openDatabase } = await import("../../chat/accounts/database.ts");
  const { AccountStore } = await import("../../chat/accounts/account-store.ts");
  const { Accounts } = await import("../../chat/accounts/accounts.ts");
  const { usualCost } = await import("../../chat/accounts/password-record.ts");
  const store = new AccountStore(await openDatabase(accountsFolder));
  return new Accounts(store, { ...settings, recovery: "strong", cost: usualCost });
}

/** A hash that the client sends can only be compared with the same hash; SCRAM has keys of its own. */
function storageFor(login: LoginForm, wanted: "scrypt" | "sha256" | undefined): AccountSettings["storage"] {
  const only = login === "hash" ? "sha256" : login === "scram" ? "scram" : undefined;
  if (only === undefined || wanted === undefined || wanted === only) return only ?? wanted ?? "scrypt";
  throw new LabError(texts.storageUnfit(login, wanted), texts.leaveStorageOut(login), 2);
}
