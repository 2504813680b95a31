import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { unlockKeyPair } from "../../chat/files/key-pair.ts";
import { connectByHand } from "../../testing/chat/line-peer.ts";
import { type Peer, startPeer } from "../../testing/chat/peer.ts";
import { labMain, labOnTerminal } from "../../testing/chat/terminal.ts";
import { testCertificates } from "../../testing/chat/test-certificates.ts";
import { lastingFolder } from "../../testing/test-folders.ts";

/** Everything that the server must never have, by its kind. */
const secrets = {
  "password of ana": "la clave de ana 4711",
  "password of luis": "la clave de luis 4712",
  "password of the file": "del archivo 4713",
  "passphrase of the keys": "de las llaves 4714",
  "content of the file": "el tesoro está bajo el pingüino 4715",
};
const folder = lastingFolder();
const people = { ana: join(folder, "ana"), luis: join(folder, "luis") };
let server: Peer;
let port = "";

beforeAll(async () => {
  const { cert, key, ca } = testCertificates();
  for (const place of Object.values(people)) mkdirSync(place);
  for (const [name, text] of Object.entries({ cert, key, ca })) writeSecret(`${name}.pem`, String(text));
  writeSecret("ana.pw", secrets["password of ana"]);
  writeSecret("luis.pw", secrets["password of luis"]);
  writeSecret("file.pw", secrets["password of the file"]);
  writeSecret("keys.pw", secrets["passphrase of the keys"]);
  await startServer();
  for (const [name, password] of [
    ["ana", secrets["password of ana"]],
    ["luis", secrets["password of luis"]],
  ] as const) {
    const peer = connectByHand(Number(port));
    peer.type(`/register ${name} ${name}@clase.example`, password, password);
    await peer.hears(`# registered: ${name}`);
    peer.end();
  }
});
afterAll(() => {
  server.stop();
});

function writeSecret(name: string, text: string): void {
  writeFileSync(join(folder, name), `${text}\n`);
  chmodSync(join(folder, name), 0o600);
}

async function startServer(...more: readonly string[]): Promise<void> {
  const own = ["--cert", "cert.pem", "--key", "key.pem", "--port", port === "" ? "0" : port, "--mail-port", "0"];
  const node = ["--heapsnapshot-signal=SIGUSR2", labMain, "server", "--tls", "--accounts", "--log", "talk.log"];
  server = startPeer(process.execPath, [...node, ...own, ...more], folder);
  port = /127\.0\.0\.1:(\d+)/.exec(await server.shows("To join"))![1]!;
}

function serverOptions(): readonly string[] {
  return ["--server", `localhost:${port}`, "--ca", join(folder, "ca.pem")];
}

/** `lab files` for one of the two people, each in their own folder. */
function files(
  who: keyof typeof people,
  ...words: readonly string[]
): Promise<{ readonly code: number; readonly output: string }> {
  const [act, ...more] = words;
  const login = [...serverOptions(), "--password-file", join(folder, `${who}.pw`)];
  const own = [
    "--name",
    who,
    ...(act === "forget" ? [] : [...login, "--key-passphrase-file", join(folder, "keys.pw")]),
  ];
  const withFile =
    act === "put" || act === "get" || act === "share" ? ["--file-password-file", join(folder, "file.pw")] : [];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [labMain, "files", act!, ...more, ...own, ...withFile],
      { cwd: people[who] },
      (error, stdout, stderr) => resolve({ code: (error?.code as number | undefined) ?? 0, output: stdout + stderr }),
    );
  });
}

