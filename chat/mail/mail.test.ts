import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { whyNotWith } from "../../testing/chat/needs.ts";
import { makeCertificates, testCertificates } from "../../testing/chat/test-certificates.ts";
import { lastingFolder, temporaryFolder } from "../../testing/test-folders.ts";
import { codeLetter } from "../accounts/write-email.ts";
import { letterLines, listLines } from "./mail-lines.ts";
import { openPostOffice, type PostOffice } from "./mail-server.ts";
import { deleteLetters, keepLetter, letters, makeMaildir } from "./maildir.ts";
import { letterSender, type MailServer } from "./send-email.ts";

const folder = lastingFolder();
const offices: Record<"clear" | "tls", PostOffice> = {} as Record<"clear" | "tls", PostOffice>;
beforeAll(async () => {
  const { cert, key } = testCertificates();
  offices.clear = await openPostOffice({ folder, port: 0 });
  offices.tls = await openPostOffice({ folder, port: 0, tls: { cert, key } });
});
afterAll(async () => {
  await Promise.all(Object.values(offices).map((office) => office.close()));
});

const letter = () => codeLetter("ana@clase.example", ["ana"], Buffer.from("K7M2Q9XA"));

/** Sends a letter through a relay that keeps every byte, as a sniffer would. */
async function sendSniffed(office: PostOffice, how: Partial<MailServer>): Promise<string> {
  let wire = "";
  const relay = net.createServer((near) => {
    const far = net.connect(office.port, "127.0.0.1");
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
    await letterSender({ ...server, ...how })(letter());
  } catch (error) {
    return `${(error as Error).message}\n${wire}`;
  }
  return wire;
}

test("a sender that breaks off in the middle of a letter costs nobody else anything", async () => {
  deleteLetters(folder);
  const { port } = offices.clear;
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
  await letterSender({ host: "127.0.0.1", port, from: "chat@lab.invalid", needsTls: false })(letter());
  expect(letters(folder).length).toBe(1);
});

test("what is no file in the folder is an empty letter, and nobody waits for a pipe", () => {
  deleteLetters(folder);
  spawnSync("mkfifo", [join(folder, "new", "1.pipe")]);
  mkdirSync(join(folder, "new", "2.folder"));
  symlinkSync("nowhere", join(folder, "new", "3.link"));
  expect(listLines(folder).length).toBe(4);
  expect(letterLines(folder, 1)).toEqual(["", ""]);
  rmSync(join(folder, "new", "2.folder"), { recursive: true });
  deleteLetters(folder);
});

describe("a letter with a code", () => {
  test("can be read on the wire in the clear, also where STARTTLS is offered and not used", async () => {
    for (const office of Object.values(offices)) {
      deleteLetters(folder);
      expect(await sendSniffed(office, {})).toContain("K7M2-Q9XA");
      expect(letterLines(folder, 1)?.join("\n")).toMatch(
        /^To: +ana@clase\.example$[\s\S]*with ESMTP;[\s\S]*^ {4}K7M2-Q9XA$/m,
      );
    }
  });

  test("is hidden after STARTTLS, in the same connection that began in the clear", async () => {
    deleteLetters(folder);
    const wire = await sendSniffed(offices.tls, { needsTls: true, ca: [testCertificates().ca] });
    expect(wire).toMatch(/^220 .*\r\nEHLO .*\r\n[\s\S]*STARTTLS\r\n220 [^\r]*\r\n\x16\x03/);
    expect(wire).not.toContain("K7M2");
    expect(letterLines(folder, 1)?.join("\n")).toMatch(/with ESMTPS;[\s\S]*K7M2-Q9XA/);
  });

  test.each([
    ["no STARTTLS is offered", "clear" as const, { needsTls: true, ca: [testCertificates().ca] }],
    ["the certificate is of another CA", "tls" as const, { needsTls: true, ca: [makeCertificates().ca] }],
    [
      "the certificate is of another name",
      "tls" as const,
      { needsTls: true, ca: [testCertificates().ca], servername: "mail.example" },
    ],
  ])("stays here where TLS is needed and %s", async (_, office, how) => {
    deleteLetters(folder);
    const wire = await sendSniffed(offices[office], how);
    expect(wire).toContain("nothing was sent");
    expect(wire).not.toMatch(/MAIL FROM|K7M2/);
    expect(letters(folder)).toEqual([]);
  });
});

test("what the mail server refuses, and that there is none, is reported in words", async () => {
  const refusing = net.createServer((socket) => void socket.on("error", () => {}).end("554 go away\r\n"));
  await new Promise<void>((resolve) => refusing.listen(0, "127.0.0.1", resolve));
  const { port } = refusing.address() as net.AddressInfo;
  const server = { host: "127.0.0.1", from: "chat@lab.invalid", needsTls: false };
  await expect(letterSender({ ...server, port })(letter())).rejects.toThrow(/554 go away/);
  await new Promise((resolve) => refusing.close(resolve));
  await expect(letterSender({ ...server, port })(letter())).rejects.toThrow(/ECONNREFUSED/);
});

describe("the post office", () => {
  /** Speaks SMTP by hand, and returns what the office said. */
  async function byHand(...lines: readonly string[]): Promise<string> {
    const socket = net.connect(offices.clear.port, "127.0.0.1");
    let said = "";
    socket.on("data", (bytes) => {
      said += bytes.toString();
    });
    await new Promise((resolve) => socket.once("data", resolve)); // Who talks before the greeting is sent away.
    socket.write(lines.map((line) => `${line}\r\n`).join(""));
    await new Promise((resolve) => socket.once("close", resolve));
    return said;
  }

  const envelope = ["EHLO x", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA"];

  test("takes any letter by hand, and shows what could act on a terminal", async () => {
    deleteLetters(folder);
    await byHand(...envelope, "Subject: \x1b[2Jhola", "", "\x1b]0;x\x07 texto", ".", "QUIT");
    const shown = [...listLines(folder), ...letterLines(folder, 1)!].join("\n");
    expect(shown).toContain("texto");
    expect(shown).not.toMatch(/[\x1b\x07]/);
  });

  test("keeps no letter that is too large, and goes on", async () => {
    deleteLetters(folder);
    expect(await byHand(...envelope, ...Array.from({ length: 1000 }, () => "x".repeat(100)), ".", "QUIT")).toMatch(
      /^552 /m,
    );
    expect(await byHand("EHLO x", "AUTH PLAIN AGEAYg==", "STARTTLS", "QUIT")).toMatch(/^50\d /m);
    expect(letters(folder)).toEqual([]);
  });

  test("keeps 1000 letters, and no more", () => {
    const full = temporaryFolder();
    makeMaildir(full);
    spawnSync("sh", ["-c", "for i in $(seq 1000); do : > new/$i; done"], { cwd: full });
    expect(keepLetter(full, Buffer.from("x"))).toBe(false);
    expect(readdirSync(join(full, "tmp"))).toEqual([]);
  });

  test("refuses a port that is taken, with one line", async () => {
    await expect(openPostOffice({ folder, port: offices.clear.port })).rejects.toMatchObject({ name: "LabError" });
  });
});

const noPython = whyNotWith("python3");
test.skipIf(noPython !== undefined)(
  "Python's mailbox and email open the letters, which only their owner can read",
  async () => {
    deleteLetters(folder);
    await sendSniffed(offices.clear, {});
    const script = `
import email, email.policy, mailbox, sys
for kept in mailbox.Maildir(sys.argv[1], create=False):
    letter = email.message_from_bytes(kept.as_bytes(), policy=email.policy.default)
    print(letter["to"], "|", letter["subject"], "|", letter["date"].datetime is not None, "|", letter.defects)
    print(letter.get_content())`;
    const [head, ...body] = String(execFileSync("python3", ["-c", script, folder])).split("\n");
    expect(head).toMatch(/^ana@clase\.example \| .+ \| True \| \[\]$/);
    expect(body).toContain("    K7M2-Q9XA");
    const [kept] = letters(folder);
    expect([statSync(kept!.path).mode & 0o777, statSync(join(folder, "new")).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(readFileSync(kept!.path, "utf8")).not.toContain("\r");
  },
);
