import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import v8 from "node:v8";
import vm from "node:vm";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { unwrapFileKey } from "../../chat/files/file-key.ts";
import { type FilesClient, RefusedRequest } from "../../chat/files/files-client.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { type AccountServer, startAccountServer } from "../../testing/chat/account-server.ts";
import { connectByHand } from "../../testing/chat/line-peer.ts";
import { testCertificates } from "../../testing/chat/test-certificates.ts";
import { lastingFolder } from "../../testing/test-folders.ts";
import { getFile } from "./get-file.ts";
import { FileService } from "./open-service.ts";
import { putFile } from "./put-file.ts";
import { type Talk, talkInLines } from "./talk.ts";

const mebibyte = 1024 ** 2;
const wrapped = Buffer.from("a wrapped key").toString("base64");
const password = "la clave de ana";
const folder = lastingFolder();
const waiting = join(folder, "waiting");
let server: AccountServer;
const services: FileService[] = [];

beforeAll(async () => {
  writeFileSync(join(folder, "ca.pem"), String(testCertificates().ca));
  writeFileSync(join(folder, "ana.password"), password, { mode: 0o600 });
  server = await startAccountServer();
  const peer = connectByHand(server.port);
  peer.type("/register ana ana@clase.example", password, password);
  await peer.hears("# registered: ana");
  peer.end();
});
afterEach(() => {
  for (const service of services.splice(0)) service.close();
});
afterAll(async () => {
  await server.close();
});

function filesOfAna(): Promise<FilesClient> {
  const service = serviceOfAna(talkInLines, { passwordFile: join(folder, "ana.password") });
  services.push(service);
  return service.client();
}

function serviceOfAna(talk: Talk, file?: { readonly passwordFile: string }): FileService {
  return new FileService("ana", { server: `localhost:${server.port}`, ca: join(folder, "ca.pem"), ...file }, talk);
}

const blockSize = 65_536;
/** The blocks of a file with this many, from an offset on. */
async function* blocks(count: number, offset = 0): AsyncGenerator<Buffer> {
  for (let at = Math.floor(offset / blockSize); at < count; at += 1) {
    const block = Buffer.alloc(blockSize, at);
    yield block.subarray(Math.max(0, offset - at * blockSize));
  }
}

async function about(count: number) {
  const hash = createHash("sha256");
  for await (const block of blocks(count)) hash.update(block);
  return { size: count * blockSize, sha256: hash.digest("hex"), wrapped };
}

const stored = () => readdirSync(join(server.folder, "files"));
const silent = () => {};

test("a server whose disk is full says so while the file is sent, and a connection by hand stays in step", async () => {
  const files = server.accounts.options.files!;
  const { beginPart } = files;
  files.beginPart = (...request) => {
    const part = beginPart.apply(files, request)!;
    closeSync(part.descriptor);
    return { ...part, descriptor: openSync("/dev/full", "w") };
  };
  const ana = await filesOfAna();
  const putting = ana.put("grande.bin", await about(640), (offset) => blocks(640, offset), silent);
  await expect(putting).rejects.toMatchObject({ code: "disk-full" });
  const peer = connectByHand(server.port, { localAddress: "127.0.0.9" });
  peer.type("/files ana", password);
  await peer.hears("# files ready");
  peer.type(`/put 300000 ${"0".repeat(64)} ${wrapped} otra.bin`);
  await peer.hears("# send from 0");
  peer.socket.write(Buffer.alloc(300_000, 7));
  await peer.hears("! disk-full ");
  peer.type("/list");
  await peer.hears("# end");
  peer.end();
  files.beginPart = beginPart;
  expect(stored()).toEqual([]);
});

test("who leaves while the password is asked for is not logged in later", async () => {
  let answer: ((secret: string) => void) | undefined;
  const service = serviceOfAna({
    ...talkInLines,
    secret: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  });
  const opening = service.client();
  await expect.poll(() => answer).toBeDefined();
  service.close();
  answer?.(password);
  await expect(opening).rejects.toThrow(LabError);
  await expect(service.client()).rejects.toThrow(LabError);
});

test("a connection that ends in the middle is an error with advice; the next one goes on", async () => {
  const ana = await filesOfAna();
  let pieces = 0;
  const cut = () => {
    pieces += 1;
    if (pieces === 20) server.accounts.onNewPassword(["ana"]);
  };
  const putting = ana.put("cortado.bin", await about(640), (offset) => blocks(640, offset), cut);
  const failure = await putting.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(LabError);
  expect(failure).not.toBeInstanceOf(RefusedRequest);
  // Until the server has noticed, the first connection still owns the file.
  let again = ana;
  for (let isBusy = true; isBusy; ) {
    again = await filesOfAna();
    const announced = await about(640);
    isBusy = await again
      .put("cortado.bin", announced, (offset) => blocks(640, offset), silent)
      .then(
        () => false,
        (error: RefusedRequest) => {
          expect(error.code).toBe("file-busy");
          return true;
        },
      );
  }
  // A client that reads only a part of a file must close the connection.
  for await (const _ of again.get("ana", "cortado.bin", 0)) break;
  await expect(again.list()).rejects.toBeInstanceOf(LabError);
  await (await filesOfAna()).remove("cortado.bin");
});

