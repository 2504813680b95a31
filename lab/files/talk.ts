import type { Progress } from "../../chat/files/files-client.ts";
import { print, printError } from "../../terminal/print.ts";
import { progressLine } from "./progress-line.ts";
import { newSecret, type Question, secretFrom } from "./secrets.ts";

/** How the work with files asks its user and reports: in lines, or on a screen. */
export interface Talk {
  /** A result. */
  readonly say: (line: string) => void;
  /** Further information for the user. */
  readonly tell: (line: string) => void;
  /** New keys, before they are trusted. Throws if the user does not want them. */
  readonly newKeys: (line: string) => Promise<void>;
  readonly secret: (question: Question) => Promise<string>;
  /** A new secret: typed twice. */
  readonly newSecret: (question: Question) => Promise<string>;
  /** Starts a bar for something that may take long. `end` removes it. */
  readonly progress: (what: string) => Progress & { readonly end: () => void };
}

/** On the command line; a program may listen instead of a person. */
export const talkInLines: Talk = {
  say: print,
  tell: printError,
  newKeys: async (line) => printError(line),
  secret: secretFrom,
  newSecret,
  progress: progressLine,
};