describe("ana stores a file and shares it with luis", () => {
  test("luis opens it with his own keys, and the server has nothing of it in the clear", async () => {
    writeFileSync(join(people.ana, "tesoro.txt"), secrets["content of the file"]);
    expect((await files("luis", "list")).code).toBe(0);
    expect(await files("ana", "put", "tesoro.txt")).toMatchObject({ code: 0 });
    const shared = await files("ana", "share", "tesoro.txt", "--with", "luis");
    expect(shared.code).toBe(0);
    const [fingerprint] = /([0-9a-f]{4} ){7}[0-9a-f]{4}/.exec(shared.output)!;
    expect((await files("luis", "keys")).output).toContain(fingerprint);
    expect(await files("luis", "get", "tesoro.txt", "--from", "ana")).toMatchObject({ code: 0 });
    expect(readFileSync(join(people.luis, "tesoro.txt"), "utf8")).toBe(secrets["content of the file"]);
    expect(readdirSync(join(people.luis, "work", "files"))).toEqual([]);
    for (const file of ["ana.age", "ana.known.json"])
      expect(statSync(join(people.ana, "work", "keys", file)).mode & 0o777).toBe(0o600);
    const places = await heapAndDisk();
    expect(await found(places)).toEqual([]);
    // The same search finds what the server does have.
    for (const had of ["tesoro.txt", "ana@clase.example"])
      expect(places.filter((bytes) => bytes.includes(had))).not.toEqual([]);
  }, 300_000); // Seven programs, each with seconds of scrypt, and a snapshot.

  test("on a terminal it is a screen that shows what the server has, and goes away whole", async () => {
    const screen = labOnTerminal(people.ana, "files", "--name", "ana", ...serverOptions());
    onTestFinished(() => screen.stop());
    await screen.shows("Password of the account ana:");
    screen.type(`${secrets["password of ana"]}\r`);
    await screen.shows("▶ tesoro.txt");
    screen.type("\r");
    const shown = (await screen.shows("-> scrypt")).join("\n");
    expect(shown).toContain("-> X25519");
    screen.type("\x1b");
    await screen.shows("shared with");
    screen.type("u");
    await screen.shows("File to upload");
    screen.type("no\tsuch\x1b[A file\r");
    await screen.shows("there is no file");
    screen.type("q");
    expect(await screen.ended()).toBe(0);
    expect(screen.rows().join("")).not.toContain(secrets["password of ana"]);
  });

  test("Ctrl-C at the question for the password ends the screen and the program", async () => {
    const screen = labOnTerminal(people.ana, "files", "--name", "ana", ...serverOptions());
    onTestFinished(() => screen.stop());
    await screen.shows("Password of the account ana:");
    screen.type("\x03");
    expect(await screen.ended()).toBe(0);
  });

  test("a file that is there is not replaced, and a wrong password opens nothing", async () => {
    const there = await files("luis", "get", "tesoro.txt", "--from", "ana");
    expect(there.code).toBe(1);
    expect(there.output).toContain("--force");
    writeSecret("file.pw", "otra cosa");
    const wrong = await files("ana", "get", "tesoro.txt", "-o", "otro.txt");
    writeSecret("file.pw", secrets["password of the file"]);
    expect(wrong.code).toBe(1);
    expect(readdirSync(people.ana).sort()).toEqual(["tesoro.txt", "work"]);
  });

  test("a changed byte on the server's disk is noticed, and nothing is written", async () => {
    const stored = join(folder, "work", "accounts", "files", "1.age");
    const bytes = readFileSync(stored);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(stored, bytes);
    const got = await files("luis", "get", "tesoro.txt", "--from", "ana", "-o", "cambiado.txt");
    expect(got.code).toBe(1);
    expect(readdirSync(people.luis).sort()).toEqual(["tesoro.txt", "work"]);
  });
});

test("a server that hands out its own key reads what is shared; who knew luis's keys before is warned", async () => {
  server.terminate();
  await server.ended();
  await startServer("--curious");
  const warned = await files("ana", "share", "tesoro.txt", "--with", "luis");
  expect(warned.code).toBe(1);
  expect(warned.output).toMatch(/lab files forget luis/);
  expect((await files("ana", "forget", "luis")).code).toBe(0);
  writeFileSync(join(people.ana, "otro.txt"), secrets["content of the file"]);
  expect((await files("ana", "put", "otro.txt")).code).toBe(0);
  expect((await files("ana", "share", "otro.txt", "--with", "luis")).code).toBe(0);
  await server.shows(secrets["content of the file"]);
  expect((await files("luis", "get", "otro.txt", "--from", "ana")).code).toBe(0);
  expect(readFileSync(join(people.luis, "otro.txt"), "utf8")).toBe(secrets["content of the file"]);
}, 300_000);

/** The server's memory from V8, and every file in its folder except those of the two people and their secrets. */
async function heapAndDisk(): Promise<Buffer[]> {
  const before = new Set(readdirSync(folder));
  process.kill(server.pid, "SIGUSR2");
  await expect.poll(() => readdirSync(folder).filter((name) => !before.has(name)), { timeout: 60_000 }).toHaveLength(1);
  const [snapshot = ""] = readdirSync(folder).filter((name) => !before.has(name));
  // The snapshot is complete when the server answers again. On a busy machine, a client may give up before that.
  await expect.poll(async () => (await files("luis", "list")).code, { timeout: 120_000 }).toBe(0);
  const heap = readFileSync(join(folder, snapshot));
  rmSync(join(folder, snapshot));
  return [heap, readFileSync(join(folder, "talk.log")), ...filesBelow(join(folder, "work"))];
}

function filesBelow(place: string): Buffer[] {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}

/** Which of the secrets are in these bytes, as text, UTF-16, hexadecimal or base64; private keys too. */
async function found(places: readonly Buffer[]): Promise<string[]> {
  const pairs = await Promise.all(
    (["ana", "luis"] as const).map(async (who) => {
      const file = readFileSync(join(people[who], "work", "keys", `${who}.age`));
      return unlockKeyPair(file, secrets["passphrase of the keys"]);
    }),
  );
  const wanted = Object.entries({
    ...secrets,
    ...Object.fromEntries(
      pairs.flatMap((pair, index) => [
        [`identity ${index}`, pair!.identity],
        [`signing ${index}`, pair!.signing],
      ]),
    ),
  });
  return wanted
    .filter(([, text]) => forms(text).some((form) => places.some((bytes) => bytes.includes(form))))
    .map(([what]) => what);
}

function forms(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  // The form of letters beyond ASCII in JSON, which a snapshot is.
  const escaped = JSON.stringify(text).slice(1, -1);
  const texts = [escaped, bytes.toString("latin1"), bytes.toString("hex"), bytes.toString("base64").replace(/=+$/, "")];
  return [bytes, Buffer.from(text, "utf16le"), ...texts.map((one) => Buffer.from(one))];
}
