import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { whyNotWith } from "../../testing/chat/needs.ts";
import { makeCertificates, testCertificates } from "../../testing/chat/test-certificates.ts";
import { lastingFolder, temporaryFolder } from "../../testing/test-folders.ts";
import { codeEmail } from "../accounts/write-email.ts";
import { emailLines, listLines } from "./mail-lines.ts";
import { type MailServer, openMailServer } from "./mail-server.ts";
import { deleteEmails, emails, keepEmail, makeMaildir } from "./maildir.ts";
import { emailSender, type SendingOptions } from "./send-email.ts";

const folder = lastingFolder();
const mailServers: Record<"clear" | "tls", MailServer> = {} as Record<"clear" | "tls", MailServer>;
beforeAll(async () => {
  const { cert, key } = testCertificates();
  mailServers.clear = await openMailServer({ folder, port: 0 });
  mailServers.tls = await openMailServer({ folder, port: 0, tls: { cert, key } });
});
afterAll(async () => {
  await Promise.all(Object.values(mailServers).map((mailServer) => mailServer.close()));
});

const email = () => codeEmail("ana@clase.example", ["ana"], Buffer.from("K7M2Q9XA"));

/** Sends an e-mail through a relay that keeps every byte, like a sniffer. */
async function sendSniffed(mailServer: MailServer, how: Partial<SendingOptions>): Promise<string> {
  let wire = "";
  const relay = net.createServer((near) => {
    const far = net.connect(mailServer.port, "127.0.0.1");
    for (const socket of [near, far]) {
      socket
        .on("error", () => {})
        .on("data", (bytes) => {
          wire += bytes.toString("latin1");
        });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void relay.close());
  const { port } = relay.address() as net.AddressInfo;
  const server = { host: "127.0.0.1", servername: "localhost", from: "chat@lab.invalid", needsTls: false, port };
  try {
    await emailSender({ ...server, ...how })(email());
  } catch (error) {
    return `${(error as Error).message}\n${wire}`;
  }
  return wire;
}

test("a sender that breaks off in the middle of an e-mail costs nobody else anything", async () => {
  deleteEmails(folder);
  const { port } = mailServers.clear;
  for (const how of ["destroy", "resetAndDestroy"] as const) {
    const socket = net.connect(port, "127.0.0.1");
    for (const [answer, line] of [
      ["220", "EHLO x"],
      ["250", "MAIL FROM:<a@b.example>"],
      ["250", "RCPT TO:<c@d.example>"],
      ["250", "DATA"],
    ] as const) {
      const [heard] = (await once(socket, "data")) as [Buffer];
      expect(heard.toString()).toMatch(new RegExp(`^${answer}`));
      socket.write(`${line}\r\n`);
    }
    await once(socket, "data");
    socket.write("Subject: half of it\r\n\r\nhal");
    socket[how]();
    await once(socket, "close");
  }
  await emailSender({ host: "127.0.0.1", port, from: "chat@lab.invalid", needsTls: false })(email());
  expect(emails(folder).length).toBe(1);
});

test("what is no file in the folder is an empty e-mail, and nobody waits for a pipe", () => {
  deleteEmails(folder);
  spawnSync("mkfifo", [join(folder, "new", "1.pipe")]);
  mkdirSync(join(folder, "new", "2.folder"));
  symlinkSync("nowhere", join(folder, "new", "3.link"));
  expect(listLines(folder).length).toBe(4);
  expect(emailLines(folder, 1)).toEqual(["", ""]);
  rmSync(join(folder, "new", "2.folder"), { recursive: true });
  deleteEmails(folder);
});

describe("an e-mail with a code", () => {
  test("can be read on the wire in the clear, also where STARTTLS is offered and not used", async () => {
    for (const mailServer of Object.values(mailServers)) {
      deleteEmails(folder);
      expect(await sendSniffed(mailServer, {})).toContain("K7M2-Q9XA");
      expect(emailLines(folder, 1)?.join("\n")).toMatch(
        /^To: +ana@clase\.example$[\s\S]*with ESMTP;[\s\S]*^ {4}K7M2-Q9XA$/m,
      );
    }
  });

  test("is hidden after STARTTLS, in the same connection that began in the clear", async () => {
    deleteEmails(folder);
    const wire = await sendSniffed(mailServers.tls, { needsTls: true, ca: [testCertificates().ca] });
    expect(wire).toMatch(/^220 .*\r\nEHLO .*\r\n[\s\S]*STARTTLS\r\n220 [^\r]*\r\n\x16\x03/);
    expect(wire).not.toContain("K7M2");
    expect(emailLines(folder, 1)?.join("\n")).toMatch(/with ESMTPS;[\s\S]*K7M2-Q9XA/);
  });

  test.each([
    ["no STARTTLS is offered", "clear" as const, { needsTls: true, ca: [testCertificates().ca] }],
    ["the certificate is of another CA", "tls" as const, { needsTls: true, ca: [makeCertificates().ca] }],
    [
      "the certificate is of another name",
      "tls" as const,
      { needsTls: true, ca: [testCertificates().ca], servername: "mail.example" },
    ],
  ])("stays here where TLS is needed and %s", async (_, mailServer, how) => {
    deleteEmails(folder);
    const wire = await sendSniffed(mailServers[mailServer], how);
    expect(wire).toContain("nothing was sent");
    expect(wire).not.toMatch(/MAIL FROM|K7M2/);
    expect(emails(folder)).toEqual([]);
  });
});

test("what the mail server refuses, and that there is none, is reported in words", async () => {
  const refusing = net.createServer((socket) => void socket.on("error", () => {}).end("554 go away\r\n"));
  await new Promise<void>((resolve) => refusing.listen(0, "127.0.0.1", resolve));
  const { port } = refusing.address() as net.AddressInfo;
  const server = { host: "127.0.0.1", from: "chat@lab.invalid", needsTls: false };
  await expect(emailSender({ ...server, port })(email())).rejects.toThrow(/554 go away/);
  await new Promise((resolve) => refusing.close(resolve));
  await expect(emailSender({ ...server, port })(email())).rejects.toThrow(/ECONNREFUSED/);
});

describe("the mail server", () => {
  /** Speaks SMTP by hand, and returns what the server said. */
  async function byHand(...lines: readonly string[]): Promise<string> {
    const socket = net.connect(mailServers.clear.port, "127.0.0.1");
    let said = "";
    socket.on("data", (bytes) => {
      said += bytes.toString();
    });
    await new Promise((resolve) => socket.once("data", resolve)); // A client that sends before the greeting is refused.
    socket.write(lines.map((line) => `${line}\r\n`).join(""));
    await new Promise((resolve) => socket.once("close", resolve));
    return said;
  }

  const envelope = ["EHLO x", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA"];

  test("takes any e-mail by hand, and shows what could act on a terminal", async () => {
    deleteEmails(folder);
    await byHand(...envelope, "Subject: \x1b[2Jhola", "", "\x1b]0;x\x07 texto", ".", "QUIT");
    const shown = [...listLines(folder), ...emailLines(folder, 1)!].join("\n");
    expect(shown).toContain("texto");
    expect(shown).not.toMatch(/[\x1b\x07]/);
  });

  test("keeps no e-mail that is too large, and goes on", async () => {
    deleteEmails(folder);
    expect(await byHand(...envelope, ...Array.from({ length: 1000 }, () => "x".repeat(100)), ".", "QUIT")).toMatch(
      /^552 /m,
    );
    expect(await byHand("EHLO x", "AUTH PLAIN AGEAYg==", "STARTTLS", "QUIT")).toMatch(/^50\d /m);
    expect(emails(folder)).toEqual([]);
  });

  test("keeps 1000 e-mails, and no more", () => {
    const full = temporaryFolder();
    makeMaildir(full);
    spawnSync("sh", ["-c", "for i in $(seq 1000); do : > new/$i; done"], { cwd: full });
    expect(keepEmail(full, Buffer.from("x"))).toBe(false);
    expect(readdirSync(join(full, "tmp"))).toEqual([]);
  });

  test("refuses a port that is taken, with one line", async () => {
    await expect(openMailServer({ folder, port: mailServers.clear.port })).rejects.toMatchObject({ name: "LabError" });
  });
});

const noPython = whyNotWith("python3");
test.skipIf(noPython !== undefined)(
  "Python's mailbox and email open the e-mails, which only their owner can read",
  async () => {
    deleteEmails(folder);
    await sendSniffed(mailServers.clear, {});
    const script = `
import email, email.policy, mailbox, sys
for kept in mailbox.Maildir(sys.argv[1], create=False):
    kept_email = email.message_from_bytes(kept.as_bytes(), policy=email.policy.default)
    print(kept_email["to"], "|", kept_email["subject"], "|", kept_email["date"].datetime is not None, "|", kept_email.defects)
    print(kept_email.get_content())`;
    const [head, ...body] = String(execFileSync("python3", ["-c", script, folder])).split("\n");
    expect(head).toMatch(/^ana@clase\.example \| .+ \| True \| \[\]$/);
    expect(body).toContain("    K7M2-Q9XA");
    const [kept] = emails(folder);
    expect([statSync(kept!.path).mode & 0o777, statSync(join(folder, "new")).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(readFileSync(kept!.path, "utf8")).not.toContain("\r");
  },
);
