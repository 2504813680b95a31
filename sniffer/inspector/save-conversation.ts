import { systemReason } from "../../terminal/files/system-reason.ts";
import { writeFileAtomically } from "../../terminal/files/write-file.ts";
import { printable } from "../../terminal/printable.ts";
import { lineText } from "../../terminal/screen/line.ts";
import { conversationLine, savedLine } from "./conversation-line.ts";
import type { Session } from "./session.ts";
import { texts } from "./texts.ts";

/** Columns of a saved hexadecimal or raw row, and its look. */
const savedWidth = 110;
const savedLook = { isChosen: false, hasThumb: false, lock: "E", matches: undefined } as const;

/** Saves the conversation in its present form; returns the notice for the user. */
export function saveConversation({ store, conversationShown: conversation }: Session, path: string): string {
  if (conversation === undefined) return texts.notice.noConnection;
  const lines: string[] = [];
  if (conversation.form === "text") for (const item of conversation.all()) lines.push(savedLine(store, item, "E"));
  else {
    for (let row = 0; row < conversation.length; row++) {
      const line = conversationLine(store, conversation.at(row)!, conversation.form, savedWidth, savedLook);
      lines.push(lineText(line).trimEnd());
    }
  }
  try {
    writeFileAtomically(path, `${lines.join("\n")}\n`, { mode: 0o600, replace: false });
  } catch (error) {
    return writeFailure(path, error);
  }
  return texts.conversation.saved(printable(path), lines.length);
}

/** The notice for a file that could not be written. */
export function writeFailure(path: string, error: unknown): string {
  if (!(error instanceof Error)) throw error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === "EEXIST" && syscall !== "mkdir") return texts.notice.exists(printable(path));
  return texts.notice.cannotWrite(printable(path), systemReason(error));
}
