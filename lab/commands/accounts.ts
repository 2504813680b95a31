import type { Command } from "commander";
import { LabError } from "../../terminal/lab-error.ts";
import { print } from "../../terminal/print.ts";
import { accountsFolder } from "../work-folder.ts";
import { help } from "./texts.ts";

/** `lab accounts`: lists who may log in, also while the server runs. */
export function define(command: Command): void {
  command.addHelpText("after", help.accounts.below).action(async () => {
    const { openToRead } = await import("../../chat/database/database.ts");
    const { AccountStore } = await import("../../chat/accounts/account-store.ts");
    const { accountLines } = await import("../../chat/accounts/account-lines.ts");
    const { texts } = await import("../accounts/texts.ts");
    const database = await openToRead(accountsFolder);
    if (database === undefined) throw new LabError(texts.noAccountsYet, texts.startServer);
    const store = new AccountStore(database);
    for (const line of accountLines(store.list())) print(line);
    store.close();
  });
}
