import type { Progress } from "../../chat/files/files-client.ts";
import { print, printError } from "../../terminal/print.ts";
import { progressLine } from "./progress-line.ts";
import { newSecret, type Question, secretFrom } from "./secrets.ts";

/** How the work with files asks its user and reports: in lines, or on a screen. */
export interface Talk {
  /** What was done. */
  readonly say: (line: string) => void;
  /** What the user should know besides. */
  readonly tell: (line: string) => void;
  /** Keys that were never seen before, before they are believed. Throws where the user does not want them. */
  readonly newKeys: (line: string) => Promise<void>;
  readonly secret: (question: Question) => Promise<string>;
  /** One that did not exist before: typed twice. */
  readonly newSecret: (question: Question) => Promise<string>;
  /** Something that may take long begins. `end` takes its bar away. */
  readonly progress: (what: string) => Progress & { readonly end: () => void };
}

/** On the command line, where a program may be listening instead of a person. */
export const talkInLines: Talk = {
  say: print,
  tell: printError,
  newKeys: async (line) => printError(line),
  secret: secretFrom,
  newSecret,
  progress: progressLine,
};
