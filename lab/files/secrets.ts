import { askSecret } from "../../terminal/ask-secret.ts";
import { readSecretLine } from "../../terminal/files/read-file.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { texts } from "./texts.ts";

/** A question for a secret, which may also come from the first line of a file. */
export interface Question {
  readonly prompt: string;
  /** The option that names a file. */
  readonly option: string;
  /** The file, if the option was used. */
  readonly file: string | undefined;
}

/** Asks a user for a secret, without showing what is typed. */
type Ask = (prompt: string, elsewhere: string) => Promise<string>;

/** A secret from the first line of a file, or from the keyboard. */
export async function secretFrom({ file, prompt, option }: Question, ask: Ask = askSecret): Promise<string> {
  const secret = file === undefined ? await ask(prompt, texts.inAFile(option)) : readSecretLine(file);
  if (secret === "") throw new LabError(...texts.emptySecret(option));
  return secret;
}

/** A new secret: typed twice, or from a file. */
export async function newSecret(question: Question, ask: Ask = askSecret): Promise<string> {
  const secret = await secretFrom(question, ask);
  if (question.file === undefined && (await ask(texts.again, texts.inAFile(question.option))) !== secret)
    throw new LabError(...texts.secretsDiffer);
  return secret;
}
