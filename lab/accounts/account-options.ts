import { type Command, Option } from "commander";
import type { LoginForm } from "../../chat/accounts/accounts.ts";
import { wholeNumber } from "../option-values.ts";
import { texts } from "./texts.ts";

/** The options of `lab server` about accounts. */
export interface AccountOptions {
  readonly accounts?: true;
  readonly login?: LoginForm;
  readonly curious?: true;
  readonly storage?: "scrypt" | "sha256";
  readonly recovery?: "strong" | "weak";
  readonly smtp?: string;
  readonly mailFrom?: string;
  readonly smtpUser?: string;
  readonly smtpPasswordFile?: string;
  readonly mailTls?: true;
  readonly mailPort?: number;
}

/** The options of `lab chat` about the user's account. */
export interface LoginOptions {
  readonly register?: string;
  readonly recover?: string;
  readonly login?: LoginForm;
  readonly passwordFile?: string;
}

/** Adds the options about the user's account. */
export function addLoginOptions(command: Command): Command {
  const { options } = texts;
  return command
    .option("--register <email>", options.register)
    .option("--recover <email>", options.recover)
    .addOption(new Option("--login <form>", options.onlyLogin).choices(["words", "hash", "scram"]))
    .option("--password-file <file>", options.passwordFile);
}

export function addAccountOptions(command: Command): Command {
  const { options } = texts;
  return command
    .option("--accounts", options.accounts)
    .addOption(new Option("--login <form>", options.login).choices(["words", "hash", "scram"]))
    .addOption(new Option("--storage <form>", options.storage).choices(["scrypt", "sha256"]))
    .option("--curious", options.curious)
    .addOption(new Option("--recovery <kind>", options.recovery).choices(["strong", "weak"]))
    .option("--smtp <host:port>", options.smtp)
    .option("--mail-from <address>", options.mailFrom)
    .option("--smtp-user <name>", options.smtpUser)
    .option("--smtp-password-file <file>", options.smtpPasswordFile)
    .option("--mail-tls", options.mailTls)
    .option("--mail-port <number>", options.mailPort, wholeNumber(0, 65_535));
}
