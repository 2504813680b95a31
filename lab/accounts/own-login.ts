import { ClientLogin, type SecretKind } from "../../chat/accounts/client-login.ts";
import { texts as accountTexts } from "../../chat/accounts/texts.ts";
import type { PublicKeys } from "../../chat/files/key-pair.ts";
import { nameProblem } from "../../chat/protocol/names.ts";
import { askSecret } from "../../terminal/ask-secret.ts";
import { readSecretLine } from "../../terminal/files/read-file.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printError } from "../../terminal/print.ts";
import { paint } from "../../terminal/style.ts";
import type { SealOptions } from "../files/seal-options.ts";
import type { LoginOptions } from "./account-options.ts";
import { texts } from "./texts.ts";

/**
 * The log-in of `lab chat`: it asks on the terminal without echo, or reads the password from a file. A new account gets
 * keys too.
 */
export async function ownLogin(name: string, options: LoginOptions & SealOptions): Promise<ClientLogin> {
  const { register, recover, login, passwordFile } = options;
  if (register !== undefined && recover !== undefined) throw new LabError(texts.eitherOr, texts.oneOfThem, 2);
  const fromFile = passwordFile === undefined ? undefined : readSecretLine(passwordFile);
  const ask = (what: SecretKind) =>
    fromFile === undefined || what === "code"
      ? askSecret(accountTexts.prompts[what], accountTexts.usePasswordFile)
      : Promise.resolve(fromFile);
  const warn = (line: string) => printError(paint("danger", line, process.stderr));
  const isFromFile = fromFile !== undefined;
  const keys = register === undefined ? undefined : () => newKeys(name, options);
  return new ClientLogin({ name, register, keys, recover, form: login, ask, isFromFile, tell: printError, warn });
}

/** The keys for a new account. If nobody can type their passphrase, the first `lab files` makes them. */
async function newKeys(
  name: string,
  { passwordFile, keyPassphraseFile }: LoginOptions & SealOptions,
): Promise<PublicKeys | undefined> {
  if (nameProblem(name) !== undefined) return undefined; // It would be part of a path. The server reports it.
  const { OwnKeys } = await import("../files/own-keys.ts");
  const { keysFolder } = await import("../files/own-sealing.ts");
  const own = new OwnKeys(keysFolder, name, keyPassphraseFile);
  const canAsk = keyPassphraseFile !== undefined || (passwordFile === undefined && process.stdin.isTTY);
  return canAsk ? own.forRegistration() : own.publicKeys();
}
