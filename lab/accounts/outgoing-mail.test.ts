import { writeFileSync } from "node:fs";
import type net from "node:net";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { describe, expect, onTestFinished, test } from "vitest";
import { passwordEmail } from "../../chat/accounts/write-email.ts";
import { openMailServer } from "../../chat/mail/mail-server.ts";
import { emails } from "../../chat/mail/maildir.ts";
import { testCertificates } from "../../testing/chat/test-certificates.ts";
import { lastingFolder } from "../../testing/test-folders.ts";
import { openOutgoingMail } from "./outgoing-mail.ts";

const folder = lastingFolder();
const ownTls = () => Promise.reject(new Error("not asked for"));
const mailFrom = "chat@clase.example";
const email = () => passwordEmail("ana@clase.example", ["ana"]);

async function mailServer(tls?: { readonly cert: string; readonly key: string }): Promise<number> {
  const { port, close } = await openMailServer({ folder, port: 0, tls });
  onTestFinished(close);
  return port;
}

describe("an e-mail to another machine goes over TLS or not at all", () => {
  test.each([
    ["no STARTTLS is offered", undefined, /no STARTTLS/],
    ["the certificate fails a check", testCertificates(), /certificate failed a check/],
  ])("where %s, nothing is sent", async (_, tls, why) => {
    // This machine, by an address that does not show it.
    const smtp = `[::ffff:7f00:1]:${await mailServer(tls)}`;
    const { send, note } = await openOutgoingMail({ smtp, mailFrom }, ownTls);
    expect(note).toContain("over TLS with a verified certificate");
    await expect(send(email())).rejects.toThrow(why);
    expect(emails(folder)).toEqual([]);
  });

  test("on this machine it may go in the clear, and --mail-tls insists on TLS here too", async () => {
    const smtp = `127.0.0.1:${await mailServer(testCertificates())}`;
    const inTheClear = await openOutgoingMail({ smtp, mailFrom }, ownTls);
    await inTheClear.send(email());
    expect(emails(folder)).toHaveLength(1);
    const overTls = await openOutgoingMail({ smtp, mailFrom, mailTls: true }, ownTls);
    await expect(overTls.send(email())).rejects.toThrow(/certificate/);
    expect(emails(folder)).toHaveLength(1);
  });
});

test("--smtp-user logs in at the mail server with the first line of its file; a wrong one is reported, and not shown", async () => {
  const server = new SMTPServer({
    ...{ disabledCommands: ["STARTTLS"], allowInsecureAuth: true, disableReverseLookup: true, logger: false },
    onAuth: ({ username, password }, _session, done) =>
      username === "chat" && password === "clave del correo"
        ? done(null, { user: username })
        : done(new Error("Invalid username or password")),
    onData: (stream, _session, done) => stream.resume().on("end", () => done()),
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as net.AddressInfo;
  const smtpPasswordFile = join(folder, "smtp.password");
  const options = { smtp: `127.0.0.1:${port}`, mailFrom, smtpUser: "chat", smtpPasswordFile };
  writeFileSync(smtpPasswordFile, "clave del correo\n", { mode: 0o600 });
  await (await openOutgoingMail(options, ownTls)).send(email());
  writeFileSync(smtpPasswordFile, "otra clave\n");
  const refused = (await openOutgoingMail(options, ownTls)).send(email());
  await expect(refused).rejects.toThrow(/535/);
  await expect(refused).rejects.not.toThrow(/otra clave|b3RyYSBjbGF2ZQ/);
});

test.each([
  [{ smtp: "mail.example:0", mailFrom }, "mail server: write"],
  [{ smtp: "mail example", mailFrom }, "mail server: write"],
  [{ smtp: "mail.example\r\nX", mailFrom }, "mail server: write"],
  [{ smtp: "mail.example" }, "--mail-from"],
  [{ smtp: "mail.example", mailFrom: "a@b.example\r\nBcc: eva@x.example" }, "not an e-mail address"],
  [{ smtp: "mail.example", mailFrom, smtpUser: "chat" }, "go together"],
  [{ smtp: "mail.example", mailFrom, smtpUser: "chat", smtpPasswordFile: "/nowhere" }, "there is no file"],
  [{ smtpUser: "chat" }, "--smtp"],
])("%j is refused with one line", async (options, why) => {
  const refused = openOutgoingMail(options, ownTls);
  await expect(refused).rejects.toMatchObject({ name: "LabError", message: expect.stringContaining(why) });
});
