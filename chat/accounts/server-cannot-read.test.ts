import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tls from "node:tls";
import { expect, onTestFinished, test, vi } from "vitest";
import { needlesFor } from "../../sniffer/observe/find/needles.ts";
import { until } from "../../testing/chat/peer.ts";
import { labMain } from "../../testing/chat/terminal.ts";

/** In ASCII, as a heap snapshot writes other letters in another way. */
const [password, newPassword] = ["Clave-de-antes-4711", "Clave-de-ahora-0815"];

interface RealServer {
  readonly folder: string;
  readonly port: number;
  /** Every byte that crossed the wire. */
  readonly wire: () => Buffer;
  /** Types lines, each when the server has answered the one before with a line that begins so; returns all that it said. */
  readonly talk: (
    ...steps: readonly (readonly [line: string | (() => Promise<string>), answer: string])[]
  ) => Promise<string>;
  /** The letters' code, the newest. */
  readonly code: () => string;
  /** Writes what the server's process has in its heap; returns the file. */
  readonly snapshot: () => Promise<string>;
}

/** A real `lab server` in a process of its own, with a relay before it that keeps what crosses. */
async function startReal(isTls: boolean, ...options: readonly string[]): Promise<RealServer> {
  const folder = mkdtempSync(join(tmpdir(), "lab-cannot-read-"));
  const args = [
    "--heapsnapshot-signal=SIGUSR2",
    labMain,
    "server",
    "--accounts",
    "--mail-port",
    "0",
    "--log",
    "talk.log",
  ];
  const child = spawn(process.execPath, [...args, "--port", "0", ...options], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("close", resolve));
    rmSync(folder, { recursive: true, force: true });
  });
  let printed = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      printed += text;
      for (const listener of listeners) listener();
    });
  }
  const serverPort = await until(
    () => /127\.0\.0\.1:(\d+)[\s\S]*Letters go/.exec(printed)?.[1],
    listeners,
    () => printed,
  );
  const bytes: Buffer[] = [];
  const relay = net.createServer((near) => {
    const far = net.connect(Number(serverPort), "127.0.0.1");
    for (const socket of [near, far])
      socket.on("error", () => {}).on("data", (chunk: Buffer) => void bytes.push(chunk));
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void relay.close());
  const { port } = relay.address() as net.AddressInfo;
  return {
    folder,
    port,
    wire: () => Buffer.concat(bytes),
    talk: (...steps) => talk(port, isTls ? readFileSync(join(folder, "work/certs/ca.pem"), "utf8") : undefined, steps),
    code: () => {
      const box = join(folder, "work/mail/new");
      const newest = readdirSync(box).sort().at(-1)!;
      return /^ {4}(\S+)$/m.exec(readFileSync(join(box, newest), "utf8"))![1]!;
    },
    snapshot: async () => {
      child.kill("SIGUSR2");
      const name = await vi.waitUntil(() => readdirSync(folder).find((file) => file.endsWith(".heapsnapshot")), 20_000);
      const file = join(folder, name);
      // It is written in the process's main thread: the process answers again when the file is whole.
      await talk(port, isTls ? readFileSync(join(folder, "work/certs/ca.pem"), "utf8") : undefined, [
        ["/help", "# type your"],
      ]);
      await vi.waitUntil(() => readFileSync(file).subarray(-20).toString().trimEnd().endsWith("}"), 20_000);
      return file;
    },
  };
}

async function talk(
  port: number,
  ca: string | undefined,
  steps: readonly (readonly [line: string | (() => Promise<string>), answer: string])[],
): Promise<string> {
  const socket =
    ca === undefined
      ? net.connect(port, "127.0.0.1")
      : tls.connect({ port, host: "127.0.0.1", servername: "localhost", ca });
  let said = "";
  const listeners = new Set<() => void>();
  socket.on("data", (text) => {
    said += text;
    for (const listener of listeners) listener();
  });
  for (const [line, answer] of steps) {
    const from = said.length;
    socket.write(`${typeof line === "string" ? line : await line()}\n`);
    await until(
      () => said.slice(from).includes(answer) || undefined,
      listeners,
      () => `${answer}, heard:\n${said}`,
    );
  }
  socket.destroy();
  return said;
}

/** The forms of a secret that are in a file: UTF-8, UTF-16, hexadecimal, base64 … */
function formsIn(bytes: Buffer, secret: string): readonly string[] {
  return needlesFor(secret).flatMap(({ form, bytes: needle }) => (bytes.includes(needle) ? [form] : []));
}

/** Every file under a folder, but the mailbox, which belongs to those who get the letters. */
function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (!statSync(path).isDirectory()) return [path];
    return path.endsWith("work/mail") ? [] : filesUnder(path);
  });
}

/** Resolves with the code of the letter that is the `count`-th. */
async function codeOfLetter(server: RealServer, count: number): Promise<string> {
  await vi.waitUntil(() => readdirSync(join(server.folder, "work/mail/new")).length >= count, 20_000);
  return server.code();
}

test("no password and no unused code is on the server's disk, in its log, on the wire or in its heap", async () => {
  const server = await startReal(true, "--tls", "--mail-tls");
  await server.talk(
    ["/register anabella ana@clase.example", "? password"],
    [password, "? again"],
    [password, "# registered"],
    ["anabella", "? password"],
    ["una clave equivocada", "! login-failed"],
    ["anabella", "? password"],
    [password, "# welcome"],
    ["hola a todos", ""],
  );
  let code = "";
  await server.talk(
    ["/recover ana@clase.example", "? code"],
    [
      async () => {
        code = await codeOfLetter(server, 1);
        return code;
      },
      "? new-password",
    ],
    [newPassword, "? again"],
    [newPassword, "# password-changed"],
    ["anabella", "? password"],
    [newPassword, "# welcome"],
  );
  await server.talk(["/recover ana@clase.example", "? code"]);
  // The second letter says that the password was changed.
  const unused = await codeOfLetter(server, 3);
  expect(unused).not.toBe(code);
  const heap = await server.snapshot();
  const secrets = [password, newPassword, unused, unused.replace("-", "")];
  for (const path of filesUnder(server.folder)) {
    const bytes = readFileSync(path);
    for (const secret of secrets) expect([path, formsIn(bytes, secret)]).toEqual([path, []]);
  }
  for (const secret of secrets) expect(formsIn(server.wire(), secret)).toEqual([]);
  // The same search finds what is kept: a name, in the table and in the heap.
  for (const path of [join(server.folder, "work/accounts/accounts.db"), heap])
    expect(formsIn(readFileSync(path), "anabella").length).toBeGreaterThan(0);
});

test("the same search finds them where the server is weak on purpose: on the wire, and in the table", async () => {
  const server = await startReal(false, "--plain", "--recovery", "weak");
  await server.talk(
    ["/register anabella ana@clase.example", "? password"],
    [password, "? again"],
    [password, "# registered"],
  );
  await server.talk(["/recover ana@clase.example", "? code"]);
  const code = await codeOfLetter(server, 1);
  expect(formsIn(server.wire(), password)).toContain(needlesFor(password)[0]!.form);
  expect(formsIn(readFileSync(join(server.folder, "work/accounts/accounts.db")), code).length).toBeGreaterThan(0);
});
