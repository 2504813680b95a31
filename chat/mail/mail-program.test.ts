import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { labOnTerminal } from "../../testing/chat/terminal.ts";
import { temporaryFolder } from "../../testing/test-folders.ts";
import { deleteEmails, emails, keepEmail, makeMaildir } from "./maildir.ts";

const email = (subject: string, ...body: readonly string[]) =>
  Buffer.from([`To: ana@clase.example`, `Subject: ${subject}`, "", ...body, ""].join("\n"));

/** The real `lab mail` on a pseudo-terminal, in its own folder. */
function mailOnTerminal() {
  const home = temporaryFolder();
  const folder = join(home, "work/mail");
  const terminal = labOnTerminal(home, "mail");
  onTestFinished(async () => {
    terminal.stop();
    await terminal.ended();
  });
  return { folder, terminal };
}

test("e-mails appear as they come, open and close, also in another size and after nonsense", async () => {
  const { folder, terminal } = mailOnTerminal();
  await terminal.shows("no e-mails");
  expect(terminal.rows()).toContainEqual(expect.stringMatching(/^ {2}lab server --tls --accounts *$/));
  makeMaildir(folder); // As the server does, later than the screen.
  keepEmail(folder, email("Tu código, Íñigo", "Tu código es", "", "    K7M2-Q9XA"));
  await terminal.shows("Tu código, Íñigo");
  keepEmail(
    folder,
    email(
      `otra \x1b[2J\u202e carta ${"muy larga ".repeat(40)}`,
      ...Array.from({ length: 60 }, (_, row) => `línea ${row}`),
    ),
  );
  await terminal.shows("(2)");
  terminal.type("\x1b[Zxñ\x1b[99~\x00\r");
  await terminal.shows("K7M2-Q9XA");
  for (const [columns, rows, wanted] of [
    [200, 60, "1/2"],
    [30, 8, "1/2"],
    [20, 5, "30"], // Too small: it shows the columns that it needs.
    [80, 24, "1/2"],
  ] as const) {
    terminal.resize(columns, rows);
    await terminal.shows(wanted);
  }
  await terminal.shows("    K7M2-Q9XA");
  terminal.type("\x1b");
  await terminal.shows("(2)");
  expect(terminal.rows()).toContainEqual(expect.stringMatching(/^1 +ana@clase\.example +Tu código, Íñigo *$/));
  terminal.type("\x1b[B\r");
  await terminal.shows("línea 0");
  expect(terminal.rows().join("")).not.toContain("línea 59");
  terminal.type("\x1b[F");
  await terminal.shows("línea 59");
  terminal.type("q");
  expect(await terminal.ended()).toBe(0);
  expect(emails(folder).map(({ isNew }) => isNew)).toEqual([false, false]);
});

test("e-mails that are deleted meanwhile disappear", async () => {
  const { folder, terminal } = mailOnTerminal();
  makeMaildir(folder);
  for (const subject of ["una", "dos"]) keepEmail(folder, email(subject, "hola"));
  await terminal.shows("dos");
  terminal.type("\r");
  await terminal.shows("hola");
  deleteEmails(folder);
  terminal.type("\x1b");
  await terminal.shows("no e-mails");
  terminal.type("\r\x1b[A\x1b[Bq");
  expect(await terminal.ended()).toBe(0);
});
