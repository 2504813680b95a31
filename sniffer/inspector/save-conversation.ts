import { systemReason } from "../../terminal/files/system-reason.ts";
import { writeFileAtomically } from "../../terminal/files/write-file.ts";
import { printable } from "../../terminal/printable.ts";
import { lineText } from "../../terminal/screen/line.ts";
import { conversationLine, savedLine } from "./conversation-lines.ts";
import type { Session } from "./session.ts";
import { texts } from "./texts.ts";

/** Columns of a saved hex or raw row. */
const savedWidth = 110;

/** Saves the conversation that is shown, in the form that is shown; returns what to tell the user. */
export function saveConversation({ store, conversation }: Session, path: string): string {
  if (conversation === undefined) return texts.conversation.none;
  const lines: string[] = [];
  if (conversation.form === "text") for (const item of conversation.all()) lines.push(savedLine(store, item, "E"));
  else {
    for (let row = 0; row < conversation.length; row++) {
      const line = conversationLine(store, conversation.at(row)!, conversation.form, savedWidth, false, "E");
      lines.push(lineText(line).trimEnd());
    }
  }
  try {
    writeFileAtomically(path, `${lines.join("\n")}\n`, { replace: false });
  } catch (error) {
    return writeFailure(path, error);
  }
  return texts.conversation.saved(printable(path), lines.length);
}

/** What to tell where a file could not be written. */
export function writeFailure(path: string, error: unknown): string {
  if (!(error instanceof Error)) throw error;
  if ("code" in error && error.code === "EEXIST") return texts.notice.exists(printable(path));
  return texts.notice.cannotWrite(printable(path), systemReason(error));
}
