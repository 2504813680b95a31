import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { type AccountServer, startAccountServer } from "../../testing/chat/account-server.ts";
import { labMain } from "../../testing/chat/terminal.ts";
import { testCertificates } from "../../testing/chat/test-certificates.ts";
import { PseudoTerminal } from "../../testing/pseudo-terminal.ts";
import { lastingFolder } from "../../testing/test-folders.ts";

const folder = lastingFolder();
let server: AccountServer;
beforeAll(async () => {
  server = await startAccountServer();
  writeFileSync(join(folder, "ca.pem"), testCertificates().ca);
});
afterAll(async () => {
  await server.close();
});

/** `lab chat` on a pseudo-terminal. */
function chatOnTerminal(...words: readonly string[]): PseudoTerminal {
  const all = [process.execPath, labMain, "chat", "--tls", "--ca", "ca.pem", "--port", `${server.port}`, ...words];
  const terminal = new PseudoTerminal(all.join(" "), { columns: 80, rows: 24, folder });
  onTestFinished(() => terminal.close());
  return terminal;
}

const password = "la clave de Íñigo";

test("who types everything at the first question sees none of it, then or later, and is in the room", async () => {
  const chat = chatOnTerminal("--name", "Íñigo", "--register", "inigo@clase.example");
  await chat.until((text) => text.includes("A passphrase for your keys"));
  // Passphrase and password, each twice, with an arrow key and a correction; and a first line for the room.
  chat.send(`la clave\rla clave\rx\x15la clavee\x7f\x1b[D de Íñigo\r${password}\rhola`);
  await chat.until((text) => text.includes("here: Íñigo") && text.includes("> hola"));
  expect(server.accounts.options.files!.keysFor("ana", "Íñigo")).toBeDefined();
  expect(chat.output).not.toContain("clave");
  chat.send("\x04");
});

test("what is typed between two questions is not shown, and answers the second", async () => {
  const chat = chatOnTerminal("--name", "Íñigo", "--recover", "inigo@clase.example");
  await chat.until((text) => text.includes("Code from the e-mail:"));
  const email = await vi.waitUntil(() => server.emails.findLast((text) => text.includes("inigo@")));
  const [, code = ""] = /^ {4}(\S+)\r$/m.exec(email)!;
  chat.send(`${code}\r`);
  chat.send("otra clave\rotra clave\r");
  await chat.until((text) => text.includes("here: Íñigo"));
  expect(chat.output).not.toContain("otra clave");
  expect(chat.output).not.toContain(code);
  chat.send("\x04");
});

test("Ctrl-C at a question and between two ends the program, and the terminal shows again what is typed", async () => {
  for (const keys of ["la cla\x03", "una clave\r\x03"]) {
    const command = `node ${labMain} chat --tls --ca ca.pem --port ${server.port} --name eva --register eva@clase.example`;
    const shell = new PseudoTerminal(`sh -c '${command}; stty -a | tr " " "\\n" | grep -x -e -*echo; echo END'`, {
      ...{ columns: 80, rows: 24, folder },
    });
    onTestFinished(() => shell.close());
    await shell.until((text) => text.includes("A passphrase for your keys"));
    shell.send(keys);
    await shell.until((text) => text.includes("END"));
    expect(shell.lines()).toContain("echo");
  }
  expect(server.accounts.list().map(({ name }) => name)).toEqual(["Íñigo"]);
});

test("a secret of 10,000 characters is refused, and not cut", async () => {
  const chat = chatOnTerminal("--name", "eva", "--register", "eva@clase.example");
  await chat.until((text) => text.includes("A passphrase for your keys"));
  for (let piece = 0; piece < 100; piece += 1) chat.send("x".repeat(100));
  chat.send("\r");
  await chat.until((text) => text.includes("1024"));
  expect(await chat.ended).toBe(1);
});
