import { counted, grouped } from "../../terminal/grouped.ts";

/** What `lab clean` says. Names of files have been cleaned by the caller. */
export const texts = {
  kinds: {
    captures: "captures, with all messages of people",
    secrets: "secrets that decrypt TLS, and the keys of people",
    logs: "logs of conversations",
    certificates: "certificates and their private keys",
    accounts: "accounts, their files and their mail",
    progress: "progress and answers of the exercises",
    steps: "what you made in the steps of the exercises",
    other: "files that the lab did not make",
  },
  amount: (files: number, bytes: number) => `${counted(files, "file")}, ${counted(bytes, "byte")}`,
  stays: " (stays)",
  more: (files: number) => `and ${grouped(files)} more`,
  nothingKept: (folder: string) => `There is no file in ${folder}.`,
  nothingChosen: "Nothing to remove.",
  nothingRemoved: "Nothing was removed.",
  question: (files: number) => `Remove ${counted(files, "file")}? You cannot undo this. Type yes: `,
  /** The words that mean yes. */
  wordsForYes: ["yes", "sí", "si"] as readonly string[],
  removed: (files: number) => `${counted(files, "file")} removed.`,
  notRemoved: (name: string, why: string) => `${name} stays: ${why}`,
  noTerminal: "nothing was removed: without a terminal, the lab cannot ask you",
  sayYes: "To remove without a question: lab clean --yes",
  folderIsLink: (folder: string) => `${folder} is a link to another place, so the lab removes nothing there`,
  removeLink: "See where it leads: ls -l work",
  unknownKind: (kind: string, kinds: readonly string[]) =>
    `There is no kind ${kind}. The kinds are ${kinds.join(", ")}.`,
} as const;
