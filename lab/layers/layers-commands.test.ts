import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Peer, startPeer } from "../../testing/chat/peer.ts";
import { labMain, labOnTerminal } from "../../testing/chat/terminal.ts";
import { lastingFolder } from "../../testing/test-folders.ts";
import { accessKeyOf } from "./access-key.ts";

const folder = lastingFolder();
let server: Peer;
let port = "";

function lab(...args: readonly string[]) {
  const { status, stderr, stdout } = spawnSync(process.execPath, [labMain, ...args], { cwd: folder, encoding: "utf8" });
  return { status, said: stdout + stderr };
}

function keyFile(name: string, text: string): string {
  writeFileSync(join(folder, name), text, { mode: 0o600 });
  return name;
}

beforeAll(async () => {
  const key = keyFile("key", "contraseña de clase\r\nsecond line\n");
  server = startPeer(
    process.execPath,
    [labMain, "server", "--layers", "chain", "--port", "0", "--access-key-file", key],
    folder,
  );
  port = /127\.0\.0\.1:(\d+)/.exec(await server.shows("Kept on disk"))![1]!;
});
afterAll(() => {
  server.stop();
});

test.each([
  [keyFile("long", "ñ".repeat(129)), "more than 256 bytes"],
  [keyFile("spaced", "hola \n"), "begins or ends with a space"],
  [keyFile("odd", "ho\0la\n"), "control character"],
])("the key file %s is refused: %s", (name, message) => {
  expect(() => accessKeyOf(join(folder, name))).toThrow(message);
});

describe("lab server --layers", () => {
  test("says in red what it is, how to join, and what is kept", async () => {
    const shown = await server.shows("Kept on disk: nothing");
    expect(shown).toContain("HOME-MADE LAYERS (chain): do not rely on this");
    expect(shown).toContain(`lab chat --layers --name ana --port ${port}`);
    for (const command of ["server", "chat"]) expect(lab(command, "--help").said).toContain("do not rely on this");
  });

  test.each([
    [["--layers", "turnip"], 2, "chain"],
    [["--layers", "chain", "--tls"], 2, "--layers cannot be used with"],
    [["--layers", "chain", "--keylog", "keys.log"], 2, "--keylog cannot be used with --layers"],
    [["--layers", "chain"], 1, "--access-key-file FILE"],
    [["--layers", "chain", "--access-key-file", "none"], 1, "there is no file none"],
    [["--layers", "chain", "--access-key-file", keyFile("empty", "\n")], 1, "it is empty"],
  ])("%j ends with %d: %s", (args, code, message) => {
    const { status, said } = lab("server", "--port", "0", ...args);
    expect(status, said).toBe(code);
    expect(said).toContain(message);
    expect(said).not.toContain("    at ");
  });

  test("asks for the access key without showing it; key at the console does", async () => {
    const terminal = labOnTerminal(folder, "server", "--layers", "stream", "--port", "0");
    await terminal.shows("Access key of this session");
    terminal.type(`\r${"ñ".repeat(129)}\r`);
    await terminal.shows("it is empty");
    await terminal.shows("more than 256 bytes");
    terminal.type("hola 1234\r");
    await terminal.shows("HOME-MADE LAYERS (stream) server>");
    expect((await terminal.shows("Type help")).join("\n")).not.toContain("hola 1234");
    terminal.type("clave\r");
    await terminal.shows("access key: hola 1234");
    terminal.type("mode tls\r");
    await terminal.shows("the mode cannot be changed");
    terminal.type("exit\r");
    expect(await terminal.ended()).toBe(0);
  });
});

describe("lab chat --layers", () => {
  test.each([
    [["--layers", "turnip"], 2, "no recipe turnip"],
    [["--layers", "--plain"], 2, "choose one:"],
    [["--layers", "--insecure"], 2, "--insecure cannot be used with --layers"],
    [["--layers", "fixed", "--access-key-file", "key"], 1, "you asked for the recipe fixed"],
    [["--layers", "--access-key-file", keyFile("other", "hola\n")], 1, "other is not the access key of this server"],
    [["--plain"], 1, "Run: lab chat --layers"],
  ])("%j ends with %d: %s", (args, code, message) => {
    const { status, said } = lab("chat", "--name", "ana", "--port", port, ...args);
    expect(status, said).toBe(code);
    expect(said).toContain(message);
    expect(said).not.toContain("    at ");
  });

  test("asks again for a wrong key, shows a red line, and says what was not sent", async () => {
    const terminal = labOnTerminal(folder, "chat", "--layers", "--name", "ana", "--port", port);
    await terminal.shows("Access key of the session");
    terminal.type("mala\r");
    await terminal.shows("2 tries left");
    terminal.type("contraseña de clase\r");
    const rows = await terminal.shows("HOME-MADE LAYERS (chain): do not rely on this");
    expect(rows.join("\n")).not.toContain("contraseña de clase");
    terminal.type("/me saluda\r");
    await terminal.shows("not sent: /me and /msg");
    terminal.type("hola\r/wire\r");
    await terminal.shows("a line of the layers");
    terminal.type("/quit\r");
    expect(await terminal.ended()).toBe(0);
  });

  test("ends after three wrong keys, and the console reports it", async () => {
    const terminal = labOnTerminal(folder, "chat", "--layers", "--name", "eva", "--port", port);
    for (const prompt of ["Access key of the session", "2 tries left", "1 try left"]) {
      await terminal.shows(prompt);
      terminal.type("mala\r");
    }
    await terminal.shows("no tries left");
    expect(await terminal.ended()).toBe(1);
    await server.shows("access key");
  });
});
