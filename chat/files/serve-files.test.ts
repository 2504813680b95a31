import { createHash, randomBytes } from "node:crypto";
import { closeSync, readdirSync, readFileSync, utimesSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { lineText } from "../../terminal/screen/line.ts";
import { type AccountServer, startAccountServer } from "../../testing/chat/account-server.ts";
import { connectByHand, type LinePeer } from "../../testing/chat/line-peer.ts";
import { temporaryFolder } from "../../testing/test-folders.ts";
import { openDatabase } from "../database/database.ts";
import { operate } from "../operator/console.ts";
import { FileStore } from "./file-store.ts";

const wrapped = Buffer.from("a wrapped key").toString("base64");
const passwords = { ana: "la clave de ana", luis: "la clave de luis" };
let server: AccountServer;
const peers: LinePeer[] = [];
let host = 10;

beforeAll(async () => {
  server = await startAccountServer();
  for (const [name, password] of Object.entries(passwords)) {
    const peer = byHand();
    peer.type(`/register ${name} ${name}@clase.example`, password, password);
    await peer.hears(`# registered: ${name}`);
  }
});
afterAll(() => server.close());
afterEach(() => {
  for (const peer of peers.splice(0)) peer.end();
});

function byHand(): LinePeer {
  host += 1;
  const peer = connectByHand(server.port, { localAddress: `127.0.0.${host}` });
  peers.push(peer);
  return peer;
}

/** A connection with the files of `name`. */
async function filesOf(name: keyof typeof passwords): Promise<LinePeer> {
  const peer = byHand();
  peer.type(`/files ${name}`, passwords[name]);
  await peer.hears("# files ready");
  return peer;
}

function stored(): string[] {
  return readdirSync(join(server.folder, "files")).sort();
}

const hashOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

async function put(peer: LinePeer, name: string, bytes: Buffer): Promise<void> {
  peer.type(`/put ${bytes.length} ${hashOf(bytes)} ${wrapped} ${name}`);
  await peer.hears("# send from 0");
  peer.socket.write(bytes);
  await peer.hears("# stored");
}

describe("the files of an account", () => {
  test("are stored, listed, shared, taken back and removed", async () => {
    const [ana, luis] = [await filesOf("ana"), await filesOf("luis")];
    const bytes = Buffer.from("as encrypted as a test needs it\n");
    await put(ana, "mi tarea.txt", bytes);
    expect(readFileSync(join(server.folder, "files", stored()[0]!)).equals(bytes)).toBe(true);
    luis.type("/about ana mi tarea.txt");
    await luis.hears("! no-file ");
    ana.type(`/share luis ${wrapped} mi tarea.txt`);
    await ana.hears("# done");
    ana.type("/list");
    expect(await ana.hears("# file ana 32 ")).toMatch(/ luis mi tarea\.txt$/);
    luis.type("/list");
    expect(await luis.hears("# file ana 32 ")).toMatch(/ - mi tarea\.txt$/);
    luis.type("/about ana mi tarea.txt");
    expect(await luis.hears("# about ")).toBe(`# about 32 ${hashOf(bytes)} ${wrapped}`);
    luis.type("/get ana 13 mi tarea.txt");
    expect(await luis.hears("# body")).toBe("# body 19");
    await luis.hears("as a test needs it");
    luis.type("/head ana mi tarea.txt");
    await luis.hears("# body 32");
    await luis.hears("as encrypted");
    luis.type("/head ana otra.txt");
    await luis.hears("! no-file ");
    const shown = (line: string) => operate(line, { server, width: 80, openFor: 0 }).lines.map(lineText).join("\n");
    expect(shown("files")).toMatch(/ana +32 +\d{4}-\d\d-\d\d \d\d:\d\d +mi tarea\.txt +luis/);
    expect(shown("archivos 1")).toContain("61 73 20 65 6e 63 72 79 70 74 65 64 20 61 73 20  as encrypted as");
    expect(shown("files ../1")).not.toContain("encrypted as");
    luis.type("/remove mi tarea.txt");
    await luis.hears("! no-file ");
    ana.type("/unshare luis mi tarea.txt");
    await ana.hears("# done");
    luis.type("/get ana 0 mi tarea.txt");
    await luis.hears("! no-file ");
    ana.type("/remove mi tarea.txt");
    await ana.hears("# done");
    expect(stored()).toEqual([]);
  });

  test("a connection for files is not in the room, and the room has the name free", async () => {
    const ana = await filesOf("ana");
    expect(server.members()).toEqual([]);
    ana.type("hola a todos");
    await ana.hears("! file-request ");
    ana.type("/quit");
    await ana.over;
  });

  test("an upload that is cut goes on where it was; nothing is a file before it is whole", async () => {
    const bytes = randomBytes(300_000);
    const request = `/put ${bytes.length} ${hashOf(bytes)} ${wrapped} grande.bin`;
    const first = await filesOf("ana");
    first.type(request);
    await first.hears("# send from 0");
    first.socket.write(bytes.subarray(0, 200_000), () => first.socket.end());
    await first.over;
    let again = "";
    for (let tries = 0; tries < 50 && !/^# send from [1-9]/.test(again); tries += 1) {
      const second = await filesOf("ana");
      second.type("/list");
      await second.hears("# end");
      expect(second.lines.filter((line) => line.startsWith("# file "))).toEqual([]);
      second.type(request);
      again = await second.hears("");
      const offset = Number(again.split(" ").at(-1));
      if (!(offset > 0)) continue;
      second.socket.write(bytes.subarray(offset));
      await second.hears("# stored");
      second.type("/remove grande.bin");
      await second.hears("# done");
    }
    expect(again).toMatch(/^# send from [1-9]/);
  });

  test("what arrives changed is no file, and leaves nothing", async () => {
    const ana = await filesOf("ana");
    const bytes = randomBytes(5000);
    ana.type(`/put ${bytes.length} ${hashOf(bytes)} ${wrapped} f.bin`);
    await ana.hears("# send from 0");
    bytes[4000]! ^= 1;
    ana.socket.write(bytes);
    await ana.hears("! file-damaged ");
    expect(stored()).toEqual([]);
  });

  test("two uploads of one name, and one file sent by two connections: one is stored, the other is refused", async () => {
    const [one, two] = [await filesOf("ana"), await filesOf("ana")];
    const [a, b] = [randomBytes(2000), randomBytes(2000)];
    for (const [peer, bytes] of [
      [one, a],
      [two, b],
    ] as const) {
      peer.type(`/put ${bytes.length} ${hashOf(bytes)} ${wrapped} misma.bin`);
      await peer.hears("# send from 0");
    }
    const third = await filesOf("ana");
    third.type(`/put ${a.length} ${hashOf(a)} ${wrapped} otra.bin`);
    await third.hears("! file-busy ");
    one.socket.write(a);
    await one.hears("# stored");
    two.socket.write(b);
    await two.hears("! file-exists ");
    third.type(`/put ${a.length} ${hashOf(a)} ${wrapped} misma.bin`);
    await third.hears("! file-exists ");
    third.type("/remove misma.bin");
    await third.hears("# done");
    expect(stored()).toEqual([]);
  });

  test.each([
    ["../../etc/passwd", "file-name-shape"],
    ["a/b", "file-name-shape"],
    ["..", "file-name-empty"],
    ["-rf", "file-name-shape"],
    ["a\u001b[31mrojo", "file-name-shape"],
    ["a\u202ecod.exe", "file-name-shape"],
    ["n".repeat(201), "file-name-long"],
  ])("the name %j is refused: %s", async (name, code) => {
    const ana = await filesOf("ana");
    ana.type(`/put 5 ${hashOf(Buffer.from("hola\n"))} ${wrapped} ${name}`);
    await ana.hears(`! ${code} `);
  });

  test("nonsense is one refusal a line, and an endless line ends the connection", async () => {
    const ana = await filesOf("ana");
    const nonsense = [
      "/put",
      "/put x y z",
      `/put 9999999999999999 ${"0".repeat(64)} ${wrapped} f`,
      "/get ana -1 f",
      "/set-keys a b",
      "",
    ];
    ana.type(...nonsense);
    for (const _ of nonsense) await ana.hears("! file-request ");
    ana.type(`/put ${5 * 1024 ** 3} ${"0".repeat(64)} ${wrapped} f`);
    await ana.hears("! file-large ");
    ana.socket.write("x".repeat(100_000));
    await ana.over;
  });

  test("who does not read is cut off, and holds up nobody", async () => {
    const ana = await filesOf("ana");
    await put(ana, "pesado.bin", randomBytes(8_000_000));
    const stuck = await filesOf("ana");
    stuck.socket.pause();
    stuck.type("/get ana 0 pesado.bin");
    const luis = await filesOf("luis");
    luis.type("/list");
    await luis.hears("# end");
    ana.type("/remove pesado.bin");
    await ana.hears("# done");
    expect(stored()).toEqual([]);
  });

  test("a new password ends the connections of the old one", async () => {
    const luis = await filesOf("luis");
    server.accounts.onNewPassword(["luis"]);
    await luis.over;
  });
});

test("a wrong password opens no files", async () => {
  const peer = byHand();
  peer.type("/files ana", "otra cosa");
  await peer.hears("! login-failed ");
  peer.type("/list");
  await peer.hears("! register-first ");
});

test("what a crash left over is removed at the next start, and what is whole stays", async () => {
  const folder = temporaryFolder();
  const sql = await openDatabase(folder);
  sql.run(
    "INSERT INTO accounts (name, look, email, password, registered, changed) VALUES ('ana', 'ana', '', '', '', '')",
  );
  const files = join(folder, "files");
  const first = new FileStore(sql, files);
  const part = first.beginPart("ana", { name: "a.txt", size: 4, sha256: "aa", wrapped })!;
  writeSync(part.descriptor, "hola");
  expect(first.add("ana", { name: "a.txt", size: 4, sha256: "aa", wrapped }, part.path)).toBe(true);
  closeSync(part.descriptor);
  // The rename is done, and the power fails before the transaction: bytes without a row. Also unfinished uploads, one
  // of them old.
  writeFileSync(join(files, "77.age"), "no row knows this");
  writeFileSync(join(files, "1-bb.part"), "new");
  writeFileSync(join(files, "1-cc.part"), "old");
  utimesSync(join(files, "1-cc.part"), 0, 0);
  const second = new FileStore(sql, files);
  expect(readdirSync(files).sort()).toEqual(["1-bb.part", "1.age"]);
  expect(readFileSync(second.find("ana", "a.txt", "ana")!.path, "utf8")).toBe("hola");
  sql.close();
});
