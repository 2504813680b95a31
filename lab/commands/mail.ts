import type { Command } from "commander";
import { LabError } from "../../terminal/lab-error.ts";
import { isOnTerminal } from "../../terminal/on-terminal.ts";
import { mailFolder } from "../work-folder.ts";
import { help } from "./texts.ts";

/** `lab mail`: the e-mails in the lab's own mail server. */
export function define(command: Command): void {
  command
    .argument("[number]", help.mail.number)
    .option("--empty", help.mail.empty)
    .addHelpText("after", help.mail.below)
    .action(async (number: string | undefined, { empty }: { readonly empty?: true }) => {
      const { texts } = await import("../../chat/mail/texts.ts");
      const { emailLines, listLines } = await import("../../chat/mail/mail-lines.ts");
      const { deleteEmails, emails } = await import("../../chat/mail/maildir.ts");
      const { print: printLine } = await import("../../terminal/print.ts");
      const print = (lines: readonly string[]) => printLine(lines.join("\n"));
      if (empty) return print([texts.emptied(deleteEmails(mailFolder))]);
      if (number !== undefined) {
        const lines = emailLines(mailFolder, /^\d{1,6}$/.test(number) ? Number(number) : 0);
        if (lines !== undefined) return print(lines);
        const { printable } = await import("../../terminal/printable.ts");
        throw new LabError(texts.noSuch(printable(number), emails(mailFolder).length), texts.listThem);
      }
      if (!isOnTerminal()) return print(listLines(mailFolder));
      const { showMail } = await import("../../chat/mail/mail-program.ts");
      await showMail(mailFolder);
    });
}
