import { ClientLogin, type SecretKind } from "../../chat/accounts/client-login.ts";
import { texts as accountTexts } from "../../chat/accounts/texts.ts";
import { askSecret } from "../../terminal/ask-secret.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printError } from "../../terminal/print.ts";
import { paint } from "../../terminal/style.ts";
import { readSecretLine } from "../read-file.ts";
import type { LoginOptions } from "./account-options.ts";
import { texts } from "./texts.ts";

/** How `lab chat` logs in: it asks on the terminal, unseen, or takes the password from a file. */
export function ownLogin(name: string, { register, recover, login, passwordFile }: LoginOptions): ClientLogin {
  if (register !== undefined && recover !== undefined) throw new LabError(texts.eitherOr, texts.oneOfThem, 2);
  const fromFile = passwordFile === undefined ? undefined : readSecretLine(passwordFile);
  const ask = (what: SecretKind) =>
    fromFile === undefined || what === "code"
      ? askSecret(accountTexts.prompts[what], accountTexts.usePasswordFile)
      : Promise.resolve(fromFile);
  const warn = (line: string) => printError(paint("danger", line, process.stderr));
  const tell = (line: string) => printError(line);
  const isFromFile = fromFile !== undefined;
  return new ClientLogin({ name, register, recover, form: login, ask, isFromFile, tell, warn });
}