test("24 MiB are encrypted, sent, fetched and opened while a few are held", async () => {
  v8.setFlagsFromString("--expose-gc");
  const collect = vm.runInNewContext("gc") as () => void;
  let [most, pieces] = [0, 0];
  const look = () => {
    pieces += 1;
    if (pieces % 128 !== 0) return;
    collect(); // Memory is freed in parallel: the second one waits for it.
    collect();
    most = Math.max(most, process.memoryUsage().arrayBuffers);
  };
  const path = join(folder, "grande.bin");
  const file = openSync(path, "w");
  for await (const block of blocks(384)) writeSync(file, block);
  closeSync(file);
  const ana = await filesOfAna();
  collect();
  const before = process.memoryUsage().arrayBuffers;
  await putFile(ana, path, {
    owner: "ana",
    folder: waiting,
    password: async () => "ocho",
    onEncrypt: look,
    onSend: look,
  });
  const openKey = async (key: string) => (await unwrapFileKey(key, { passphrase: "ocho" }))!;
  const target = join(folder, "otra vez.bin");
  await getFile(ana, {
    ...{ owner: "ana", file: "grande.bin", target, replaces: false, folder: waiting, openKey },
    ...{ onReceive: look, onOpen: look },
  });
  expect(readFileSync(target).equals(readFileSync(path))).toBe(true);
  expect(most - before).toBeLessThan(12 * mebibyte);
  expect(readdirSync(waiting)).toEqual([]);
  await ana.remove("grande.bin");
});

test("what cannot be stored is refused before a password is asked, with the reason", async () => {
  const place = mkdtempSync(join(folder, "odd-"));
  const at = (name: string) => join(place, name);
  mkdirSync(at("folder"));
  spawnSync("mkfifo", [at("pipe")]);
  symlinkSync("nowhere", at("broken"));
  const huge = openSync(at("huge.bin"), "w");
  ftruncateSync(huge, 5 * 1024 ** 3);
  closeSync(huge);
  for (const name of ["back\\slash", "esc\x1b[31m", "-rf", "n".repeat(230), "mine.txt"]) writeFileSync(at(name), "x");
  const ana = await filesOfAna();
  await ana.put("mine.txt", await about(1), () => blocks(1), silent);
  const asked = () => Promise.reject(new Error("a password was asked for"));
  const found = { owner: "ana", folder: waiting, password: asked, onEncrypt: silent, onSend: silent };
  const odd = ["folder", "pipe", "broken", "missing", "huge.bin", "back\\slash", "esc\x1b[31m", "-rf", "n".repeat(230)];
  for (const name of [...odd, "mine.txt", "folder/mine.txt", ".", ""]) {
    const failure = await putFile(ana, at(name), found).catch((error: unknown) => error);
    expect(failure, name).toBeInstanceOf(LabError);
    expect((failure as LabError).message).not.toMatch(/\p{Cc}/u);
  }
  for (const target of [at("folder"), at("nowhere/mine.txt")]) {
    const wanted = { owner: "ana", file: "mine.txt", target, replaces: true, folder: waiting, openKey: asked };
    const failure = await getFile(ana, { ...wanted, onReceive: silent, onOpen: silent }).catch((error) => error);
    expect(failure).toBeInstanceOf(LabError);
  }
  expect(readdirSync(at("folder"))).toEqual([]);
  await ana.remove("mine.txt");
});

test("a file of no bytes is a file; one that changes while it is read is not sent", async () => {
  const ana = await filesOfAna();
  const path = join(folder, "nada.txt");
  writeFileSync(path, "");
  const put = { owner: "ana", folder: waiting, password: async () => "ocho", onEncrypt: silent, onSend: silent };
  await putFile(ana, path, put);
  const { wrapped: key } = await ana.about("ana", "nada.txt");
  const target = join(folder, "nada otra vez.txt");
  const openKey = async () => (await unwrapFileKey(key, { passphrase: "ocho" }))!;
  await getFile(ana, {
    ...{ owner: "ana", file: "nada.txt", target, replaces: false, folder: waiting, openKey },
    ...{ onReceive: silent, onOpen: silent },
  });
  expect(readFileSync(target)).toHaveLength(0);
  await ana.remove("nada.txt");
  const moving = join(folder, "moving.txt");
  writeFileSync(moving, "first");
  const onEncrypt = () => writeFileSync(moving, "second, and longer");
  await expect(putFile(ana, moving, { ...put, onEncrypt })).rejects.toBeInstanceOf(LabError);
  expect(await ana.list()).toEqual([]);
  expect(readdirSync(waiting)).toEqual([]);
});
